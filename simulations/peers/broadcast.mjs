// What the arena's gateway is measured against: node's `ws`, sending whatever one client says to everybody.
// With a file as its argument it makes each message durable before it is sent on, as the arena does.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { WebSocketServer } from 'ws';

const [path] = process.argv.slice(2);
const file = path === undefined ? undefined : openSync(path, 'a');
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    if (file !== undefined) {
      writeSync(file, data);
      fdatasyncSync(file);
    }
    for (const client of server.clients) {
      client.send(data, { binary: false });
    }
  });
});
server.on('listening', () => console.log(server.address().port));
// The benchmark ends it by closing its input.
process.stdin.on('end', () => {
  if (file !== undefined) closeSync(file);
  process.exit(0);
});
process.stdin.resume();
