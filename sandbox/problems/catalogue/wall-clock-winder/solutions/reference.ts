import { readFileSync } from 'fs';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HALF = 12 * 60;
const WEEK = 14 * HALF;

function minutes(length: string): number {
  const [hour, minute] = length.split(':').map(Number);
  return hour * 60 + minute;
}

function shown(moment: number): string {
  const half = Math.floor(moment / HALF);
  const minute = moment % HALF;
  const hour = Math.floor(minute / 60) || 12;
  const digits = String(minute % 60).padStart(2, '0');
  return `${DAYS[half >> 1]} ${hour}:${digits} ${half % 2 ? 'pm' : 'am'}`;
}

const input = readFileSync(0, 'utf8');
const [, start, ...turns] = input.trim().split('\n');
const [day, time, half] = start.split(' ');
let moment = (2 * DAYS.indexOf(day) + (half === 'pm' ? 1 : 0)) * HALF + (minutes(time) % HALF);
const lines: string[] = [];
for (const turn of turns) {
  const [way, length] = turn.split(' ');
  const step = minutes(length) % WEEK;
  moment = (moment + (way === 'later' ? step : WEEK - step)) % WEEK;
  lines.push(shown(moment));
}
console.log(lines.join('\n'));
