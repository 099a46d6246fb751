// Requests per second through nginx with the token checked, beside the same SQL in pgbench; in rounds that take turns, because
// only ratios measured side by side mean anything. Printed, never asserted. Started by bench.sh.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseUrl, varDir } from '../lib/config.mjs';
import { agent } from '../lib/http.mjs';
import { pidOf, sql } from '../lib/stack.mjs';
import { prepare } from './prepare.mjs';

const SECONDS = Number(process.env.BENCH_SECONDS || 3);
const ROUNDS = Number(process.env.BENCH_ROUNDS || 3);
const CLIENTS = [1, 8, 32];
const KINDS = { row: 'row by id', search: 'compendium search', move: 'one move' };
// What nginx answers by itself: a search that it has kept, beside a small file.
const KEPT = { kept: 'kept search', file: 'static file' };
// Forty words as they are typed, a request for each letter.
const TYPED = 'fireball,goblin,longsword,barbarian,dragon,healing,owlbear,stealth,paralyzed,necrotic,tarrasque,magic missile,cloak,wizard,skeleton,invisibility,greataxe,potion,vampire,lightning,beholder,shield,cleric,zombie,teleport,rapier,staff,ranger,spider,counterspell,dagger,ring,paladin,wraith,polymorph,armor,rod,monk,troll,haste'.split(',');
const here = path.dirname(fileURLToPath(import.meta.url));

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options });
  if (done.status !== 0) throw new Error(`${command}: ${done.error ?? ''}${done.stderr.slice(-2000)}`);
  return done;
}

function wrk(load, kind, clients) {
  const { stdout } = run('wrk', ['-t1', `-c${clients}`, `-d${SECONDS}s`, '--timeout', '10s', '-s', path.join(here, 'request.lua'), baseUrl.origin, '--', load.requests[kind], load.token]);
  const [, rate, p50, p99, errors] = /RESULT (\S+) (\S+) (\S+) (\S+)/.exec(stdout).map(Number);
  return { rate, p50, p99, errors };
}

// As the API's own role, over the same socket, with statements prepared once a connection. Each client prepares those of every
// table when it first meets it, which for moves takes seconds: the time before that is not counted.
function pgbench(load, kind, clients) {
  const { uid, gid } = statSync(path.join(varDir, 'cluster'));
  const as = process.getuid() === 0 ? { uid, gid } : {};
  const warmUp = kind === 'move' ? 1 + Math.ceil(clients / 8) : 1;
  const { stderr } = run('pgbench', [
    '-n', '-M', 'prepared', '-c', clients, '-j', Math.min(clients, 2), '-T', warmUp + SECONDS, '-P', 1, '-h', path.join(varDir, 'run'), '-U', 'tabard_api',
    ...load.scripts[kind].flatMap((file) => ['-f', file]), ...load.variables.flatMap((v) => ['-D', v]), 'tabard',
  ].map(String), { ...as, cwd: '/' });
  const seconds = [...stderr.matchAll(/^progress: [\d.]+ s, ([\d.]+) tps/gm)].map(([, tps]) => Number(tps)).slice(warmUp, warmUp + SECONDS);
  return { rate: seconds.reduce((sum, tps) => sum + tps, 0) / seconds.length };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function status(pid, key) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(text)?.[1];
}

// VmHWM of a service's process and its children, in MB, the largest first.
function peaks(service) {
  const main = pidOf(service);
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return Number(pid) === main || Number(status(pid, 'PPid')) === main;
    } catch {
      return false; // it has just ended
    }
  });
  return pids.map((pid) => Number(status(pid, 'VmHWM')) / 1024).sort((a, b) => b - a);
}

// Milliseconds of a request each letter of each word.
async function typing(load, query) {
  const times = [];
  for (const word of TYPED) {
    for (let n = 1; n <= word.length; n++) {
      const began = process.hrtime.bigint();
      await load.dm.get(`/compendium/search?limit=10&q=${encodeURIComponent(word.slice(0, n))}${query}`);
      times.push(Number(process.hrtime.bigint() - began) / 1e6);
    }
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] };
}

function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  for (const row of rows) console.log(row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
}

function version(command, ...args) {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return /\d+\.\d+(\.\d+)?/.exec(`${stdout}${stderr}`)?.[0] ?? '?';
}

function machine() {
  const cpu = os.cpus();
  console.log(`${cpu[0].model.trim()}, ${cpu.length} cores, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB; Linux ${os.release()} ${os.machine?.() ?? os.arch()}`);
  console.log(`PostgreSQL ${sql('show server_version')[0]}, nginx ${version('nginx', '-v')}, gcc ${version('gcc', '--version')}, wrk ${version('wrk', '-v')}, Node ${process.versions.node}`);
  console.log(`synchronous_commit ${sql('show synchronous_commit')[0]}, fsync ${sql('show fsync')[0]}, shared_buffers ${sql('show shared_buffers')[0]}; the load generators share the machine`);
}

const number = (value) => Math.round(value).toLocaleString('en');
const directory = mkdtempSync(path.join(os.tmpdir(), 'tabard-bench-'));
chmodSync(directory, 0o755); // pgbench runs as the cluster's owner
try {
  machine();
  const load = await prepare(directory);
  await typing(load, '');
  const typed = { uncached: await typing(load, `&campaign_id=${load.campaign}`), kept: await typing(load, '') };
  agent.destroy();
  const measured = new Map();
  const note = (key, result) => measured.set(key, [...(measured.get(key) ?? []), result]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of Object.keys(KINDS)) {
      for (const clients of CLIENTS) {
        note(`${kind} ${clients} http`, wrk(load, kind, clients));
        note(`${kind} ${clients} sql`, pgbench(load, kind, clients));
      }
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of Object.keys(KEPT)) for (const clients of CLIENTS) note(`${kind} ${clients} http`, wrk(load, kind, clients));
  }
  console.log(`\nper second, medians of ${ROUNDS} interleaved rounds of ${SECONDS} s\n`);
  const rows = [['', 'clients', 'HTTP', 'p50 ms', 'p99 ms', 'pgbench', 'HTTP/pgbench', 'errors']];
  for (const [kind, name] of Object.entries(KINDS)) {
    for (const clients of CLIENTS) {
      const http = measured.get(`${kind} ${clients} http`);
      const of = (key, list = http) => median(list.map((result) => result[key]));
      const direct = of('rate', measured.get(`${kind} ${clients} sql`));
      const errors = http.reduce((sum, result) => sum + result.errors, 0);
      rows.push([name, String(clients), number(of('rate')), of('p50').toFixed(2), of('p99').toFixed(2), number(direct), (of('rate') / direct).toFixed(2), String(errors)]);
    }
  }
  table(rows);
  console.log('\nfrom nginx alone, per second\n');
  const kept = [['', ...CLIENTS.map((clients) => `${clients} clients`)]];
  const rate = (kind, clients) => median(measured.get(`${kind} ${clients} http`).map((result) => result.rate));
  for (const [kind, name] of Object.entries(KEPT)) kept.push([name, ...CLIENTS.map((clients) => number(rate(kind, clients)))]);
  kept.push(['kept/file', ...CLIENTS.map((clients) => (rate('kept', clients) / rate('file', clients)).toFixed(2))]);
  table(kept);
  console.log('\nwhile typing, a request for each letter of forty words, ms\n');
  table([['', 'p50', 'p99'], ...Object.entries(typed).map(([name, t]) => [name, t.p50.toFixed(1), t.p99.toFixed(1)])]);
  console.log('\npeak memory (VmHWM), MB\n');
  const memory = [['', 'processes', 'largest', 'all']];
  for (const service of ['api', 'events', 'clock', 'nginx', 'postgres']) {
    const all = peaks(service);
    memory.push([service, String(all.length), all[0].toFixed(1), all.reduce((sum, mb) => sum + mb, 0).toFixed(1)]);
  }
  table(memory);
  console.log('PostgreSQL\'s processes share most of theirs: their sum counts it many times.');
} finally {
  rmSync(directory, { recursive: true });
}
