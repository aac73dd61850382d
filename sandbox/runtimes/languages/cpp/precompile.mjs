// Makes the precompiled header with the very clang that later reads it:
// node precompile.mjs PACKAGE FOLDER OUTPUT ARGUMENTS…
// FOLDER is what the clang sees at /arena; the output is written to /arena/OUTPUT and taken from there.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [bundle, folder, output, ...args] = process.argv.slice(2);
const { runLLVM } = await import(pathToFileURL(bundle));

const tree = (path) =>
    Object.fromEntries(
        readdirSync(path).map((name) => {
            const inside = join(path, name);
            return [name, statSync(inside).isDirectory() ? tree(inside) : new Uint8Array(readFileSync(inside))];
        }),
    );

const files = { arena: tree(folder) };
const made = await runLLVM(args, files, { decodeASCII: false, fetchProgress: () => {} });
writeFileSync(output, made.arena[output.split('/').pop()]);
