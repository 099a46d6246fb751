// Streams to 1,000 and 5,000 viewers, on one channel and at tables of six: deliveries a second, how late, and what a viewer takes of
// memory; beside nchan, Socket.IO and a plain loop of write(), in rounds that take turns. Then all of 5,000 at once come back.
// Printed, never asserted. Started by bench.sh.
//
// All have the same client (streams.c) and events of 400 bytes, which is what half of those of a fight are smaller than. Tabard's are
// written to its log and announced behind the commit as the API does it, but many tables to a transaction (streams.sql), so that
// neither the API nor the disk is measured; nchan's are posted to its publisher location; Socket.IO and write() are told on a pipe.
// Each run has processes that were just started.
import { spawn } from 'node:child_process';
import { chmodSync, closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import os from 'node:os';
import path from 'node:path';
import { call } from '../lib/client.mjs';
import { baseUrl, root, varDir } from '../lib/config.mjs';
import { agent } from '../lib/http.mjs';
import { killNow, pidOf, sql, untilHealthy } from '../lib/stack.mjs';
import { newUser } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';
import { median, number, ROUNDS, run, SECONDS, share, spent, table } from './measure.mjs';

const SIZES = (process.env.BENCH_VIEWERS || '1000 5000').split(' ').map(Number);
const SHAPES = { 'one channel': 1, 'tables of six': 6 };
const BYTES = 400;
const EVENTS_PER_SECOND = { 'one channel': 2, 'tables of six': 100 }; // while latency is measured
const CANDIDATES = ['raw', 'tabard', 'nchan', 'socketio'];
const PORTS = { raw: Number(baseUrl.port) + 1, nchan: Number(baseUrl.port) + 2, socketio: Number(baseUrl.port) + 3 };
const TABLES = Math.ceil(Math.max(...SIZES) / 6);

const bin = (name) => path.join(root, 'build/release/bin', name);
const directory = mkdtempSync(path.join(os.tmpdir(), 'tabard-bench-'));
chmodSync(directory, 0o755); // nginx's workers are somebody else
let runs = Math.floor(Math.random() * 60_000);

// A process whose standard input is a FIFO that stays open, for orders.
function publisher(command, args, options = {}) {
  const fifo = path.join(directory, `orders-${++runs}`);
  run('mkfifo', [fifo]);
  const end = openSync(fifo, constants.O_RDWR);
  const child = spawn(command, args, { stdio: [end, 'ignore', 'inherit'], ...options });
  closeSync(end);
  return { fifo, child };
}

async function listening(port) {
  await eventually(`port ${port}`, () => run('sh', ['-c', `cat /proc/net/tcp | grep -q ':${port.toString(16).toUpperCase().padStart(4, '0')} .* 0A '`]));
}

function ended(child) {
  return new Promise((resolve) => { child.on('exit', resolve); });
}

async function end(child) {
  child.kill('SIGTERM');
  await ended(child);
}

// nchan in an nginx of its own, with the settings of Tabard's.
function nchanConfig() {
  const main = readFileSync(path.join(varDir, 'etc/nginx.conf'), 'utf8');
  const file = path.join(directory, 'nchan.conf');
  const site = `
	access_log off;
	nchan_shared_memory_size 512M;
	server {
		listen 127.0.0.1:${PORTS.nchan};
		keepalive_requests 1000000000;
		location = /sub {
			nchan_subscriber eventsource;
			nchan_channel_id $arg_id;
			nchan_subscriber_first_message newest;
		}
		location = /pub {
			nchan_publisher;
			nchan_channel_id $arg_id;
			nchan_message_buffer_length 32;
		}
	}`;
  const config = main.replace(/^pid .*$/m, `pid ${directory}/nchan.pid;`).replace(/^\s*include .*tabard\.conf;$/m, site).replaceAll(path.join(varDir, 'nginx'), directory);
  writeFileSync(file, `load_module /usr/lib/nginx/modules/ngx_nchan_module.so;\n${config}`);
  return file;
}

// Each gives { port, fifo, holders, helpers, stop }: by name the processes whose memory and time count, and whose time only.
const servers = {
  async raw() {
    const { fifo, child } = publisher(bin('bench-raw'), [String(PORTS.raw)]);
    await listening(PORTS.raw);
    return { port: PORTS.raw, fifo, holders: { itself: child.pid }, stop: () => end(child) };
  },
  async tabard() {
    for (const service of ['events', 'nginx']) await (await killNow(service, 'SIGTERM'))();
    await untilHealthy();
    const { fifo, child } = publisher(path.join(root, 'cgi/ctl/stack.sh'), ['psql', 'postgres', '-q', '-A', '-t']);
    return { port: Number(baseUrl.port), fifo, holders: { broadcaster: pidOf('events'), nginx: pidOf('nginx') }, helpers: { postgres: pidOf('postgres') }, stop: () => end(child) };
  },
  async nchan() {
    const child = spawn('nginx', ['-e', 'stderr', '-p', directory, '-c', nchanConfig()], { stdio: ['ignore', 'ignore', 'inherit'] });
    await listening(PORTS.nchan);
    return { port: PORTS.nchan, fifo: '-', holders: { nginx: child.pid }, stop: () => end(child) };
  },
  async socketio() {
    writeFileSync(path.join(varDir, 'nginx/local/socketio.conf'), `location /socket.io/ {
	proxy_pass http://127.0.0.1:${PORTS.socketio};
	proxy_http_version 1.1;
	proxy_set_header Upgrade $http_upgrade;
	proxy_set_header Connection upgrade;
	proxy_buffering off;
	proxy_read_timeout 1h;
}\n`);
    await (await killNow('nginx', 'SIGTERM'))();
    await untilHealthy();
    const { fifo, child } = publisher(process.execPath, [path.join(root, 'tests/load/socketio.mjs'), String(PORTS.socketio), String(BYTES)]);
    await listening(PORTS.socketio);
    return { port: Number(baseUrl.port), fifo, holders: { server: child.pid, nginx: pidOf('nginx') }, stop: () => end(child) };
  },
};

// Campaigns straight into the database: a DM and a player, who has five screens.
async function prepare() {
  const [dm, player] = [newUser('bench'), newUser('viewer')];
  const [owner, guest] = [(await dm.get('/me')).id, (await player.get('/me')).id];
  sql(readFileSync(path.join(root, 'tests/load/streams.sql'), 'utf8'));
  const campaigns = sql(`
    with made as (insert into campaigns (id, name, owner_id) select gen_random_uuid(), 'Bench', '${owner}' from generate_series(1, ${TABLES}) returning id),
      joined as (insert into campaign_members (campaign_id, user_id, role) select id, '${owner}'::uuid, 'dm'::campaign_role from made union all select id, '${guest}', 'player' from made),
      numbered as (insert into bench_tables (number, campaign) select row_number() over () - 1, id from made returning number, campaign)
    select campaign from numbered order by number`);
  return { dm, player, campaigns };
}

function lines(load, kind, count) {
  const target = {
    raw: () => '-', tabard: (i) => `/api/v1/campaigns/${load.campaigns[i]}/events`, nchan: (i) => `/sub?id=${i}`,
    socketio: (i) => `/socket.io/?EIO=4&transport=websocket&id=${i}`,
  }[kind];
  const tokens = kind === 'tabard' ? `${load.dm.token}\t${load.player.token}` : '\t';
  return Array.from({ length: count }, (_, i) => `${target(i)}\t${tokens}\n`).join('');
}

// The client, told what to do line by line.
function client(load, kind, server, shape, size) {
  const six = SHAPES[shape];
  const tables = six === 1 ? 1 : Math.floor(size / six);
  const salt = (++runs).toString(16).padStart(4, '0');
  const child = spawn(bin('bench-streams'), [kind, String(server.port), server.fifo, salt, String(six === 1 ? size : six)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write(`${lines(load, kind, tables)}\n`);
  return {
    pid: child.pid,
    viewers: tables * (six === 1 ? size : six),
    async say(command) {
      child.stdin.write(`${command}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${kind}: the client has gone at ${command}`);
      return value.split(' ').map(Number);
    },
    end: () => { child.stdin.end(); return ended(child); },
  };
}

const held = (server) => Object.fromEntries(Object.entries(server.holders).map(([name, pid]) => [name, share(pid)]));

// One candidate, once.
async function measure(load, kind, shape, size) {
  const server = await servers[kind]();
  const viewers = client(load, kind, server, shape, size);
  try {
    const before = held(server);
    const [came, refused, served] = await viewers.say('connect');
    if (served !== viewers.viewers) throw new Error(`${kind}, ${shape}: ${served} of ${viewers.viewers} were served within ${came} s, ${refused} attempts were turned away`);
    const memory = Object.fromEntries(Object.entries(held(server)).map(([name, mb]) => [name, ((mb - before[name]) * 1024) / viewers.viewers]));
    const counted = { ...server.holders, ...server.helpers, client: viewers.pid };
    const idle = Object.entries(counted).map(([name, pid]) => [name, pid, spent(pid)]);
    const [rate] = await viewers.say(`rate ${SECONDS}`);
    const cpu = Object.fromEntries(idle.map(([name, pid, then]) => [name, ((spent(pid) - then) * 1e6) / (rate * SECONDS)]));
    const [, p50, p99] = await viewers.say(`latency ${EVENTS_PER_SECOND[shape]} ${SECONDS}`);
    return { rate, p50, p99, memory, cpu };
  } finally {
    await viewers.end();
    await server.stop();
  }
}

// Everybody is cut, misses an event and comes back at once, while the API is asked all along.
async function storm(load, size) {
  const server = await servers.tabard();
  const viewers = client(load, 'tabard', server, 'tables of six', size);
  try {
    await viewers.say('connect');
    const asked = { answers: 0, failures: 0, times: [] };
    let over = false;
    const asking = (async () => {
      while (!over) {
        const began = process.hrtime.bigint();
        const { status } = await call('GET', `/campaigns/${load.campaigns[0]}`, { token: load.dm.token, raw: true }).catch(() => ({ status: 0 }));
        asked.times.push(Number(process.hrtime.bigint() - began) / 1e6);
        if (status === 200) asked.answers++;
        else asked.failures++;
      }
    })();
    const [seconds, refused, served] = await viewers.say('storm');
    over = true;
    await asking;
    return { seconds, refused, served, viewers: viewers.viewers, ...asked, worst: Math.max(...asked.times) };
  } finally {
    await viewers.end();
    await server.stop();
  }
}

try {
  const load = await prepare();
  const measured = new Map();
  const storms = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const shape of Object.keys(SHAPES)) {
      for (const size of SIZES) {
        for (const kind of CANDIDATES) {
          const key = `${shape} ${size} ${kind}`;
          measured.set(key, [...(measured.get(key) ?? []), await measure(load, kind, shape, size)]);
        }
      }
    }
    storms.push(await storm(load, Math.max(...SIZES)));
  }
  const of = (shape, size, kind, pick) => median(measured.get(`${shape} ${size} ${kind}`).map(pick));
  const places = Object.keys(SHAPES).flatMap((shape) => SIZES.map((size) => [shape, size]));

  console.log(`\ndeliveries per second of events of ${BYTES} bytes, medians of ${ROUNDS} interleaved rounds of ${SECONDS} s\n`);
  table([['', 'viewers', 'Tabard', 'nchan', 'Socket.IO', 'write()', '/nchan', '/Socket.IO', '/write()'], ...places.map(([shape, size]) => {
    const [tabard, ...others] = ['tabard', 'nchan', 'socketio', 'raw'].map((kind) => of(shape, size, kind, ({ rate }) => rate));
    return [shape, number(size), ...[tabard, ...others].map(number), ...others.map((other) => (tabard / other).toFixed(2))];
  })]);
  console.log(`\nfrom the order to each delivery, at ${Object.entries(EVENTS_PER_SECOND).map(([shape, events]) => `${events} events a second (${shape})`).join(', ')}, p50 / p99 ms\n`);
  table([['', 'viewers', 'Tabard', 'nchan', 'Socket.IO', 'write()'], ...places.map(([shape, size]) => [shape, number(size),
    ...['tabard', 'nchan', 'socketio', 'raw'].map((kind) => `${of(shape, size, kind, ({ p50 }) => p50).toFixed(1)} / ${of(shape, size, kind, ({ p99 }) => p99).toFixed(1)}`)])]);
  console.log('\nprocessor time a delivery, microseconds, of the server and of the client\n');
  const parts = { tabard: ['broadcaster', 'nginx', 'postgres'], nchan: ['nginx'], socketio: ['server', 'nginx'], raw: ['itself'] };
  table([['', 'viewers', ...Object.entries(parts).flatMap(([kind, names]) => [...names.map((name) => `${kind} ${name}`), 'client'])],
    ...places.map(([shape, size]) => [shape, number(size),
      ...Object.entries(parts).flatMap(([kind, names]) => [...names, 'client'].map((name) => of(shape, size, kind, ({ cpu }) => cpu[name]).toFixed(2)))])]);
  console.log('\nmemory a viewer, kB of Pss more than without them\n');
  const columns = [['tabard', 'broadcaster'], ['tabard', 'nginx'], ['nchan', 'nginx'], ['socketio', 'server'], ['socketio', 'nginx']];
  table([['', 'viewers', 'broadcaster', 'its nginx', 'nchan', 'Socket.IO', 'its nginx'], ...places.map(([shape, size]) => [shape, number(size),
    ...columns.map(([kind, holder]) => of(shape, size, kind, ({ memory }) => memory[holder]).toFixed(2))])]);
  console.log('\nall cut at once, an event missed, and all back at once\n');
  table([['viewers', 'served', 'seconds', 'turned away', 'API answers', 'failures', 'median ms', 'worst ms'],
    ...storms.map((s) => [s.viewers, s.served, s.seconds.toFixed(2), s.refused, s.answers, s.failures, median(s.times).toFixed(1), s.worst.toFixed(0)].map(String))]);
} finally {
  agent.destroy();
  rmSync(directory, { recursive: true });
}
