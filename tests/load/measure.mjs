// How the load is thrown and its figures are printed. Only ratios measured side by side mean anything, so rounds take turns.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { baseUrl, varDir } from '../lib/config.mjs';
import { pidOf, sql } from '../lib/stack.mjs';

export const SECONDS = Number(process.env.BENCH_SECONDS || 3);
export const ROUNDS = Number(process.env.BENCH_ROUNDS || 3);
export const CLIENTS = [1, 8, 32];
const here = path.dirname(fileURLToPath(import.meta.url));

export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options });
  if (done.status !== 0) throw new Error(`${command}: ${done.error ?? ''}${done.stderr.slice(-2000)}`);
  return done;
}

export function wrk(load, kind, clients) {
  const { stdout } = run('wrk', ['-t1', `-c${clients}`, `-d${SECONDS}s`, '--timeout', '10s', '-s', path.join(here, 'request.lua'), baseUrl.origin, '--', load.requests[kind], load.token]);
  const [, rate, p50, p99, errors] = /RESULT (\S+) (\S+) (\S+) (\S+)/.exec(stdout).map(Number);
  return { rate, p50, p99, errors };
}

// As the API's own role, over the same socket, with statements prepared once a connection. Each client prepares those of every
// table when it first meets it, which for moves takes seconds: the time before that is not counted.
export function pgbench(load, kind, clients) {
  const { uid, gid } = statSync(path.join(varDir, 'cluster'));
  const as = process.getuid() === 0 ? { uid, gid } : {};
  const warmUp = load.warmUp?.(clients) ?? 1;
  const { stderr } = run('pgbench', [
    '-n', '-M', 'prepared', '-c', clients, '-j', Math.min(clients, 2), '-T', warmUp + SECONDS, '-P', 1, '-h', path.join(varDir, 'run'), '-U', 'tabard_api',
    ...load.scripts[kind].flatMap((file) => ['-f', file]), ...load.variables.flatMap((v) => ['-D', v]), 'tabard',
  ].map(String), { ...as, cwd: '/' });
  const seconds = [...stderr.matchAll(/^progress: [\d.]+ s, ([\d.]+) tps/gm)].map(([, tps]) => Number(tps)).slice(warmUp, warmUp + SECONDS);
  return { rate: seconds.reduce((sum, tps) => sum + tps, 0) / seconds.length };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function status(pid, key) {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(text)?.[1];
}

// A service's process, or another, and its children.
function family(service) {
  const main = Number(service) || pidOf(service);
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return Number(pid) === main || Number(status(pid, 'PPid')) === main;
    } catch {
      return false; // it has just ended
    }
  });
}

// Of these, in MB, the largest first: the peak of what was resident, and what they take of the machine now, shared pages being
// divided among those who share them.
export function peaks(service) {
  return family(service).map((pid) => ({
    peak: Number(status(pid, 'VmHWM')) / 1024,
    share: Number(/^Pss:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024,
  })).sort((a, b) => b.peak - a.peak);
}

// The seconds of processor that they have spent, in user and in system mode.
export function spent(service) {
  const ticks = family(service).flatMap((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 13).map(Number));
  return ticks.reduce((a, b) => a + b, 0) / 100;
}

export const share = (service) => peaks(service).reduce((sum, process) => sum + process.share, 0);

export function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  for (const row of rows) console.log(row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
}

function version(command, ...args) {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return /\d+\.\d+(\.\d+)?/.exec(`${stdout}${stderr}`)?.[0] ?? '?';
}

export function machine() {
  const cpu = os.cpus();
  console.log(`${cpu[0].model.trim()}, ${cpu.length} cores, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB; Linux ${os.release()} ${os.machine?.() ?? os.arch()}`);
  console.log(`PostgreSQL ${sql('show server_version')[0]}, nginx ${version('nginx', '-v')}, gcc ${version('gcc', '--version')}, wrk ${version('wrk', '-v')}, Node ${process.versions.node}`);
  console.log(`synchronous_commit ${sql('show synchronous_commit')[0]}, fsync ${sql('show fsync')[0]}, shared_buffers ${sql('show shared_buffers')[0]}; the load generators share the machine`);
}

export const number = (value) => Math.round(value).toLocaleString('en');
