// Hands on the running stack: its processes, and its database.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { baseUrl, build, root, varDir } from './config.mjs';
import { exchange } from './http.mjs';
import { eventually, sleep } from './wait.mjs';

// The process that the supervisor watches; throws while there is none.
export function pidOf(service) {
  const pid = Number(readFileSync(path.join(varDir, 'service', service, 'supervise/pid'), 'utf8'));
  if (!pid) throw new Error(`${service} is down`);
  return pid;
}

export async function healthy() {
  return (await exchange('GET', '/health')).status === 200;
}

// kill -9 or a gentler signal, and then the wait for the supervisor to have started another one.
export async function killNow(service, signal = 'SIGKILL') {
  const pid = pidOf(service);
  process.kill(pid, signal);
  return () => eventually(`${service} is back`, () => pidOf(service) !== pid && process.kill(pidOf(service), 0));
}

// nginx reads its settings anew. The workers of before close what waits for a next request, which would be lost on such a connection.
export async function reloadNginx() {
  const pid = pidOf('nginx');
  const old = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  process.kill(pid, 'SIGHUP');
  await eventually('nginx has its new settings', () => old.every((worker) => {
    try {
      return !readFileSync(`/proc/${worker}/cmdline`, 'utf8').startsWith('nginx: worker process\0');
    } catch {
      return true;
    }
  }));
  await sleep(50);
}

export function untilHealthy() {
  return eventually(`${baseUrl.href}health`, healthy);
}

// tabardctl as the owner of the database; throws with what it complained of.
export function ctl(...args) {
  return execFileSync(path.join(root, 'cgi/ctl/stack.sh'), ['ctl', ...args], {
    encoding: 'utf8', stdio: 'pipe', env: { PATH: process.env.PATH, TABARD_VAR: varDir, BUILD: build },
  });
}

// One statement as the superuser, whom only the cluster's own user may be: the stack knows how to become that one.
export function sql(statement, role = 'postgres') {
  const args = ['psql', role, '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', statement];
  return execFileSync(path.join(root, 'cgi/ctl/stack.sh'), args, {
    encoding: 'utf8', env: { PATH: process.env.PATH, TABARD_VAR: varDir }, maxBuffer: 1 << 28,
  }).split('\n').filter(Boolean);
}

// Files of pictures that are of no upload. Other tests make some at the same time, which are soon of one.
export function orphans() {
  const files = new Set(readdirSync(path.join(varDir, 'uploads')).map((name) => name.slice(0, 36)));
  for (const id of sql('select id from uploads')) files.delete(id);
  return [...files];
}

// What the clock does of its own accord every few minutes, with the clock's own rights.
export function clockDoes(duty) {
  sql(readFileSync(path.join(root, `cgi/clock/${duty}.sql`), 'utf8'), 'tabard_clock');
}

export function bury() {
  clockDoes('bury_campaigns');
}
