// Socket.IO as it comes, for the comparison: who connects joins the room that they name; orders are pairs of table and number on
// standard input.  socketio.mjs PORT BYTES
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Server } from 'socket.io';

const [port, bytes] = process.argv.slice(2).map(Number);
const http = createServer();
// The viewers of the benchmark answer no pings.
const io = new Server(http, { transports: ['websocket'], pingInterval: 3_600_000, serveClient: false });
io.on('connection', (socket) => socket.join(socket.handshake.query.id));
createInterface({ input: process.stdin }).on('line', (line) => {
  for (const pair of line.trim().split(' ')) {
    const [table, number] = pair.split(':');
    io.to(table).emit('a.b', { x: `@${Number(number).toString(16).padStart(8, '0')}@${'0'.repeat(bytes - 18)}` });
  }
}).on('close', () => process.exit(0));
http.listen(port, '127.0.0.1', 4096);
