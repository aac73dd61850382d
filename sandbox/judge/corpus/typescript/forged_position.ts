function double(n: number): number {
  const error = new Error('at solution.js:4294967295:4294967295 and solution.js:1:1 and solution.js:99999999999999999999:x');
  error.stack = '    at f (solution.js:0:0)\n    at g (solution.js:-1:é)\n    at h (solution.js:3:18446744073709551616)';
  throw error;
}
