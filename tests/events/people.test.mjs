// What a table sees of people and settings that change, and what becomes of the streams of those who are not what they were.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStream, Stream } from '../lib/sse.mjs';
import { eventually } from '../lib/wait.mjs';
import { join, move, newFight, newTable } from '../lib/users.mjs';

const idOf = async (user) => (await user.get('/me')).id;
const stateOf = (stream, table) => stream.viewer.get(`/campaigns/${table.id}/state`);

async function all(table) {
  return Promise.all(table.everyone.map((viewer) => openStream(viewer, table.id)));
}

test('settings that change are on every screen, with what they change of the fight', async () => {
  const table = await newTable({ secondDm: true });
  await newFight(table, { goblins: 2, hidden: 1 });
  const streams = await all(table);
  for (const settings of [{ monster_hp: 'exact' }, { hidden_in_order: 'placeholder' }, { hidden_in_order: 'shown', party_hp: 'bar' }, { turn_seconds: 0 }]) {
    await table.dm.patch(`/campaigns/${table.id}`, { settings });
    for (const stream of streams) await stream.untilTable(await stateOf(stream, table));
  }
  await table.dm.patch(`/campaigns/${table.id}`, { name: 'Another name' });
  for (const stream of streams) {
    await stream.until('the name', () => stream.table.campaign.name === 'Another name');
    assert.ok(stream.events.some((event) => event.type === 'campaign.updated'));
    stream.close();
  }
});

test('one who is removed gets nothing more, and the others see them go', async () => {
  const table = await newTable({ players: 2 });
  const [gone, stays] = table.players;
  const id = await idOf(gone);
  const streams = await all(table);
  const ended = streams.find((stream) => stream.viewer === gone);
  await table.dm.delete(`/campaigns/${table.id}/members/${id}`);
  await newFight(table);
  await ended.until('its end', () => ended.ended);
  assert.ok(!ended.events.some((event) => event.type.startsWith('encounter.')), 'nothing of what came after');
  await assert.rejects(new Stream(gone, table.id).open(), { status: 404 });
  for (const stream of streams.filter((s) => s !== ended)) {
    await stream.untilTable(await stateOf(stream, table));
    assert.ok(!(id in stream.table.members));
    stream.close();
  }
  assert.ok(stays);
});

test('leaving ends one\'s own streams, all of them, and no other\'s', async () => {
  const table = await newTable();
  const mine = [await openStream(table.player, table.id), await openStream(table.player, table.id)];
  const other = await openStream(table.observer, table.id);
  await table.player.delete(`/campaigns/${table.id}/members/${await idOf(table.player)}`);
  for (const stream of mine) await stream.until('its end', () => stream.ended);
  await other.untilEvent('member.left');
  assert.ok(!other.ended);
  other.close();
});

test('another role is another view: the stream begins anew and holds what the role may see', async () => {
  const table = await newTable();
  await newFight(table, { goblins: 1, hidden: 1 });
  const id = await idOf(table.player);
  const stream = await new Stream(table.player, table.id).persist();
  await stream.untilEvent('sync');
  assert.equal(Object.keys(stream.table.encounter.combatants).length, 1);
  for (const [role, seen] of [['dm', 2], ['observer', 1], ['dm', 2], ['player', 1]]) {
    await table.dm.patch(`/campaigns/${table.id}/members/${id}`, { role });
    await stream.until(`the view of a ${role}`, () => stream.table.members[id].role === role);
    await stream.untilTable(await stateOf(stream, table));
    assert.equal(Object.keys(stream.table.encounter.combatants).length, seen);
  }
  stream.close();
});

test('whoever was away while their role changed does not go on from what they held', async () => {
  const table = await newTable({ campaign: { settings: { monster_hp: 'exact' } } });
  const { id: fight } = await newFight(table, { goblins: 1, hidden: 1 });
  const [goblin] = Object.keys((await table.player.get(`/encounters/${fight}`)).combatants);
  const id = await idOf(table.player);
  // A stream that is cut off learns nothing; the event that it names is one that both audiences got.
  const stream = await openStream(table.player, table.id);
  await move(table.dm, fight, { type: 'damage', targets: [goblin], amount: 1 });
  await stream.untilEvent('combatant.hp_changed');
  stream.cut();
  await table.dm.patch(`/campaigns/${table.id}/members/${id}`, { role: 'dm' });
  await move(table.dm, fight, { type: 'damage', targets: [goblin], amount: 1 });
  await stream.open();
  await stream.untilTable(await stateOf(stream, table));
  assert.equal(Object.keys(stream.table.encounter.combatants).length, 2);
  stream.close();
});

test('one who was removed and is invited again has a stream like before', async () => {
  const table = await newTable();
  const id = await idOf(table.player);
  const first = await openStream(table.player, table.id);
  await table.dm.delete(`/campaigns/${table.id}/members/${id}`);
  await first.until('its end', () => first.ended);
  await join(table.dm, table.id, table.player, 'player');
  const second = await openStream(table.player, table.id);
  await newFight(table);
  await second.untilTable(await stateOf(second, table));
  assert.ok(!second.ended);
  second.close();
});

test('the streams of a deleted campaign end, and cannot be opened until it is restored', async () => {
  const table = await newTable();
  const streams = await all(table);
  await table.dm.delete(`/campaigns/${table.id}`);
  for (const stream of streams) await stream.until('its end', () => stream.ended);
  await assert.rejects(new Stream(table.player, table.id).open(), { status: 404 });
  await table.dm.post(`/campaigns/${table.id}/restore`, undefined, 200);
  const again = await openStream(table.player, table.id);
  await newFight(table);
  await again.untilTable(await stateOf(again, table));
  again.close();
});

test('people who join and go in a storm leave every screen as the table is', async () => {
  const table = await newTable({ players: 4 });
  const ids = await Promise.all(table.players.map(idOf));
  const watcher = await openStream(table.dm, table.id);
  const { code } = await table.dm.post(`/campaigns/${table.id}/invites`, {});
  const streams = await Promise.all(table.players.map((p) => new Stream(p, table.id).persist()));
  await Promise.all(table.players.map(async (player, i) => {
    for (let round = 0; round < 4; round++) {
      await table.dm.call('DELETE', `/campaigns/${table.id}/members/${ids[i]}`, [200, 404]);
      await player.post(`/invites/${code}/accept`, undefined, 200);
      await table.dm.patch(`/campaigns/${table.id}/members/${ids[i]}`, { role: round % 2 ? 'dm' : 'observer' });
    }
  }));
  await watcher.untilTable(await stateOf(watcher, table));
  for (const [i, stream] of streams.entries()) {
    // Who found themselves outside for a moment was told so for good.
    if (stream.failure) continue;
    await stream.untilTable(await stateOf(stream, table));
    assert.ok(ids[i] in stream.table.members);
    stream.close();
  }
  await eventually('all are members', async () => (await table.dm.get(`/campaigns/${table.id}/members`)).length === 6);
  watcher.close();
});
