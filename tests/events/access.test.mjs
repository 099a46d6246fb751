import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { openStream, Stream } from '../lib/sse.mjs';
import { join, move, newFight, newTable, newUser } from '../lib/users.mjs';

test('who may open a stream', async () => {
  const table = await newTable({ secondDm: true });
  for (const viewer of table.everyone) {
    const stream = await openStream(viewer, table.id);
    assert.equal(stream.response.statusCode, 200);
    assert.match(stream.response.headers['cache-control'] ?? '', /no-cache|no-store/);
    assert.equal(stream.response.headers['content-encoding'], undefined);
    stream.close();
  }
  for (const [viewer, status, code] of [[undefined, 401, 'TOKEN_MISSING'], [table.stranger, 404, 'CAMPAIGN_NOT_FOUND']]) {
    await assert.rejects(new Stream(viewer, table.id).open(), (error) => {
      assert.equal(error.status, status);
      assert.match(error.headers['content-type'], /^application\/json/);
      assert.equal(JSON.parse(error.text).error.code, code);
      return true;
    });
    const answer = await call('GET', `/campaigns/${table.id}/events`, { token: viewer?.token });
    assert.equal(answer.status, status);
  }
  await assert.rejects(new Stream(table.dm, crypto.randomUUID()).open(), { status: 404 });
});

test('a stream begins with the table as it is', async () => {
  const table = await newTable();
  await newFight(table, { goblins: 2, hidden: 1 });
  for (const viewer of table.everyone) {
    const stream = await openStream(viewer, table.id);
    assert.equal(stream.events[0].type, 'sync');
    assert.deepEqual(Object.keys(stream.events[0].json), ['table']);
    assert.deepEqual({ ...stream.events[0].json.table, presence: {} }, { ...await viewer.get(`/campaigns/${table.id}/state`), presence: {} });
    assert.ok(stream.events[0].id, 'an id to resume from');
    stream.close();
  }
});

test('an event says what happened, when, by whom and what it changes', async () => {
  const table = await newTable();
  const { id, ids: [goblin] } = await newFight(table);
  const stream = await openStream(table.dm, table.id);
  const made = await move(table.dm, id, { type: 'damage', targets: [goblin], amount: 3 });
  const event = await stream.untilEvent('combatant.hp_changed');
  assert.deepEqual(Object.keys(event.json).sort(), ['at', 'by', 'encounter_id', 'move', 'patch', 'type', 'version']);
  assert.equal(event.json.type, event.type);
  assert.equal(event.json.by, (await table.dm.get('/me')).id);
  assert.equal(event.json.encounter_id, id);
  assert.equal(event.json.version, made.version);
  assert.deepEqual(event.json.patch, made.patch);
  assert.equal(JSON.stringify(event.json.move).includes(made.move.id), true);
  stream.close();
});

test('one who joins appears on every screen', async () => {
  const table = await newTable();
  const streams = [await openStream(table.dm, table.id), await openStream(table.player, table.id)];
  const newcomer = newUser('late');
  await join(table.dm, table.id, newcomer, 'player');
  const { id } = await newcomer.get('/me');
  for (const stream of streams) {
    await stream.untilEvent('member.joined');
    assert.deepEqual(stream.table.members[id], { display_name: newcomer.name, role: 'player' });
    await stream.untilTable(await stream.viewer.get(`/campaigns/${table.id}/state`));
    stream.close();
  }
});

test('campaigns do not hear of each other', async () => {
  const [one, two] = [await newTable(), await newTable()];
  const stream = await openStream(one.dm, one.id);
  const { id } = await newFight(two);
  for (let i = 0; i < 5; i++) await move(two.dm, id, { type: 'next_turn' });
  const fight = await newFight(one);
  await stream.untilTable(await one.dm.get(`/campaigns/${one.id}/state`));
  assert.ok(!stream.bytes().includes(id) && !stream.bytes().includes(two.id));
  assert.ok(stream.bytes().includes(fight.id));
  stream.close();
});

test('a quiet stream shows that it is alive', async () => {
  const table = await newTable({ observer: false });
  const stream = await openStream(table.player, table.id);
  // Comments are no events, so what is waited for is seen by the parser only.
  const { eventually } = await import('../lib/wait.mjs');
  await eventually('a comment', () => stream.parser.comments > 0);
  assert.equal(stream.events.length, 1);
  stream.close();
});

test('an event too large for a doorbell arrives like any other', async () => {
  const table = await newTable();
  const streams = [await openStream(table.dm, table.id), await openStream(table.player, table.id)];
  const { id } = await newFight(table, { goblins: 50 });
  await move(table.dm, id, { type: 'add_combatant', monster: 'ogre', count: 50 });
  const ids = Object.keys((await table.dm.get(`/encounters/${id}`)).combatants);
  await move(table.dm, id, { type: 'damage', targets: ids, amount: 5 });
  for (const stream of streams) {
    await stream.untilTable(await stream.viewer.get(`/campaigns/${table.id}/state`));
    assert.ok(Math.max(...stream.events.slice(1).map((e) => e.data.length)) > 8000, 'it was large');
    stream.close();
  }
});

test('HEAD on a stream ends', async () => {
  const table = await newTable({ observer: false });
  const answer = await call('HEAD', `/campaigns/${table.id}/events`, { token: table.player.token, raw: true });
  assert.ok(answer.status < 500, String(answer.status));
});
