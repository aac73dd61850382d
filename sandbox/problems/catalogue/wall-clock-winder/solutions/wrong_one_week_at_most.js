const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const WEEK = 7 * 24 * 60;
const minutes = (length) => {
  const [hour, minute] = length.split(':').map(Number);
  return hour * 60 + minute;
};

const n = Number(readline());
const [day, time, half] = readline().split(' ');
let moment = DAYS.indexOf(day) * 1440 + (minutes(time) % 720) + (half === 'pm' ? 720 : 0);
for (let i = 0; i < n; i++) {
  const [way, length] = readline().split(' ');
  moment += way === 'later' ? minutes(length) : -minutes(length);
  if (moment >= WEEK) moment -= WEEK;
  if (moment < 0) moment += WEEK;
  const hour = Math.floor((moment % 1440) / 60);
  const digits = String(moment % 60).padStart(2, '0');
  console.log(`${DAYS[Math.floor(moment / 1440)]} ${hour % 12 || 12}:${digits} ${hour < 12 ? 'am' : 'pm'}`);
}
