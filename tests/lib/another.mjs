// Clocks and broadcasters beside those that the stack supervises, as on other machines.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { mergePatch } from './canon.mjs';
import { root, varDir } from './config.mjs';
import { SseParser } from './sse.mjs';

// Gives { pid, server, at, kill(signal) }: its place as nginx writes it and as node:http does; kill waits for its end and gives
// how it ended.
export function another(program, { input = 'ignore' } = {}) {
  const child = spawn(path.join(root, 'cgi/ctl/stack.sh'), ['another', program], {
    stdio: [input, 'ignore', 'inherit'], env: { ...process.env, TABARD_VAR: varDir },
  });
  child.unref();
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
  const socket = path.join(varDir, `run/${program}-${child.pid}.sock`);
  return {
    pid: child.pid,
    server: `unix:${socket}`,
    at: { socketPath: socket },
    kill(signal = 'SIGTERM') {
      child.ref();
      child.kill(signal);
      return ended;
    },
  };
}

// A broadcaster that is handed a TCP socket, as systemd does where `ListenStream=` is an address.
export async function anotherByTcp() {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { address: host, port } = listener.address();
  const broadcaster = another('events', { input: listener._handle.fd });
  listener.close();
  return { ...broadcaster, server: `${host}:${port}`, at: { host, port } };
}

// A stream straight from a broadcaster, as its own nginx would open it, `seq` being the end of the log as the API saw it and
// `last` the event to go on from: gives { request, events, table, ended }.
export function streamAt(broadcaster, campaign, user, role, { seq = 0, last = '' } = {}) {
  const seen = { events: [], table: undefined, ended: false };
  const parser = new SseParser((event) => {
    const json = JSON.parse(event.data);
    seen.events.push(event);
    seen.table = event.type === 'sync' ? json.table : mergePatch(seen.table, json.patch);
  });
  return new Promise((resolve, reject) => {
    seen.request = http.get({
      ...broadcaster.at, path: `/internal/events?campaign=${campaign}&user=${user}&role=${role}&seq=${seq}&conn=test&last_event_id=${last}`, agent: false,
    }, (response) => {
      response.socket.unref();
      response.on('data', (bytes) => parser.feed(bytes));
      response.on('error', () => {});
      response.on('close', () => { seen.ended = true; });
      resolve(seen);
    });
    seen.request.on('error', reject);
  });
}
