// A broadcaster that ends, one that has no descriptors left, one of several, and none at all: viewers stay or come back,
// spread out, and miss nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { another, anotherByTcp, streamAt } from '../lib/another.mjs';
import { call } from '../lib/client.mjs';
import { varDir } from '../lib/config.mjs';
import { openStream, Stream } from '../lib/sse.mjs';
import { killNow, pidOf, reloadNginx, sql } from '../lib/stack.mjs';
import { move, newEncounter, newTable } from '../lib/users.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const idOf = async (person) => (await person.get('/me')).id;

// A wall that loses one hit point a move, so that a lost event or a doubled one shows.
async function newWall(table) {
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', custom: { name: 'Wall', hp: 10000 } });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const [wall] = Object.keys((await table.dm.get(`/encounters/${id}`)).combatants);
  return () => move(table.dm, id, { type: 'damage', targets: [wall], amount: 1 });
}

const pauses = (stream) => [...stream.bytes().matchAll(/^retry: (\d+)$/gm)].map(([, ms]) => Number(ms));

test('a broadcaster that is told to end sends its viewers away, each to come back at a time of their own', async () => {
  // Players hear of each hit point, too.
  const table = await newTable({ players: 3, campaign: { settings: { monster_hp: 'exact' } } });
  const hit = await newWall(table);
  const streams = Array.from({ length: 40 }, (_, i) => new Stream(table.everyone[i % table.everyone.length], table.id));
  await Promise.all(streams.map((stream) => stream.persist()));
  await Promise.all(streams.map((stream) => stream.untilEvent('sync')));
  let playing = true;
  const game = (async () => {
    while (playing) await hit();
  })();
  const back = await killNow('events', 'SIGTERM');
  await Promise.all(streams.map((stream) => stream.until('its end', () => stream.opens > 1 || !stream.request)));
  const told = streams.map((stream) => pauses(stream)[1]);
  for (const ms of told) assert.ok(ms >= 2000 && ms <= 8000, `${ms} ms`);
  assert.ok(new Set(told).size > 20, `at ${new Set(told).size} moments`);
  await back();
  await Promise.all(streams.map((stream) => stream.until('it goes on', () => stream.opens > 1 && stream.events.at(-1).json.patch)));
  playing = false;
  await game;
  for (const viewer of table.everyone) {
    const expected = await viewer.get(`/campaigns/${table.id}/state`);
    const theirs = streams.filter((stream) => stream.viewer === viewer);
    await Promise.all(theirs.map((stream) => stream.untilTable(expected)));
    const log = sql(`select id from events where campaign_id = '${table.id}' and ${viewer === table.dm ? 'dm' : 'party'} is not null order by seq`);
    for (const stream of theirs) {
      const ids = stream.events.map((event) => event.id);
      assert.equal(stream.events.filter((event) => event.type === 'sync').length, 1, 'resumed, not begun anew');
      assert.deepEqual(ids, log.slice(log.indexOf(ids[0])), 'every event, once');
      stream.close();
    }
  }
});

// Only its own user may limit a process without more.
function limit(pid, descriptors) {
  const { uid, gid } = statSync(`/proc/${pid}`);
  execFileSync('prlimit', ['--pid', String(pid), `--nofile=${descriptors}:`], { uid, gid, stdio: 'pipe' });
}
// The next descriptor that it would get.
function nextOf(pid) {
  const taken = new Set(readdirSync(`/proc/${pid}/fd`).map(Number));
  let next = 0;
  while (taken.has(next)) next++;
  return next;
}

test('without descriptors nobody new is let in, nobody is let go, and then all are', async (t) => {
  const table = await newTable();
  const hit = await newWall(table);
  const user = await idOf(table.dm);
  const broadcaster = another('events');
  t.after(() => broadcaster.kill());
  const join = () => streamAt(broadcaster, table.id, user, 'dm');
  const inside = [await eventually('it takes clients', join), await join()];
  await eventually('a sync each', () => inside.every((viewer) => viewer.events.length));
  limit(broadcaster.pid, nextOf(broadcaster.pid));
  const outside = Array.from({ length: 5 }, join);
  let came = 0;
  for (const viewer of outside) viewer.then(() => { came++; });
  const spent = () => readFileSync(`/proc/${broadcaster.pid}/stat`, 'utf8').split(' ').slice(13, 15).reduce((a, b) => a + Number(b), 0);
  const ticks = spent();
  for (let i = 0; i < 30; i++) {
    await hit();
    await sleep(50);
  }
  await eventually('those inside see it all', () => inside.every((viewer) => viewer.events.filter((event) => event.id).length === 31));
  assert.ok(inside.every((viewer) => !viewer.ended));
  assert.equal(came, 0);
  // In hundredths of a second: a loop that spun on accept would have spent all of the time.
  assert.ok(spent() - ticks < 100, `${spent() - ticks} ticks`);
  limit(broadcaster.pid, 1024);
  for (const viewer of await Promise.all(outside)) {
    await eventually('a sync', () => viewer.events.length);
    viewer.request.destroy();
  }
  for (const viewer of inside) viewer.request.destroy();
});

const more = path.join(varDir, 'nginx/local/events');

test('of several broadcasters each has its campaigns, and another has them when it is away', async (t) => {
  const others = [another('events'), await anotherByTcp()];
  const home = async () => {
    rmSync(more, { recursive: true, force: true });
    await reloadNginx();
    await Promise.all(others.map((one) => one.kill()));
  };
  t.after(home);
  const tables = await Promise.all(Array.from({ length: 12 }, () => newTable({ players: 1 })));
  const walls = await Promise.all(tables.map(newWall));
  const first = await idOf(tables[0].dm);
  for (const one of others) (await eventually('it takes clients', () => streamAt(one, tables[0].id, first, 'dm'))).request.destroy();
  mkdirSync(more, { recursive: true });
  writeFileSync(path.join(more, 'test.conf'), others.map((one) => `server ${one.server} max_fails=0;\n`).join(''));
  await reloadNginx();
  // Where a campaign's viewers are now, by how many broadcasters there are in use.
  const places = () => sql(`select campaign_id, count(distinct broadcaster_id), min(broadcaster_id::text) from presence
    where left_at is null and campaign_id in (${tables.map((table) => `'${table.id}'`)}) group by campaign_id`).map((line) => line.split('|'));
  const streams = tables.flatMap((table) => table.everyone.map((viewer) => new Stream(viewer, table.id)));
  t.after(() => streams.forEach((stream) => stream.close()));
  await eventually('nginx knows all three', async () => {
    const probes = await Promise.all(tables.map((table) => openStream(table.observer, table.id)));
    await sleep(500);
    const used = new Set(places().map(([, , broadcaster]) => broadcaster));
    probes.forEach((probe) => probe.close());
    return used.size === 3;
  });
  await eventually('nobody is left of those', () => places().length === 0);
  await Promise.all(streams.map((stream) => stream.persist()));
  await eventually('all are here', () => places().length === tables.length);
  for (const [campaign, broadcasters] of places()) assert.equal(broadcasters, '1', `${campaign} at one broadcaster`);
  await Promise.all(walls.map((hit) => hit()));
  await others[0].kill('SIGKILL');
  await others[1].kill('SIGTERM');
  await Promise.all(walls.map((hit) => hit()));
  for (const table of tables) {
    const theirs = streams.filter((stream) => table.everyone.includes(stream.viewer));
    for (const stream of theirs) await stream.untilTable(await stream.viewer.get(`/campaigns/${table.id}/state`));
    for (const stream of theirs) assert.equal(stream.events.filter((event) => event.type === 'sync').length, 1);
  }
  assert.ok(streams.some((stream) => stream.opens > 1) && streams.some((stream) => stream.opens === 1), 'only the viewers of those had to move');
});

test('a stream that cannot be had is an empty one, which says when to come back', async (t) => {
  const table = await newTable();
  const at = `/campaigns/${table.id}/events`;
  const socket = path.join(varDir, 'run/events.sock');
  const hidden = { go: () => renameSync(socket, `${socket}.away`), back: () => renameSync(`${socket}.away`, socket) };
  const shut = {
    go: () => sql("alter role tabard_api nologin; select pg_terminate_backend(pid) from pg_stat_activity where usename = 'tabard_api'"),
    back: () => sql('alter role tabard_api login'),
  };
  for (const [what, { go, back }] of Object.entries({ broadcaster: hidden, database: shut })) {
    go();
    const undo = { once: back };
    t.after(() => undo.once?.());
    const { status, headers, text } = await call('GET', at, { token: table.player.token, raw: true });
    assert.deepEqual([status, headers['content-type'], headers['access-control-allow-origin'], headers['cache-control']], [200, 'text/event-stream', '*', 'no-store'], what);
    assert.match(text, /^retry: [3-6]000\n\n$/, what);
    if (what === 'database') assert.equal((await call('GET', `/campaigns/${table.id}`, { token: table.player.token })).status, 503, 'everything else says what is the matter');
    undo.once = undefined;
    back();
    const stream = await new Stream(table.player, table.id).persist();
    await stream.untilTable(await eventually('the table', () => table.player.get(`/campaigns/${table.id}/state`)));
    stream.close();
  }
  // Who may not have it is told so all the same.
  assert.equal((await call('GET', at, { token: table.stranger.token })).json.error.code, 'CAMPAIGN_NOT_FOUND');
});
