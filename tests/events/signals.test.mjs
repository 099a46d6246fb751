// What passes at a table: drags, pings, typing, pointers. On every screen that may see it, in no log, and dropped first.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { openStream, Stream } from '../lib/sse.mjs';
import { sql } from '../lib/stack.mjs';
import { newCharacter, newFight, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const idOf = async (person) => (await person.get('/me')).id;
const send = (person, table, body) => person.post(`/campaigns/${table.id}/signals`, body, 202);
const refused = (person, table, status, code, body) => person.refused('POST', `/campaigns/${table.id}/signals`, status, code, { body });
const signals = (stream) => stream.passing.filter((event) => event.type.startsWith('signal.'));
const all = (table) => Promise.all(table.everyone.map((viewer) => openStream(viewer, table.id)));
const closeAll = (streams) => streams.forEach((stream) => stream.close());

// Until it is there, and with it all that was sent before it.
const hears = (stream, mark) => stream.until(`the signal ${mark}`, () => signals(stream).find((event) => event.json.data.mark === mark));

// A token on a map of the campaign, as the map's own routes leave it.
function newToken(table, { visible = true, active = true, character } = {}) {
  const [map, token] = [crypto.randomUUID(), crypto.randomUUID()];
  sql(`insert into maps (id, campaign_id, name, width, height, active) values ('${map}', '${table.id}', 'Road', 20, 20, ${active && !newToken.mapOf.has(table.id)})`);
  const on = active ? newToken.mapOf.get(table.id) ?? map : map;
  if (active) newToken.mapOf.set(table.id, on);
  sql(`insert into tokens (id, map_id, name, x, y, visible, character_id) values ('${token}', '${on}', 'Token', 1, 1, ${visible}, ${character ? `'${character}'` : 'null'})`);
  return token;
}
newToken.mapOf = new Map();

test('everybody sends them, everybody hears them, and the table stays as it was', async (t) => {
  const table = await newTable({ secondDm: true });
  const streams = await all(table);
  t.after(() => closeAll(streams));
  const before = sql(`select last_seq from campaigns where id = '${table.id}'`)[0];
  for (const sender of table.everyone) {
    for (const type of ['ping', 'typing', 'cursor']) {
      const mark = `${type} of ${sender.name}`;
      assert.deepEqual(await send(sender, table, { type, data: { mark, x: 1.5, y: [2, null], 'ö"\n': '\u2028' } }), { to: 'party' });
      for (const stream of streams) {
        const event = await hears(stream, mark);
        assert.deepEqual([event.id, event.type], [undefined, `signal.${type}`]);
        assert.deepEqual(Object.keys(event.json), ['at', 'by', 'data', 'type']);
        assert.deepEqual(event.json.data, { mark, x: 1.5, y: [2, null], 'ö"\n': '\u2028' });
        assert.equal(event.json.by, await idOf(sender));
        assert.equal(event.json.type, event.type);
      }
    }
  }
  assert.deepEqual(await send(table.player, table, { type: 'typing' }), { to: 'party' });
  for (const stream of streams) await stream.until('empty data', () => signals(stream).some((event) => Object.keys(event.json.data).length === 0));
  assert.equal(sql(`select last_seq from campaigns where id = '${table.id}'`)[0], before);
  // Who comes later, or comes back, hears nothing of it.
  const late = await openStream(table.dm, table.id);
  const again = new Stream(table.dm, table.id);
  again.table = streams[0].table;
  await again.open({ lastEventId: streams[0].lastId });
  await again.until('it goes on', () => again.passing.length);
  await send(table.dm, table, { type: 'ping', data: { mark: 'now' } });
  for (const stream of [late, again]) {
    await hears(stream, 'now');
    assert.equal(signals(stream).length, 1);
    stream.close();
  }
});

test('what is for the DMs players do not hear', async (t) => {
  const table = await newTable({ secondDm: true });
  const streams = await all(table);
  t.after(() => closeAll(streams));
  assert.deepEqual(await send(table.dm, table, { type: 'cursor', to: 'dm', data: { mark: 'secret' } }), { to: 'dm' });
  assert.deepEqual(await send(table.player, table, { type: 'typing', to: 'dm', data: { mark: 'asking' } }), { to: 'dm' });
  await send(table.dm, table, { type: 'ping', data: { mark: 'end' } });
  for (const stream of streams) {
    await hears(stream, 'end');
    const marks = signals(stream).map((event) => event.json.data.mark);
    assert.deepEqual(marks, [table.dm, table.dm2].includes(stream.viewer) ? ['secret', 'asking', 'end'] : ['end']);
  }
});

test('a token is dragged by those who may move it, before those who may see it', async (t) => {
  const table = await newTable({ players: 2, secondDm: true });
  const other = await newTable();
  const [alice, bob] = table.players;
  const hero = await newCharacter(alice, table.id);
  const tokens = {
    hero: newToken(table, { character: hero.id }), ghost: newToken(table, { character: hero.id, visible: false }),
    goblin: newToken(table), ambush: newToken(table, { visible: false }), elsewhere: newToken(table, { active: false }), foreign: newToken(other),
  };
  const streams = await all(table);
  t.after(() => closeAll(streams));
  const drag = (token, mark) => ({ type: 'drag', token_id: tokens[token], data: { mark, x: 4, y: 7 } });
  for (const [sender, token, outcome] of [
    [table.dm, 'hero', 'party'], [table.dm2, 'goblin', 'party'], [table.dm, 'ambush', 'dm'], [table.dm, 'elsewhere', 'dm'], [table.dm, 'ghost', 'dm'],
    [table.dm, 'foreign', 'TOKEN_NOT_FOUND'], [alice, 'hero', 'party'], [alice, 'ghost', 'dm'], [alice, 'goblin', 'NOT_YOURS'], [alice, 'ambush', 'TOKEN_NOT_FOUND'],
    [alice, 'elsewhere', 'TOKEN_NOT_FOUND'], [alice, 'foreign', 'TOKEN_NOT_FOUND'], [bob, 'hero', 'NOT_YOURS'], [bob, 'ghost', 'TOKEN_NOT_FOUND'],
    [table.observer, 'hero', 'NOT_YOURS'], [table.observer, 'ambush', 'TOKEN_NOT_FOUND'], [table.stranger, 'hero', 'CAMPAIGN_NOT_FOUND'],
  ]) {
    const mark = `${token} of ${sender.name}`;
    const answer = await sender.call('POST', `/campaigns/${table.id}/signals`, [202, 403, 404], { body: drag(token, mark) });
    assert.equal(answer.json.data?.to ?? answer.json.error.code, outcome, mark);
    await send(table.dm, table, { type: 'ping', data: { mark: `after ${mark}` } });
    for (const stream of streams) {
      await hears(stream, `after ${mark}`);
      const got = signals(stream).find((event) => event.json.data.mark === mark);
      const may = outcome === 'party' || (outcome === 'dm' && [table.dm, table.dm2].includes(stream.viewer));
      assert.equal(Boolean(got), may, `${stream.viewer.name}: ${mark}`);
      if (may) assert.equal(got.json.token_id, tokens[token]);
    }
  }
  for (const stream of streams.filter((s) => ![table.dm, table.dm2].includes(s.viewer))) {
    for (const token of ['ghost', 'ambush', 'elsewhere', 'foreign']) assert.ok(!stream.bytes().includes(tokens[token]), token);
  }
  await refused(table.dm, table, 404, 'TOKEN_NOT_FOUND', { type: 'drag', token_id: crypto.randomUUID() });
  await refused(table.dm, table, 400, 'VALIDATION_FAILED', { type: 'drag' });
  await refused(table.dm, table, 400, 'VALIDATION_FAILED', { type: 'ping', token_id: tokens.hero });
  // One who has left drags nothing, and neither does a character that has.
  await alice.delete(`/characters/${hero.id}/campaign`);
  await refused(alice, table, 403, 'NOT_YOURS', drag('hero', 'gone'));
  await table.dm.delete(`/campaigns/${table.id}/members/${await idOf(alice)}`);
  await refused(alice, table, 404, 'CAMPAIGN_NOT_FOUND', drag('hero', 'gone'));
});

test('the largest data pass whole, larger ones do not', async (t) => {
  const table = await newTable();
  const stream = await openStream(table.player, table.id);
  t.after(() => stream.close());
  const data = (bytes) => ({ mark: 'x'.repeat(bytes - '{"mark":""}'.length) });
  for (const [bytes, good] of [[1024, true], [1025, false], [1500, false]]) {
    const answer = await table.dm.call('POST', `/campaigns/${table.id}/signals`, good ? 202 : 400, { body: { type: 'cursor', data: data(bytes) } });
    if (good) await hears(stream, data(bytes).mark);
    else assert.equal(answer.json.error.details.fields[0].field, '/data');
  }
  // Six bytes each, on the way.
  await send(table.dm, table, { type: 'cursor', data: { mark: '\u0001'.repeat(168) } });
  await hears(stream, '\u0001'.repeat(168));
});

test('one person sends so many in a second, and no more; others are not held back', async () => {
  const table = await newTable();
  const answers = await Promise.all(Array.from({ length: 150 }, () => table.player.call('POST', `/campaigns/${table.id}/signals`, [202, 429], { body: { type: 'typing' } })));
  const late = answers.filter((answer) => answer.status === 429);
  assert.ok(late.length > 0 && late.length < 150, `${late.length} of 150`);
  for (const answer of late) {
    assert.equal(answer.json.error.code, 'TOO_MANY_REQUESTS');
    assert.equal(answer.headers['retry-after'], '1');
  }
  await send(table.dm, table, { type: 'typing' });
  await table.player.get('/me');
  await eventually('a second later', async () => (await table.player.call('POST', `/campaigns/${table.id}/signals`, [202, 429], { body: { type: 'typing' } })).status === 202);
});

// Straight to the doorbell, as the API would ring it so many times at once.
function flood(table, { count, slot, size = 900 }) {
  const channel = `tabard_${parseInt(table.id.slice(-2), 16) % 64}`;
  sql(`select count(pg_notify('${channel}', '${table.id} signal party signal.cursor ${slot}' || chr(10) || '{"data":{"n":' || n || ',"x":"' || repeat('x', ${size}) || '"},"type":"signal.cursor"}')) from generate_series(1, ${count}) n`);
}

test('of many at once of one person the newest arrives', async (t) => {
  const table = await newTable();
  const streams = await all(table);
  t.after(() => closeAll(streams));
  flood(table, { count: 3000, slot: crypto.randomUUID() });
  for (const stream of streams) {
    await stream.until('the newest', () => signals(stream).at(-1)?.json.data.n === 3000);
    const numbers = signals(stream).map((event) => event.json.data.n);
    assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b), 'never an older one after a newer one');
        assert.ok(numbers.length < 3000, `${numbers.length} of 3000 were sent`);
    assert.equal(stream.opens, 1);
  }
});

test('whoever does not read is not cut for signals, gets few of them, and every event', async (t) => {
  const table = await newTable();
  const { id, ids: [goblin] } = await newFight(table);
  const [reader, sleeper] = [await openStream(table.dm, table.id), await openStream(table.dm, table.id)];
  t.after(() => closeAll([reader, sleeper]));
  sleeper.response.pause();
  // Some forty megabytes, far more than there is room for on the way.
  for (let i = 0; i < 40; i++) {
    flood(table, { count: 1000, slot: '-', size: 1000 });
    await table.dm.post(`/encounters/${id}/moves`, i % 2 ? { type: 'heal', targets: [goblin], amount: 1 } : { type: 'damage', targets: [goblin], amount: 1 });
  }
  const expected = await table.dm.get(`/campaigns/${table.id}/state`);
  await reader.untilTable(expected);
  sleeper.response.resume();
  await sleeper.untilTable(expected);
  for (const stream of [reader, sleeper]) {
    assert.equal(stream.opens, 1);
    assert.ok(!stream.ended, 'not cut');
    assert.equal(stream.events.length, 41, 'a sync and every event');
        assert.ok(signals(stream).length < 40_000, `${signals(stream).length} signals`);
  }
});
