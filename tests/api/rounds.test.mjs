// What the rules keep about rounds and rests, through the database and back.
import assert from 'node:assert/strict';
import test from 'node:test';
import { move, newCharacter, newFight, newSheet, newTable, newUser } from '../lib/users.mjs';

test('a new order each round is remembered, seen, and taken back', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  const get = () => table.dm.get(`/encounters/${id}`);
  const passRound = async () => {
    const { round } = await get();
    let last;
    do last = await move(table.dm, id, { type: 'next_turn' });
    while (!last.result.some((r) => r.kind === 'round'));
    assert.equal((await get()).round, round + 1);
    return last.result.filter((r) => r.kind === 'initiative').length;
  };
  assert.equal(await passRound(), 0);
  const { combatants, order } = await get();
  await move(table.dm, id, { type: 'roll_initiative', combatant_ids: [order[0]], together: 'each', each_round: true });
  assert.equal((await get()).each_round, 'each');
  assert.equal((await table.player.get(`/encounters/${id}`)).each_round, 'each');
  assert.equal(await passRound(), Object.keys(combatants).length);
  await move(table.dm, id, { type: 'roll_initiative', combatant_ids: [order[0]], each_round: false });
  assert.equal((await get()).each_round, undefined);
  await table.dm.call('POST', `/encounters/${id}/undo`, 200, { body: {} });
  assert.equal((await get()).each_round, 'each');
});

test('a rest brings back what was lost', async () => {
  const table = await newTable();
  const { id, ids } = await newFight(table);
  await move(table.dm, id, { type: 'damage', targets: [ids[0]], amount: 3 });
  const hurt = (await table.dm.get(`/encounters/${id}`)).combatants[ids[0]].hp;
  assert.equal(hurt.current, hurt.max - 3);
  const { result } = await move(table.dm, id, { type: 'rest', rest: 'long', combatant_ids: [ids[0]] });
  assert.deepEqual(result.map((r) => r.kind), ['rested', 'healed']);
  assert.equal((await table.dm.get(`/encounters/${id}`)).combatants[ids[0]].hp.current, hurt.max);
});

test('attacks of the stat block are rolled against armor class, by whoever may', async () => {
  const table = await newTable();
  const { id, ids } = await newFight(table);
  const get = () => table.dm.get(`/encounters/${id}`);
  const by = (await get()).turn.combatant_id;
  const target = ids.find((other) => other !== by);
  const attack = { target, attack: 'Scimitar', damage: '3[slashing]', distance: 5 };
  const goblin = (await get()).combatants[by].monster === 'goblin';
  const made = goblin ? attack : { target, to_hit: 5, damage: '3[slashing]' };
  const hit = await move(table.dm, id, { type: 'take_turn', combatant_id: by, attacks: [{ ...made, roll: 20 }] });
  assert.deepEqual(hit.result.slice(0, 3).map((r) => r.kind), ['spent', 'attack', 'damage']);
  assert.equal(hit.result[1].success && hit.result[1].critical, true);
  assert.equal(hit.result[1].source_id, by);
  const { current, max } = (await get()).combatants[target].hp;
  assert.equal(current, max - 3);
  await table.dm.refused('POST', `/encounters/${id}/moves`, 422, 'NO_SUCH_ATTACK', { body: { type: 'take_turn', cost: 'free', combatant_id: by, attacks: [{ target, attack: 'Nose' }] } });
});

test('a rest in a fight is on the sheet, hit dice and all', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  const hero = await newCharacter(table.player, table.id);
  const joined = await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  const who = joined.result.find((r) => r.kind === 'joined').combatant_id;
  await move(table.dm, id, { type: 'damage', targets: [who], amount: 20 });
  await move(table.dm, id, { type: 'rest', rest: 'short', combatant_ids: [who], hit_dice: 2, fixed: true });
  const { sheet } = await table.player.get(`/characters/${hero.id}`);
  assert.equal(sheet.hit_dice_used.d12, 2);
  const hp = (await table.dm.get(`/encounters/${id}`)).combatants[who].hp;
  assert.equal(sheet.hp.current, hp.current);
});

test('charges of a carried wand are spent, outlast a rest and come back at dawn', async () => {
  const user = newUser();
  const sheet = { ...newSheet(), equipment: [{ item: 'wand-of-magic-missiles', quantity: 1 }] };
  const { id } = await newCharacter(user, undefined, { sheet });
  const used = async () => (await user.get(`/characters/${id}/sheet`)).features.find((f) => f.slug === 'wand-of-magic-missiles').uses;
  assert.deepEqual(await used(), { max: 7, used: 0, resets: 'dawn', regain: '1d6+1', pool: true });
  await user.call('PATCH', `/characters/${id}/features/wand-of-magic-missiles/use`, 200, { body: { amount: 1 } });
  await user.call('POST', `/characters/${id}/rest`, 200, { body: { kind: 'long' } });
  assert.equal((await used()).used, 1);
  await user.call('POST', `/characters/${id}/rest`, 200, { body: { kind: 'dawn' } });
  assert.equal((await used()).used, 0);
});

test('drained life lowers the maximum that everybody sees, until a long rest', async () => {
  const table = await newTable();
  const { id, ids } = await newFight(table);
  const hp = async () => (await table.dm.get(`/encounters/${id}`)).combatants[ids[0]].hp;
  const { max } = await hp();
  await move(table.dm, id, { type: 'damage', targets: [ids[0]], amount: 3, damage_type: 'necrotic', lowers_max: true });
  assert.deepEqual(await hp(), { current: max - 3, max: max - 3, temp: 0 });
  await move(table.dm, id, { type: 'rest', rest: 'long', combatant_ids: [ids[0]] });
  assert.deepEqual(await hp(), { current: max, max, temp: 0 });
});
