// What changes away from the table is told as well: to whom it may be, and nothing but what is to be fetched.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStream } from '../lib/sse.mjs';
import { move, newCharacter, newEncounter, newFight, newTable } from '../lib/users.mjs';

// What each of the streams was told meanwhile, up to a mark that everybody sees.
async function told(table, streams, act) {
  const from = Object.fromEntries(Object.entries(streams).map(([who, stream]) => [who, stream.events.length]));
  await act();
  const name = `Mark ${Math.random()}`;
  await table.dm.patch(`/campaigns/${table.id}`, { name });
  const heard = {};
  for (const [who, stream] of Object.entries(streams)) {
    await stream.until('the mark', () => stream.table.campaign.name === name);
    heard[who] = stream.events.slice(from[who]).filter((e) => e.json.patch?.campaign?.name !== name);
  }
  return heard;
}

const types = (events) => events.map((e) => e.type);

async function opened(table) {
  return { dm: await openStream(table.dm, table.id), player: await openStream(table.player, table.id), observer: await openStream(table.observer, table.id) };
}

test('members hear that a character is another than it was, and nothing of it', async () => {
  const table = await newTable({ players: 2 });
  const streams = await opened(table);
  const hero = await newCharacter(table.player);
  const at = `/characters/${hero.id}`;
  const joined = await told(table, streams, () => table.player.put(`${at}/campaign`, { campaign_id: table.id }));
  for (const who of Object.keys(streams)) assert.deepEqual(types(joined[who]), ['character.joined']);
  const secret = 'She is the heir.';
  const changes = [
    () => table.player.patch(at, { name: 'Another', sheet: { notes: secret } }),
    () => table.dm.post(`${at}/hp`, { damage: 2 }, 200),
    () => table.player.post(`${at}/inventory`, { item: 'club' }),
    () => table.dm.post(`${at}/xp`, { amount: 50 }, 200),
    () => table.player.post(`${at}/rest`, { kind: 'long' }, 200),
  ];
  for (const change of changes) {
    const heard = await told(table, streams, change);
    const { version } = await table.player.get(at);
    for (const who of Object.keys(streams)) {
      const [event] = heard[who];
      assert.deepEqual(types(heard[who]), ['character.updated'], who);
      const { at: when, by, ...rest } = event.json;
      assert.ok(when && by);
      assert.deepEqual(rest, { character_id: hero.id, patch: {}, type: 'character.updated', version });
    }
  }
  // What is refused is no news.
  const refused = await told(table, streams, () => table.players[1].refused('POST', `${at}/hp`, 403, 'FORBIDDEN', { body: { damage: 2 } }));
  assert.deepEqual(types(refused.dm), []);
  const left = await told(table, streams, () => table.player.delete(`${at}/campaign`));
  for (const who of Object.keys(streams)) assert.deepEqual(types(left[who]), ['character.left']);
  const alone = await told(table, streams, () => table.player.patch(at, { name: 'Alone' }));
  assert.deepEqual(types(alone.dm), []);
  const gone = await told(table, streams, async () => {
    await table.player.put(`${at}/campaign`, { campaign_id: table.id });
    await table.player.delete(at);
  });
  assert.deepEqual(types(gone.observer), ['character.joined', 'character.deleted']);
  for (const stream of Object.values(streams)) stream.close();
});

test('drafts that come and go are news for DMs', async () => {
  const table = await newTable();
  const streams = await opened(table);
  let fight;
  const made = await told(table, streams, async () => { fight = await newEncounter(table.dm, table.id); });
  const copied = await told(table, streams, () => table.dm.post(`/encounters/${fight.id}/copy`, {}));
  const deleted = await told(table, streams, () => table.dm.delete(`/encounters/${fight.id}`));
  assert.deepEqual([made, copied, deleted].map((heard) => types(heard.dm)), [['encounter.created'], ['encounter.created'], ['encounter.deleted']]);
  assert.equal(made.dm[0].json.encounter_id, fight.id);
  assert.notEqual(copied.dm[0].json.encounter_id, fight.id);
  for (const heard of [made, copied, deleted]) assert.deepEqual([types(heard.player), types(heard.observer)], [[], []]);
  const refused = await told(table, streams, () => table.player.refused('POST', `/campaigns/${table.id}/encounters`, 403, 'FORBIDDEN', { body: { name: 'No' } }));
  assert.deepEqual(types(refused.dm), []);
  // One that players have seen is gone for them as well.
  const { id } = await newFight(table);
  await move(table.dm, id, { type: 'end' });
  const over = await told(table, streams, () => table.dm.delete(`/encounters/${id}`));
  assert.equal(types(over.player).at(-1), 'encounter.deleted');
  for (const stream of Object.values(streams)) stream.close();
});

test('a character may be changed while a fight writes to it', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
  for (const type of ['roll_initiative', 'start']) await move(table.dm, id, { type });
  const { combatants } = await table.dm.get(`/encounters/${id}`);
  const [target] = Object.keys(combatants).filter((key) => combatants[key].character_id === hero.id);
  const blows = Array.from({ length: 20 }, () => move(table.dm, id, { type: 'damage', targets: [target], amount: 1, damage_type: 'fire' }));
  const notes = Array.from({ length: 20 }, (_, i) => table.player.patch(`/characters/${hero.id}`, { sheet: { notes: `Note ${i}` } }));
  await Promise.all([...blows, ...notes]);
  assert.equal((await table.player.get(`/characters/${hero.id}`)).version, 2 + 40);
});
