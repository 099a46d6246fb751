// Where a combatant's hit points come from, for those who may know.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { move, newCharacter, newEncounter, newFight, newTable } from '../lib/users.mjs';

const joined = (made) => made.result.filter((c) => c.kind === 'joined').map((c) => c.combatant_id);
const hp = (current, max, temp = 0) => ({ current, max, temp });

// An ogre (59 hit points) that everybody sees, and a hero of 32.
async function fight(table, more = {}) {
  const hero = await newCharacter(table.player, table.id, { name: 'Thokk' });
  const { id } = await newEncounter(table.dm, table.id);
  const make = (body) => move(table.dm, id, body);
  const [ogre] = joined(await make({ type: 'add_combatant', monster: 'ogre', ...more }));
  const [thokk] = joined(await make({ type: 'add_combatant', character_id: hero.id }));
  await make({ type: 'roll_initiative' });
  await make({ type: 'start' });
  const why = (viewer, combatant) => viewer.get(`/encounters/${id}/combatants/${combatant}/why`);
  return { id, make, ogre, thokk, why };
}

test('who may ask why', async () => {
  const table = await newTable({ secondDm: true });
  const { id, ids: [a] } = await newFight(table);
  const draft = await newEncounter(table.dm, table.id);
  const [b] = joined(await move(table.dm, draft.id, { type: 'add_combatant', monster: 'goblin' }));
  const expect = { none: 'TOKEN_MISSING', stranger: 'ENCOUNTER_NOT_FOUND', observer: 200, player: 200, dm: 200, owner: 200 };
  await matrix(peopleOf(table), [
    { method: 'GET', path: `/encounters/${id}/combatants/${a}/why`, expect },
    {
      method: 'GET', path: `/encounters/${draft.id}/combatants/${b}/why`,
      expect: { ...expect, observer: 'ENCOUNTER_NOT_FOUND', player: 'ENCOUNTER_NOT_FOUND' },
    },
  ]);
  for (const viewer of [table.dm, table.player]) {
    await viewer.refused('GET', `/encounters/${id}/combatants/${crypto.randomUUID()}/why`, 404, 'COMBATANT_NOT_FOUND');
    await viewer.refused('GET', `/encounters/${id}/combatants/${b}/why`, 404, 'COMBATANT_NOT_FOUND');
    await viewer.refused('GET', `/encounters/${id}/combatants/x/why`, 400, 'VALIDATION_FAILED');
  }
});

test('the chain of a character: every step with the figures before and after, for everyone who sees them', async () => {
  const table = await newTable();
  const { make, thokk, why } = await fight(table);
  const temp = await make({ type: 'set_temp_hp', targets: [thokk], amount: 3 });
  const damage = await make({ type: 'damage', targets: [thokk], amount: 9, damage_type: 'fire', half: true });
  await make({ type: 'next_turn' });
  const heal = await make({ type: 'heal', targets: [thokk], amount: 5 });
  for (const viewer of [table.dm, table.player, table.observer]) {
    const told = await why(viewer, thokk);
    assert.equal(told.name, 'Thokk');
    assert.deepEqual(told.hp, hp(32, 32));
    const steps = told.steps.slice(-3);
    assert.deepEqual(steps.map((s) => s.move_id), [temp, damage, heal].map((m) => m.move.id));
    assert.deepEqual(steps.map((s) => [s.before, s.after]), [[hp(32, 32), hp(32, 32, 3)], [hp(32, 32, 3), hp(31, 32)], [hp(31, 32), hp(32, 32)]]);
    const [, hurt] = steps.map((s) => s.consequence);
    assert.equal(hurt.kind, 'damage');
    assert.equal(hurt.rolled, 9);
    assert.equal(hurt.absorbed, 3);
    assert.equal(hurt.amount, 1);
    assert.deepEqual(hurt.parts, [{ damage_type: 'fire', rolled: 9, amount: 4 }]);
  }
  const [first] = (await why(table.dm, thokk)).steps;
  assert.equal(first.consequence.kind, 'joined');
  assert.equal(first.before, undefined);
  assert.deepEqual(first.after, hp(32, 32));
});

test('what was taken back is no part of it, and what came later counts from what is left', async () => {
  const table = await newTable();
  const { id, make, ogre, thokk, why } = await fight(table);
  const first = await make({ type: 'damage', targets: [ogre, thokk], amount: 10 });
  await make({ type: 'damage', targets: [ogre, thokk], amount: 4 });
  await table.dm.post(`/encounters/${id}/undo`, { move_id: first.move.id, confirm: true }, 200);
  for (const [viewer, combatant, max] of [[table.dm, ogre, 59], [table.dm, thokk, 32], [table.player, thokk, 32]]) {
    const told = await why(viewer, combatant);
    const steps = told.steps.filter((s) => s.consequence.kind === 'damage');
    assert.equal(steps.length, 1);
    assert.deepEqual([steps[0].before, steps[0].after, told.hp], [hp(max, max), hp(max - 4, max), hp(max - 4, max)]);
  }
  await table.dm.post(`/encounters/${id}/redo`, {}, 200);
  assert.equal((await why(table.dm, ogre)).steps.filter((s) => s.consequence.kind === 'damage').length, 2);
  assert.deepEqual((await why(table.dm, ogre)).hp, hp(45, 59));
});

test('players see of a monster what they saw then, and no figure', async () => {
  const table = await newTable();
  const { id, make, ogre, why } = await fight(table);
  await make({ type: 'damage', targets: [ogre], amount: 4, damage_type: 'cold' });
  await make({ type: 'damage', targets: [ogre], amount: 40, damage_type: 'cold' });
  await make({ type: 'damage', targets: [ogre], amount: 15 });
  const told = await why(table.player, ogre);
  assert.equal(told.name, 'Ogre');
  assert.deepEqual(told.hp, { state: 'down' });
  // The first made no difference that they could see.
  assert.deepEqual(told.steps.map((s) => [s.consequence.kind, s.before, s.after]), [
    ['damage', { state: 'up' }, { state: 'bloodied' }],
    ['damage', { state: 'bloodied' }, { state: 'down' }],
    ['died', { state: 'bloodied' }, { state: 'down' }],
  ]);
  for (const { consequence } of told.steps) assert.deepEqual(consequence, { kind: consequence.kind, combatant_id: ogre, amount: 0 });
  assert.equal((await why(table.dm, ogre)).steps.filter((s) => s.consequence.kind === 'damage').length, 3);
});

test('who is hidden is not there for players, before and after; who comes into sight begins there', async () => {
  const table = await newTable({ campaign: { settings: { monster_hp: 'exact' } } });
  const { id, make, ogre, why } = await fight(table, { hidden: true });
  const path = `/encounters/${id}/combatants/${ogre}/why`;
  await make({ type: 'damage', targets: [ogre], amount: 4 });
  await table.player.refused('GET', path, 404, 'COMBATANT_NOT_FOUND');
  await make({ type: 'reveal', combatant_ids: [ogre] });
  await make({ type: 'damage', targets: [ogre], amount: 5 });
  const told = await why(table.player, ogre);
  assert.deepEqual(told.steps.map((s) => [s.type, s.consequence.kind, s.before, s.after]), [
    ['add_combatant', 'joined', undefined, hp(55, 59)],
    ['damage', 'damage', hp(55, 59), hp(50, 59)],
  ]);
  assert.equal((await why(table.dm, ogre)).steps.length, 3);
  await make({ type: 'hide', combatant_ids: [ogre] });
  await table.player.refused('GET', path, 404, 'COMBATANT_NOT_FOUND');
  // Who was removed is gone for players as one who is hidden; DMs may still ask.
  await make({ type: 'reveal', combatant_ids: [ogre] });
  await make({ type: 'remove_combatant', combatant_id: ogre });
  await table.player.refused('GET', path, 404, 'COMBATANT_NOT_FOUND');
  const gone = await why(table.dm, ogre);
  assert.equal(gone.name, 'Ogre A');
  assert.equal(gone.hp, undefined);
});
