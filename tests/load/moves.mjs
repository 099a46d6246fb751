// Moves per second through nginx beside the same pipelined transaction in pgbench, the time to the last of six streams, and what
// a move writes. Printed, never asserted. Started by bench.sh, once as the disk is and once with slower flushes.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { baseUrl, root } from '../lib/config.mjs';
import { agent } from '../lib/http.mjs';
import { sql } from '../lib/stack.mjs';
import { move } from '../lib/users.mjs';
import { blow, prepareBattles } from './battles.mjs';
import { CLIENTS, median, number, pgbench, ROUNDS, run, SECONDS, table, wrk } from './measure.mjs';

const WRITES = 200;
const VIEWERS = 6;

// From the POST to the last of six streams, at so many moves a second over all watched tables.
function toTheLast(load, rate) {
  const { stdout } = run(path.join(root, 'build/release/bin/bench-last'), [baseUrl.port, VIEWERS, rate, 2 * SECONDS].map(String), { input: load.watched });
  const [, made, p50, p99, worst, late] = /RESULT (\S+) (\S+) (\S+) (\S+) (\S+)/.exec(stdout).map(Number);
  return { made, p50, p99, worst, late };
}

// Bytes of write-ahead log a move, beyond its row in the log of moves.
async function written(load) {
  const { encounter, goblins } = load.battles[0];
  const blows = async (n) => {
    for (let i = 0; i < n; i++) await move(load.dm, encounter, blow(goblins[i % goblins.length]));
  };
  await blows(WRITES); // pages that are new since the last checkpoint are written whole once
  const [before] = sql('select pg_current_wal_lsn()');
  await blows(WRITES);
  const [bytes] = sql(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '${before}')`);
  const [row] = sql(`select avg(pg_column_size(m.*)) from (select * from moves where encounter_id = '${encounter}' order by version desc limit ${WRITES}) m`);
  return { wal: Number(bytes) / WRITES, row: Number(row) };
}

const directory = mkdtempSync(path.join(os.tmpdir(), 'tabard-bench-'));
chmodSync(directory, 0o755); // pgbench runs as the cluster's owner
try {
  const load = await prepareBattles(directory);
  const { wal, row } = await written(load);
  const measured = new Map();
  const note = (key, result) => measured.set(key, [...(measured.get(key) ?? []), result]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const clients of CLIENTS) {
      note(`${clients} http`, wrk(load, 'move', clients));
      note(`${clients} after`, pgbench(load, 'after', clients));
      note(`${clients} inside`, pgbench(load, 'inside', clients));
    }
  }
  console.log(`\nmoves per second over ${load.battles.length} encounters of 10 combatants, medians of ${ROUNDS} interleaved rounds of ${SECONDS} s\n`);
  const rows = [['clients', 'HTTP', 'p50 ms', 'p99 ms', 'pgbench', 'NOTIFY inside', 'HTTP/pgbench', 'errors']];
  for (const clients of CLIENTS) {
    const http = measured.get(`${clients} http`);
    const of = (list, key) => median(list.map((result) => result[key]));
    const [after, inside] = ['after', 'inside'].map((kind) => of(measured.get(`${clients} ${kind}`), 'rate'));
    const errors = http.reduce((sum, result) => sum + result.errors, 0);
    rows.push([String(clients), number(of(http, 'rate')), of(http, 'p50').toFixed(2), of(http, 'p99').toFixed(2), number(after), number(inside), (of(http, 'rate') / after).toFixed(2), String(errors)]);
  }
  table(rows);
  console.log(`\nfrom the POST to the last of ${VIEWERS} streams, ${load.watched.split('\n').length - 1} tables, ms\n`);
  const latencies = [['moves a second', 'made', 'p50', 'p99', 'worst', 'skipped']];
  for (const rate of [5, 500]) {
    const { made, p50, p99, worst, late } = toTheLast(load, rate);
    latencies.push([String(rate), number(made), p50.toFixed(2), p99.toFixed(2), worst.toFixed(2), String(late)]);
  }
  table(latencies);
  console.log(`\nwrite-ahead log of a move: ${number(wal)} bytes, ${number(wal - row)} beyond its row in the log of moves`);
  agent.destroy();
} finally {
  rmSync(directory, { recursive: true });
}
