// Requests per second through nginx with the token checked, beside the same SQL in pgbench; in rounds that take turns, because
// only ratios measured side by side mean anything. Printed, never asserted. Started by bench.sh.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { agent } from '../lib/http.mjs';
import { CLIENTS, machine, median, number, peaks, pgbench, ROUNDS, SECONDS, share, table, wrk } from './measure.mjs';
import { prepare } from './prepare.mjs';

const KINDS = { row: 'row by id', search: 'compendium search' };
// What nginx answers by itself: a search that it has kept, beside a small file.
const KEPT = { kept: 'kept search', file: 'static file' };
// Forty words as they are typed, a request for each letter.
const TYPED = 'fireball,goblin,longsword,barbarian,dragon,healing,owlbear,stealth,paralyzed,necrotic,tarrasque,magic missile,cloak,wizard,skeleton,invisibility,greataxe,potion,vampire,lightning,beholder,shield,cleric,zombie,teleport,rapier,staff,ranger,spider,counterspell,dagger,ring,paladin,wraith,polymorph,armor,rod,monk,troll,haste'.split(',');

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
  console.log('\nmemory, MB: the largest at its peak (VmHWM), all of them with their share of what they share (Pss)\n');
  const memory = [['', 'processes', 'peak', 'share']];
  for (const service of ['api', 'events', 'clock', 'nginx', 'postgres']) {
    const all = peaks(service);
    memory.push([service, String(all.length), all[0].peak.toFixed(1), share(service).toFixed(1)]);
  }
  table(memory);
} finally {
  rmSync(directory, { recursive: true });
}
