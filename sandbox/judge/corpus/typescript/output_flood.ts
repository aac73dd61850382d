import * as process from 'process';

export function double(n: number): number {
  for (;;) process.stdout.write('x'.repeat(1000));
}
