const lines = require('fs').readFileSync(0, 'utf8').split('\n');
const [r, c] = lines[0].split(' ').map(Number);
const plan = lines.slice(1, r + 1).join('');

function distances(start, keys) {
  const far = new Array(r * c).fill(Infinity);
  far[start] = 0;
  const queue = [start];
  for (const place of queue) {
    const x = place % c;
    const nears = [place - c, place + c];
    if (x > 0) nears.push(place - 1);
    if (x < c - 1) nears.push(place + 1);
    for (const near of nears) {
      if (near < 0 || near >= r * c || far[near] < Infinity || plan[near] === '#') continue;
      if ('ABCDEF'.includes(plan[near]) && !keys.includes(plan[near].toLowerCase())) continue;
      far[near] = far[place] + 1;
      queue.push(near);
    }
  }
  return far;
}

function fewest(start, keys) {
  const far = distances(start, keys);
  let best = far[plan.indexOf('X')];
  for (const key of 'abcdef') {
    const place = plan.indexOf(key);
    if (place >= 0 && !keys.includes(key) && far[place] < Infinity) {
      best = Math.min(best, far[place] + fewest(place, keys + key));
    }
  }
  return best;
}

const steps = fewest(plan.indexOf('W'), '');
console.log(steps < Infinity ? steps : -1);
