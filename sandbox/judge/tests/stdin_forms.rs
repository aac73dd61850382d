//! Programs read and print in every way that contestants know.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::sync::Arc;

use arena_judge::{Judge, Scope, Verdict};
use arena_problems::{Checker, Form, Input, Language, Output, Test, TestSet};

/// Three lines, the last without an end, with letters of two bytes.
const INPUT: &str = "12 30\nzwölf  Boxer\nend";

/// What a program prints that reads all of it and knows nothing of lines.
const WHOLE: &str = "42 23 end\n";

/// What a program prints that reads line by line.
const LINES: &str = "12 30|zwölf  Boxer|end\n";

const JAVASCRIPT: &[(&str, &str)] = &[
    (
        "const t = require('fs').readFileSync(0, 'utf8'); const [a, b] = t.split(/\\s+/).map(Number); console.log(a + b, Buffer.byteLength(t), t.slice(-3));",
        WHOLE,
    ),
    (
        "const t = require('fs').readFileSync(0).toString(); console.log(12 + 30, Buffer.byteLength(t), t.slice(-3));",
        WHOLE,
    ),
    (
        "const t = require('node:fs').readFileSync('/dev/stdin', { encoding: 'utf-8' }); console.log('42', '23', t.split('\\n')[2]);",
        WHOLE,
    ),
    (
        "const b = require('fs').readFileSync('/dev/stdin'); let at = 0; const int = () => { let n = 0; while (b[at] < 48) at++; while (b[at] >= 48) n = n * 10 + b[at++] - 48; return n; }; console.log(int() + int(), b.length, b.toString('utf8', 20));",
        WHOLE,
    ),
    (
        "const fs = require('fs'); const b = Buffer.alloc(8); const parts = []; for (let n; (n = fs.readSync(0, b, 0, 8, null)) > 0;) parts.push(Buffer.from(b.subarray(0, n))); const all = Buffer.concat(parts); console.log(42, all.length, all.subarray(20).toString());",
        WHOLE,
    ),
    (
        "require('fs').readFile(0, 'utf8', (error, t) => console.log(error ?? 42, 23, t.slice(-3)));",
        WHOLE,
    ),
    (
        "require('fs/promises').readFile('/dev/stdin', 'utf8').then((t) => console.log(42, 23, t.slice(-3)));",
        WHOLE,
    ),
    (
        "let t = ''; process.stdin.on('data', (c) => { t += c; }); process.stdin.on('end', () => console.log(42, 23, t.slice(-3)));",
        WHOLE,
    ),
    (
        "process.stdin.resume(); process.stdin.setEncoding('utf-8'); let t = ''; process.stdin.on('data', function (c) { t += c; }).on('end', () => console.log(42, 23, t.slice(-3)));",
        WHOLE,
    ),
    (
        "const parts = []; process.stdin.on('data', (c) => parts.push(c)).on('end', () => { const b = Buffer.concat(parts); console.log(42, b.length, b.toString().slice(-3)); });",
        WHOLE,
    ),
    (
        "let t = ''; process.stdin.on('readable', () => { let c; while ((c = process.stdin.read()) !== null) t += c; }).on('end', () => console.log(42, 23, t.slice(-3)));",
        WHOLE,
    ),
    (
        "(async () => { let t = ''; for await (const c of process.stdin) t += c; console.log(42, 23, t.slice(-3)); })();",
        WHOLE,
    ),
    (
        "const l = []; let s; while ((s = readline()) !== null) l.push(s); print(l.join('|'));",
        LINES,
    ),
    (
        "const l = []; const rl = require('readline').createInterface({ input: process.stdin, output: process.stdout }); rl.on('line', (s) => l.push(s)).on('close', () => console.log(l.join('|')));",
        LINES,
    ),
    (
        "const l = []; const rl = require('readline').createInterface(process.stdin); rl.once('line', (first) => { l.push(first); rl.on('line', (s) => l.push(s)); }); rl.on('close', () => console.log(l.join('|')));",
        LINES,
    ),
    (
        "(async () => { const l = []; for await (const s of require('readline').createInterface({ input: process.stdin })) l.push(s); console.log(l.join('|')); })();",
        LINES,
    ),
    (
        "const rl = require('readline').createInterface({ input: process.stdin }); const l = []; const next = (s) => { l.push(s); if (l.length < 3) rl.question('', next); else { console.log(l.join('|')); rl.close(); } }; rl.question('', next);",
        LINES,
    ),
    (
        "const { once } = require('events'); (async () => { const l = []; const rl = require('readline').createInterface({ input: process.stdin }); rl.on('line', (s) => l.push(s)); await once(rl, 'close'); console.log(l.join('|')); })();",
        LINES,
    ),
    (
        "const { EOL } = require('os'); process.stdout.write(require('fs').readFileSync(0, 'utf8').split(EOL).join('|')); process.stdout.write('\\n');",
        LINES,
    ),
    (
        "const l = require('fs').readFileSync(0, 'utf8').split('\\n'); process.on('exit', () => console.log(l.join('|')));",
        LINES,
    ),
    (
        "const l = require('fs').readFileSync(0, 'utf8').split('\\n'); require('fs').writeFileSync('/dev/stdout', l.join('|') + '\\n'); process.exit(0); console.log('never');",
        LINES,
    ),
    (
        "const l = require('fs').readFileSync(0, 'utf8').split('\\n'); process.stdout.write(Buffer.from(`${l.join('|')}\\n`));",
        LINES,
    ),
    (
        "console.log('%s|%s|%s', ...require('fs').readFileSync(0, 'utf8').split('\\n'));",
        LINES,
    ),
    (
        "console.log(process.argv.length, [1, [2, { a: 'b' }]], new Map([['k', [1]]]), new Set([1, '2']));",
        "2 [ 1, [ 2, { a: 'b' } ] ] Map(1) { 'k' => [ 1 ] } Set(2) { 1, '2' }\n",
    ),
    (
        "console.log('%d%% of %s: %i, %f, %j %o', '42', 'all', 4.7, '1.50', { a: 1 }, [1], 'more');",
        "42% of all: 4, 1.5, {\"a\":1} [ 1 ] more\n",
    ),
    (
        "console.log(Array.from({ length: 10 }, (_, i) => i)); console.log({ a: { b: { c: { d: 1 } } } }, null, undefined, -0, 10n);",
        "[\n  0, 1, 2, 3, 4,\n  5, 6, 7, 8, 9\n]\n{ a: { b: { c: [Object] } } } null undefined -0 10n\n",
    ),
    (
        "const assert = require('assert'); assert.deepStrictEqual({ a: [1] }, { a: [1] }); try { assert.strictEqual(1, 2); } catch (e) { console.log(e.name); } console.log(require('util').inspect('x'), structuredClone([new Set([1])]));",
        "AssertionError\n'x' [ Set(1) { 1 } ]\n",
    ),
    (
        "console.log(Buffer.from('hé').toString('hex'), Buffer.from('aGk=', 'base64').toString(), Buffer.from('hi').toString('base64'), new TextDecoder().decode(new TextEncoder().encode('é')));",
        "68c3a9 hi aGk= é\n",
    ),
    (
        "setTimeout(() => console.log('late'), 5); setImmediate(() => console.log('soon')); process.nextTick(() => console.log('next')); console.log('now');",
        "now\nnext\nsoon\nlate\n",
    ),
];

const TYPESCRIPT: &[(&str, &str)] = &[
    (
        "import * as fs from 'fs';\nconst text: string = fs.readFileSync(0, 'utf8');\nconsole.log(42, 23, text.slice(-3));",
        WHOLE,
    ),
    (
        "import { readFileSync } from 'node:fs';\nconst bytes: Uint8Array = readFileSync(0);\nconsole.log(42, bytes.length, 'end' as const);",
        WHOLE,
    ),
    (
        "import readline from 'readline';\nconst all: string[] = [];\nconst face: readline.Interface = readline.createInterface({ input: process.stdin });\nface.on('line', (line: string) => all.push(line)).on('close', (): void => console.log(all.join('|')));",
        LINES,
    ),
    (
        "import { createInterface } from 'node:readline';\nconst all: string[] = [];\nfor await (const line of createInterface({ input: process.stdin })) all.push(line);\nconsole.log(all.join('|'));",
        LINES,
    ),
    (
        "import fs = require('fs');\ndeclare const process: { stdout: { write(text: string): boolean } };\nprocess.stdout.write(`${fs.readFileSync(0, 'utf8').split('\\n').join('|')}\\n`);",
        LINES,
    ),
    (
        "declare function require(name: string): any;\nconst lines: string[] = require('fs').readFileSync('/dev/stdin').toString().split('\\n');\nconsole.log(lines.join('|'));",
        LINES,
    ),
    (
        "declare function readline(): string | null;\nconst all: string[] = [];\nfor (let line = readline(); line !== null; line = readline()) all.push(line);\nconsole.log(all.join('|'));",
        LINES,
    ),
];

const PYTHON: &[(&str, &str)] = &[
    (
        "import sys\ndata = sys.stdin.buffer.read()\nprint(42, len(data), data[-3:].decode())",
        WHOLE,
    ),
    (
        "import sys\na, b = map(int, sys.stdin.buffer.readline().split())\nrest = sys.stdin.buffer.readlines()\nprint(a + b, 6 + sum(map(len, rest)), rest[-1].decode())",
        WHOLE,
    ),
    (
        "data = open(0).read()\nprint(42, len(data.encode()), data[-3:])",
        WHOLE,
    ),
    (
        "data = open(0, 'rb').read()\nprint(42, len(data), data[-3:].decode())",
        WHOLE,
    ),
    (
        "with open('/dev/stdin', encoding='utf-8') as file:\n    data = file.read()\nprint(42, len(data.encode()), data[-3:])",
        WHOLE,
    ),
    (
        "import os\ndata = b''\nwhile part := os.read(0, 5):\n    data += part\nprint(42, len(data), data[-3:].decode())",
        WHOLE,
    ),
    (
        "import io, os, sys\nread = io.BytesIO(os.read(sys.stdin.fileno(), os.fstat(0).st_size)).readline\na, b = map(int, read().split())\nprint(a + b, 23, [read(), read()][1].decode())",
        WHOLE,
    ),
    ("print('|'.join([input(), input(), input()]))", LINES),
    (
        "import sys\nprint('|'.join(line.rstrip('\\n') for line in sys.stdin))",
        LINES,
    ),
    (
        "import sys\ninput = sys.stdin.readline\nprint(input().strip(), input().strip(), input().strip(), sep='|')",
        LINES,
    ),
    (
        "lines = []\ntry:\n    while True:\n        lines.append(input())\nexcept EOFError:\n    print('|'.join(lines))",
        LINES,
    ),
    (
        "import sys\nfirst, *rest = sys.stdin.read().splitlines()\nsys.stdout.write('|'.join([first, *rest]) + '\\n')",
        LINES,
    ),
    (
        "import sys\nsys.stdout.buffer.write(b'|'.join(sys.stdin.buffer.read().split(b'\\n')) + b'\\n')",
        LINES,
    ),
    (
        "import os, sys\nos.write(1, ('|'.join(sys.stdin.read().split('\\n')) + '\\n').encode())",
        LINES,
    ),
    (
        "import fileinput\nprint('|'.join(line.rstrip('\\n') for line in fileinput.input()))",
        LINES,
    ),
    (
        "import sys, threading\n\ndef main():\n    def deep(n):\n        return 0 if n == 0 else 1 + deep(n - 1)\n    assert deep(20000) == 20000\n    print('|'.join(sys.stdin.read().split('\\n')))\n\nsys.setrecursionlimit(1 << 20)\nthreading.stack_size(1 << 27)\nthread = threading.Thread(target=main)\nthread.start()\nthread.join()",
        LINES,
    ),
    (MODULES, "all\n"),
];

/// The standard library that contests need.
const MODULES: &str = "
import importlib
for name in '''bisect heapq functools itertools collections collections.abc operator math cmath statistics string re textwrap
        struct array queue graphlib datetime hashlib base64 binascii difflib secrets uuid contextlib abc types inspect
        traceback pprint time json random dataclasses typing decimal fractions copy io sys os enum numbers fileinput
        zlib calendar asyncio threading concurrent.futures ast dis timeit cProfile doctest unittest logging pathlib
        pickle csv html.parser urllib.parse xml.etree.ElementTree unicodedata codecs reprlib weakref gc'''.split():
    importlib.import_module(name)
print('all')
";

fn reading(expected: &str) -> TestSet {
    let test = Test {
        name: "one".into(),
        input: Input::Text(INPUT.into()),
        expected: Output::Text(expected.into()),
        sample: true,
    };
    TestSet::new(Form::Stdin, Checker::Exact, support::limits(), vec![test]).unwrap()
}

fn all_read(language: &str, programs: &[(&str, &str)]) {
    let language: Language = language.parse().unwrap();
    let judge = Arc::new(Judge::load(&support::cache(), 1).unwrap());
    let mut wrong = Vec::new();
    for (program, expected) in programs {
        let tests = reading(expected);
        let judged = support::judge(&judge, language, program, &tests, Scope::All).unwrap();
        if judged.verdict != Verdict::Accepted {
            wrong.push(format!("{program}\n{judged:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn javascript_reads_and_prints_as_in_node() {
    all_read("javascript", JAVASCRIPT);
}

#[test]
fn typescript_reads_and_prints_as_in_node() {
    all_read("typescript", TYPESCRIPT);
}

#[test]
fn python_reads_and_prints_by_every_idiom() {
    all_read("python", PYTHON);
}

#[test]
fn errors_of_typescript_are_where_the_player_wrote_them() {
    let judge = Arc::new(Judge::load(&support::cache(), 1).unwrap());
    let language: Language = "typescript".parse().unwrap();
    let program = "interface A {\n  b?: { c: number };\n}\n\nfunction f(a: A): number {\n  return a.b!.c;\n}\n\nconsole.error(new Error('x').stack);\nf({});\n";
    let judged = support::judge(&judge, language, program, &reading(""), Scope::All).unwrap();
    assert_eq!(judged.verdict, Verdict::RuntimeError);
    let detail = judged.first_failing.unwrap().detail.unwrap();
    let message = detail.message.unwrap();
    assert!(
        message.contains("(solution.ts:6:") && message.contains("(solution.ts:10:"),
        "{message}"
    );
    assert!(
        detail.stderr.contains("(solution.ts:9:"),
        "{}",
        detail.stderr
    );
    assert!(!format!("{message}{}", detail.stderr).contains("solution.js"));
}
