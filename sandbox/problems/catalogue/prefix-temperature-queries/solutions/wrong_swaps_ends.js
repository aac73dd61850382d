const [n, q] = readline().split(' ').map(Number);
const temperatures = readline().split(' ').map(Number);
const until = [0];
for (const temperature of temperatures) until.push(until[until.length - 1] + temperature);
for (let i = 0; i < q; i++) {
  const [a, b] = readline().split(' ').map(Number);
  console.log(until[Math.max(a, b)] - until[Math.min(a, b) - 1]);
}
