import * as readline from 'readline';

const lines = readline.createInterface({ input: process.stdin });
declare const process: { stdin: unknown };
for await (const line of lines) {
  const n: number = parseInt(line, 10);
  console.log(n * 2);
}
