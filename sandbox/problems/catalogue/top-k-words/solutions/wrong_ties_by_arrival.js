const messages = require('fs').readFileSync(0, 'utf8').trim().split('\n').slice(1);
const wishes = new Map();
for (const message of messages) {
  const [kind, word] = message.split(' ');
  if (kind === '?') {
    const songs = [...wishes.keys()].filter((song) => wishes.get(song) > 0);
    songs.sort((a, b) => wishes.get(b) - wishes.get(a));
    console.log(songs.slice(0, Number(word)).join(' ') || 'silence');
  } else {
    wishes.set(word, (wishes.get(word) || 0) + (kind === '+' ? 1 : -1));
  }
}
