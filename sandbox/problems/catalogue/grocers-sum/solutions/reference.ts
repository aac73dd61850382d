import { readFileSync } from 'fs';

const RANK: Record<string, number> = { '(': 0, '+': 1, '-': 1, '*': 2 };

function valueOf(line: string): number {
  const values: number[] = [];
  const signs: string[] = [];

  function apply(): void {
    const right = values.pop()!;
    const left = values.pop()!;
    const sign = signs.pop();
    // Adding 0 turns the -0 that a product may give into a plain 0.
    values.push(sign === '+' ? left + right : sign === '-' ? left - right : left * right + 0);
  }

  for (const token of line.match(/\d+|[-+*()]/g) ?? []) {
    if (token === '(') {
      signs.push(token);
    } else if (token === ')') {
      while (signs[signs.length - 1] !== '(') apply();
      signs.pop();
    } else if (token in RANK) {
      while (signs.length > 0 && RANK[signs[signs.length - 1]] >= RANK[token]) apply();
      signs.push(token);
    } else {
      values.push(Number(token));
    }
  }
  while (signs.length > 0) apply();
  return values[0];
}

const lines = readFileSync(0, 'utf8').split('\n');
for (let i = 1; i <= Number(lines[0]); i++) console.log(String(valueOf(lines[i])));
