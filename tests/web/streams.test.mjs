// A browser's own EventSource, through nginx over HTTP/2 with TLS: it reads our bytes as they were meant, comes back by itself
// and misses nothing.
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { canon, mergePatch } from '../lib/canon.mjs';
import { varDir } from '../lib/config.mjs';
import { Log } from '../lib/log.mjs';
import { killNow, sql } from '../lib/stack.mjs';
import { move, newFight, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';
import { openBrowser } from './browser.mjs';

const [CONNECTING, OPEN, CLOSED] = [0, 1, 2]; // readyState
const idOf = async (person) => (await person.get('/me')).id;
let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const address = (table, query = '') => `${browser.door.origin}/api/v1/campaigns/${table.id}/events${query}`;
const ticketed = async (person, table, more = '') => address(table, `?ticket=${(await person.post(`/campaigns/${table.id}/events/tickets`)).ticket}${more}`);
const synced = (stream) => stream.events.some((event) => event.type === 'sync');
const syncs = (stream) => stream.events.filter((event) => event.type === 'sync').length;

// The table as the page has it, but for who is there.
function folded(stream) {
  const table = stream.events.reduce((doc, { type, data }) => (type === 'sync' ? JSON.parse(data).table : mergePatch(doc, JSON.parse(data).patch ?? {})), {});
  return canon({ ...table, presence: {} });
}

async function untilTable(page, name, person, table) {
  const expected = canon({ ...await person.get(`/campaigns/${table.id}/state`), presence: {} });
  return page.until(name, 'the table as it is', (stream) => synced(stream) && folded(stream) === expected);
}

// What is in the log for players, from where the sync was.
function assertWhole(stream, table) {
  const log = sql(`select id from events where campaign_id = '${table.id}' and party is not null order by seq`);
  const ids = stream.events.filter((event) => !['presence.changed', 'signal.ping'].includes(event.type)).map((event) => event.id);
  assert.deepEqual(ids, log.slice(log.indexOf(ids[0])), 'every event, once, in order');
}

test('eight streams and requests share one connection', async () => {
  const table = await newTable();
  const page = await browser.own();
  const names = Array.from({ length: 8 }, (_, i) => `stream ${i}`);
  // HTTP/1.1 would let six of them in.
  for (const name of names) await page.watch(name, await ticketed(table.player, table));
  for (const name of names) await page.until(name, 'a sync', synced);
  const protocol = await page.evaluate(async () => {
    await (await fetch('/health')).text();
    return performance.getEntriesByType('resource').find((entry) => entry.name.endsWith('/health')).nextHopProtocol;
  });
  assert.equal(protocol, 'h2');
  await table.dm.post(`/campaigns/${table.id}/signals`, { type: 'ping', data: { x: 1 } }, 202);
  for (const name of names) {
    const { events } = await page.until(name, 'a ping', (stream) => stream.events.some((event) => event.type === 'signal.ping'));
    const ping = events.find((event) => event.type === 'signal.ping');
    assert.deepEqual(JSON.parse(ping.data).data, { x: 1 });
    assert.equal(ping.id, events[0].id, 'the id to go on from is that of the last event that had one');
    await page.close(name);
  }
});

test('data of any shape arrive as they were, live, from the log and after a resume', async () => {
  const table = await newTable({ observer: false });
  const page = await browser.own();
  await page.watch('live', await ticketed(table.player, table));
  const { events: [{ id: first }] } = await page.until('live', 'a sync', synced);
  const log = new Log(table);
  const texts = [
    '{"a":\n1}', '{"a":\r1,\r\n"b":2\r\n}', '\n{}', '{}\n', '{}\n\n', '\r\r{}', ' {"a":" two"}', '{"a":":", \n:1}', 'data: x\nevent: y\nid: z\n\nretry: 1', '\ufeff{"bom":"\ufeff"}\n\ufeff',
    '{"\u2028":"\u2029","\u0085":"\u00a0"}', '{"a":"🐉 ö ﷽"}\n🐉', '\ufffd\uffff', 'x'.repeat(30_000), `${'🐉'.repeat(3000)}\n${'ö'.repeat(9000)}`, ':', '\t',
  ];
  for (const [i, data] of texts.entries()) {
    const { bare, parcel } = log.add({ data });
    log.ring(i % 2 || Buffer.byteLength(parcel) > 7900 ? bare : parcel);
  }
  // As the grammar has it: each line end is one, and the one at the end of the last line is none of its data's.
  const expected = texts.map((text) => text.replace(/\r\n|\r/g, '\n')).map((text) => text.replace(/\n$/, ''));
  const tests = (stream) => stream.events.filter((event) => event.type === 'test.event');
  const whole = (stream) => tests(stream).length === texts.length;
  const live = await page.until('live', 'all of them', whole);
  assert.deepEqual(tests(live).map((event) => event.data), expected);
  await page.watch('ring', await ticketed(table.player, table, `&last_event_id=${first}`));
  const back = await killNow('events');
  await back();
  await page.until('live', 'it is back', (stream) => stream.state === CLOSED);
  await eventually('streams open again', async () => {
    await page.watch('log', await ticketed(table.player, table, `&last_event_id=${first}`));
    return page.until('log', 'all of them', whole);
  });
  const again = await page.look('log');
  assert.deepEqual(tests(again), tests(live));
  assert.equal(syncs(again), 0);
});

test('it comes back by itself, with the session cookie, whatever ends, and misses nothing', async () => {
  const table = await newTable();
  const { id, ids: [goblin] } = await newFight(table);
  const page = await browser.own(table.player.token);
  await page.watch('mine', address(table));
  await page.until('mine', 'a sync', synced);
  for (const [service, signal] of [['events', 'SIGTERM'], ['events', 'SIGKILL'], ['postgres', 'SIGKILL'], ['api', 'SIGKILL']]) {
    const back = await killNow(service, signal);
    for (let i = 0; i < 3; i++) {
      const play = (body) => eventually('a move gets through', () => move(table.dm, id, body));
      await play({ type: 'damage', targets: [goblin], amount: 2 });
      await play({ type: 'heal', targets: [goblin], amount: 2 });
      await play({ type: 'next_turn' });
    }
    await back();
    await table.dm.patch(`/campaigns/${table.id}`, { name: `After ${service}` });
    const stream = await untilTable(page, 'mine', table.player, table);
    assert.equal(syncs(stream), 1, 'it went on where it was');
    assertWhole(stream, table);
  }
  await eventually('it stands', async () => (await page.look('mine')).state === OPEN);
  assert.ok((await page.look('mine')).opens >= 3);
  await page.close('mine');
});

test('while there is no broadcaster it goes on trying', async () => {
  const table = await newTable();
  const page = await browser.own(table.player.token);
  const socket = path.join(varDir, 'run/events.sock');
  renameSync(socket, `${socket}.away`);
  try {
    await page.watch('mine', address(table));
    await page.until('mine', 'it has been put off', (stream) => stream.errors > 0);
    assert.equal((await page.look('mine')).state, CONNECTING);
  } finally {
    renameSync(`${socket}.away`, socket);
  }
  await untilTable(page, 'mine', table.player, table);
  await page.close('mine');
});

test('another role begins with its own table; who is removed is let in no more', async () => {
  const table = await newTable();
  await newFight(table, { goblins: 1, hidden: 1 });
  const id = await idOf(table.player);
  const page = await browser.own(table.player.token);
  await page.watch('mine', address(table));
  await page.until('mine', 'a sync', synced);
  for (const [role, seen] of [['dm', 2], ['observer', 1]]) {
    const before = syncs(await page.look('mine'));
    await table.dm.patch(`/campaigns/${table.id}/members/${id}`, { role });
    const stream = await page.until('mine', 'a new sync', (now) => syncs(now) > before);
    const sync = JSON.parse(stream.events.filter((event) => event.type === 'sync').at(-1).data);
    assert.equal(Object.keys(sync.table.encounter.combatants).length, seen);
    assert.equal(sync.table.members[id].role, role);
    await untilTable(page, 'mine', table.player, table);
  }
  await table.dm.delete(`/campaigns/${table.id}/members/${id}`);
  await page.until('mine', 'its end', (stream) => stream.state === CLOSED);
});

test('a page of another origin comes in by tickets, and goes on with the next one', async () => {
  const table = await newTable();
  const { id } = await newFight(table, { goblins: 2 });
  const page = await browser.foreign();
  await page.watch('first', await ticketed(table.player, table));
  await page.until('first', 'a sync', synced);
  await move(table.dm, id, { type: 'next_turn' });
  await untilTable(page, 'first', table.player, table);
  const back = await killNow('events');
  // Its ticket is spent: it comes back with it once, and is told so for good.
  const { events } = await page.until('first', 'its end', (stream) => stream.state === CLOSED);
  await back();
  await move(table.dm, id, { type: 'next_turn' });
  await eventually('streams open again', async () => {
    await page.watch('second', await ticketed(table.player, table, `&last_event_id=${events.at(-1).id}`));
    return page.until('second', 'it stands', (stream) => stream.opens > 0);
  });
  await table.dm.patch(`/campaigns/${table.id}`, { name: 'Another name' });
  await eventually('the rest', async () => {
    const all = { events: [...events, ...(await page.look('second')).events] };
    return all.events.length > events.length && folded(all) === canon({ ...await table.player.get(`/campaigns/${table.id}/state`), presence: {} }) && syncs(all) === 1;
  });
  // Without one nobody does.
  await page.watch('none', address(table));
  await page.until('none', 'its end', (stream) => stream.state === CLOSED);
  assert.deepEqual((await page.look('none')).events, []);
});
