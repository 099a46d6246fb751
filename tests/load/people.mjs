// What the REST side costs: tokens at first sight and remembered, CPU time of the worker and round trips of an answer, memory
// after a million of them, a picture, and a campaign with a long log. Printed, never asserted. Started by bench.sh.
//
//   BENCH_REQUESTS (1000000) after which memory is looked at
import crypto from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { call } from '../lib/client.mjs';
import { agent } from '../lib/http.mjs';
import { png } from '../lib/pictures.mjs';
import { pidOf, sql } from '../lib/stack.mjs';
import { goodClaims, goodHeader, makeToken } from '../lib/tokens.mjs';
import { newCharacter, newTable } from '../lib/users.mjs';
import { median, number, ROUNDS, SECONDS, table, wrk } from './measure.mjs';

const TOKENS = 12000; // thrice what is remembered
const EVENTS = 50000;
const UPLOADS = 10;
const REQUESTS = Number(process.env.BENCH_REQUESTS || 1000000);
const CLIENTS = 8;
const TICK = 10000; // microseconds, of /proc/PID/stat

const pid = pidOf('api');
const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
const kernel = () => Number(stat()[12]) * TICK;
const cpu = () => Number(stat()[11]) * TICK + kernel();
const status = (key) => Number(new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
const metrics = async () => new Map((await call('GET', '//metrics')).json.routes.map((r) => [`${r.method} ${r.path.replace('/api/v1', '')}`, r]));
const total = (routes) => [...routes.values()].reduce((sum, r) => sum + r.requests, 0);

// Requests for wrk, each with a token of its own or none, which is then the one of the run.
function requests(directory, name, lines) {
  const file = path.join(directory, `${name}.requests`);
  writeFileSync(file, `${lines.map((line) => line.join('\t')).join('\n')}\n`);
  return file;
}

// Throws one kind of request, and says what the worker took for it.
async function measure(load, kind) {
  const before = await metrics();
  const [began, inside] = [cpu(), kernel()];
  const { rate, p99, errors } = wrk(load, kind, CLIENTS);
  const [spent, spentInside] = [cpu() - began, kernel() - inside];
  const after = await metrics();
  const [, route] = [...after].map(([key, r]) => [r.requests - (before.get(key)?.requests ?? 0), key]).sort((a, b) => b[0] - a[0])[0];
  const of = (field) => after.get(route)[field] - (before.get(route)?.[field] ?? 0);
  return { route, rate, p99, errors, cpu: spent / (total(after) - total(before)), kernel: spentInside / (total(after) - total(before)), trips: of('round_trips') / of('requests') };
}

async function tokensAndCosts(directory, seat) {
  const [{ dm, id }, hero] = [seat, await newCharacter(seat.dm, seat.id)];
  const handouts = [];
  for (let i = 0; i < 20; i++) handouts.push(await dm.post(`/campaigns/${id}/handouts`, { title: `Note ${i}`, text: 'x'.repeat(500), visibility: 'party' }));
  const { id: me } = await dm.get('/me');
  const claims = { ...goodClaims(sql(`select sub from users where id = '${me}'`)[0]) };
  const tokens = Array.from({ length: TOKENS }, (_, i) => makeToken(goodHeader(), { ...claims, jti: `${i}` }));
  const heroes = [hero];
  for (let i = 0; i < 63; i++) heroes.push(await newCharacter(dm, id));
  const read = (i) => ['GET', `/api/v1/characters/${heroes[i % heroes.length].id}`, ''];
  const write = (i) => ['POST', `/api/v1/characters/${heroes[i % heroes.length].id}/hp`, '{"healing":1}'];
  const kinds = {
    'read, token seen before': heroes.map((_, i) => read(i)),
    'read, token at first sight': tokens.map((token, i) => [...read(i), token]),
    'write, token seen before': heroes.map((_, i) => write(i)),
    'write, token at first sight': tokens.map((token, i) => [...write(i), token]),
    'a list': [['GET', `/api/v1/campaigns/${id}/handouts?limit=20`, '']],
    'the table': [['GET', `/api/v1/campaigns/${id}/state`, '']],
    'a sheet, computed': heroes.map((h) => ['GET', `/api/v1/characters/${h.id}/sheet`, '']),
    'who I am': [['GET', '/api/v1/me', '']],
    'no token': [['GET', '/api/v1/me', '', 'none']],
  };
  const load = { token: dm.token, requests: Object.fromEntries(Object.entries(kinds).map(([kind, lines], i) => [kind, requests(directory, i, lines)])) };
  const measured = new Map();
  agent.destroy();
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of Object.keys(kinds)) measured.set(kind, [...(measured.get(kind) ?? []), await measure(load, kind)]);
  }
  console.log(`\nthe REST worker with ${CLIENTS} clients, medians of ${ROUNDS} interleaved rounds of ${SECONDS} s; CPU is the worker's own, all of its threads\n`);
  const rows = [['', 'per second', 'p99 ms', 'CPU µs', 'in the kernel', 'round trips', 'errors']];
  for (const [kind, results] of measured) {
    const of = (key) => median(results.map((r) => r[key]));
    // Without a token every answer is an error.
    rows.push([kind, number(of('rate')), of('p99').toFixed(2), of('cpu').toFixed(1), of('kernel').toFixed(1), of('trips').toFixed(2), kind === 'no token' ? '-' : String(results.reduce((sum, r) => sum + r.errors, 0))]);
  }
  table(rows);
  return load;
}

// How often each read asks the database, the least of three; those that cannot be asked here are left out.
async function roundTrips({ dm, id }) {
  const hero = await newCharacter(dm, id);
  const encounter = await dm.post(`/campaigns/${id}/encounters`, { name: 'Ambush' });
  const handout = await dm.post(`/campaigns/${id}/handouts`, { title: 'Note', text: 'Text.' });
  const [node, other] = [await dm.post(`/campaigns/${id}/relations/nodes`, { kind: 'place', name: 'Here' }), await dm.post(`/campaigns/${id}/relations/nodes`, { kind: 'place', name: 'There' })];
  const ids = { '/characters': hero.id, '/encounters': encounter.id, '/handouts': handout.id, '/relations/nodes': node.id, '/users': (await dm.get('/me')).id };
  const queries = { '/campaigns/{id}/relations/path': `?from=${node.id}&to=${other.id}`, '/compendium/search': '?q=gob', '/characters/{id}/export': '?format=json' };
  const { paths } = (await call('GET', '/openapi.json')).json;
  const found = new Map();
  for (const [full, methods] of Object.entries(paths)) {
    const template = full.replace('/api/v1', '');
    const [, own] = Object.entries(ids).find(([prefix]) => template.startsWith(`${prefix}/{id}`)) ?? [, id];
    const target = template.replace('{id}', own).replace('{type}', 'monsters').replace('{slug}', 'goblin');
    if (!methods.get || target.includes('{') || /\/events$|^\/health|^\/metrics/.test(target)) continue;
    const count = async () => (await metrics()).get(`GET ${template}`)?.round_trips ?? 0;
    for (let i = 0; i < 3; i++) {
      const before = await count();
      const answer = await call('GET', target + (queries[template] ?? ''), { token: dm.token, raw: true });
      if (answer.status === 200) found.set(template, Math.min(await count() - before, found.get(template) ?? Infinity));
    }
  }
  const by = (test) => [...found].filter(([, n]) => test(n)).map(([template, n]) => (n > 1 ? `${template} ${n}` : template));
  console.log(`\nround trips of a read: one or none ${by((n) => n <= 1).length} of ${found.size}; more ${by((n) => n > 1).join(', ') || 'none'}`);
}

async function memory(load) {
  const began = total(await metrics());
  const rows = [['requests', 'MB']];
  const look = (count) => rows.push([number(count), status('VmRSS').toFixed(1)]);
  let count = 0;
  let shown = 0;
  look(0);
  while (count < REQUESTS) {
    for (const kind of ['read, token seen before', 'a sheet, computed', 'the table', 'a list', 'write, token seen before', 'read, token at first sight', 'no token']) wrk(load, kind, 32);
    count = total(await metrics()) - began;
    if (count >= shown + REQUESTS / 5) look(shown = count);
  }
  agent.destroy();
  console.log('\nmemory of the REST worker (VmRSS) after so many requests of all kinds\n');
  table(rows);
}

// From here on VmHWM is the peak since now.
const forgetPeak = () => writeFileSync(`/proc/${pid}/clear_refs`, '5');

async function large({ dm, id }) {
  const side = 830; // of noise, which packs to nothing less
  const picture = png(Array.from({ length: side }, () => Array.from({ length: side }, () => [...crypto.randomBytes(3)])));
  const times = [];
  const began = status('VmRSS');
  forgetPeak();
  const spent = cpu();
  for (let i = 0; i < UPLOADS; i++) {
    const from = process.hrtime.bigint();
    await dm.call('POST', `/campaigns/${id}/uploads`, 201, { body: picture, headers: { 'content-type': 'image/png' } });
    times.push(Number(process.hrtime.bigint() - from) / 1e6);
  }
  const rows = [['', 'MB', 'ms', 'CPU ms of the worker', 'memory of the worker, MB more']];
  rows.push(['a picture sent', (picture.length / 2 ** 20).toFixed(1), median(times).toFixed(0), ((cpu() - spent) / 1000 / UPLOADS).toFixed(1), (status('VmHWM') - began).toFixed(1)]);
  sql(`insert into events (campaign_id, seq, id, type, dm, party)
    select '${id}', 100000 + n, gen_random_uuid(), 'combatant.hp_changed', text, text from generate_series(1, ${EVENTS}) n,
    lateral (select json_build_object('at', now(), 'patch', json_build_object('encounter', json_build_object('combatants', json_build_object(gen_random_uuid(), json_build_object('hp', json_build_object('current', n)))), 'n', repeat('x', 200)))::text as text) t`);
  agent.destroy();
  const before = status('VmRSS');
  forgetPeak();
  const spentBefore = cpu();
  const from = process.hrtime.bigint();
  const { bytes } = await call('GET', `/campaigns/${id}/export`, { token: dm.token, raw: true });
  rows.push([`export of ${number(EVENTS)} events`, (bytes.length / 2 ** 20).toFixed(1), (Number(process.hrtime.bigint() - from) / 1e6).toFixed(0), ((cpu() - spentBefore) / 1000).toFixed(1), (status('VmHWM') - before).toFixed(1)]);
  if (bytes.length < 60 << 20) {
    const start = status('VmRSS');
    forgetPeak();
    const spentThen = cpu();
    const since = process.hrtime.bigint();
    await dm.call('POST', '/campaigns/import', 201, { body: bytes });
    rows.push(['and its import', (bytes.length / 2 ** 20).toFixed(1), (Number(process.hrtime.bigint() - since) / 1e6).toFixed(0), ((cpu() - spentThen) / 1000).toFixed(1), (status('VmHWM') - start).toFixed(1)]);
  }
  console.log('');
  table(rows);
  console.log(`\nthe REST worker in all: ${status('VmRSS').toFixed(1)} MB now`);
}

const directory = mkdtempSync(path.join(os.tmpdir(), 'tabard-bench-'));
try {
  const seat = await newTable();
  const load = await tokensAndCosts(directory, seat);
  await roundTrips(seat);
  await memory(load);
  await large(seat);
  agent.destroy();
} finally {
  rmSync(directory, { recursive: true });
}
