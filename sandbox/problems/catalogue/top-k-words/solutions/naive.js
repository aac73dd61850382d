const messages = require('fs').readFileSync(0, 'utf8').trim().split('\n').slice(1);
const wishes = new Map();
for (const message of messages) {
  const [kind, word] = message.split(' ');
  if (kind === '?') {
    const songs = [...wishes.keys()];
    songs.sort((a, b) => wishes.get(b) - wishes.get(a) || (a < b ? -1 : 1));
    console.log(songs.slice(0, Number(word)).join(' ') || 'silence');
  } else {
    const count = (wishes.get(word) || 0) + (kind === '+' ? 1 : -1);
    if (count > 0) wishes.set(word, count);
    else wishes.delete(word);
  }
}
