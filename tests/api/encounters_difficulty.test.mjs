// How hard an encounter is, while it is built. The figures themselves are the rules' (tests/unit/rules_difficulty.c).
import assert from 'node:assert/strict';
import test from 'node:test';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { move, newCharacter, newEncounter, newFight, newTable } from '../lib/users.mjs';

test('who may ask how hard it is', async () => {
  const table = await newTable({ secondDm: true });
  const { id } = await newFight(table);
  const draft = await newEncounter(table.dm, table.id);
  const expect = { none: 'TOKEN_MISSING', stranger: 'ENCOUNTER_NOT_FOUND', observer: 'FORBIDDEN', player: 'FORBIDDEN', dm: 200, owner: 200 };
  await matrix(peopleOf(table), [
    { method: 'GET', path: `/encounters/${id}/difficulty`, expect },
    {
      method: 'GET', path: `/encounters/${draft.id}/difficulty`,
      expect: { ...expect, observer: 'ENCOUNTER_NOT_FOUND', player: 'ENCOUNTER_NOT_FOUND' },
    },
  ]);
});

test('difficulty counts characters by their sheets and monsters by their worth, hidden or not', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  const ask = () => table.dm.get(`/encounters/${id}/difficulty`);
  const empty = await ask();
  assert.deepEqual([empty.levels, empty.monsters, empty.xp, empty['2014'].rating, empty['2024'].rating], [[], 0, 0, 'trivial', 'trivial']);
  for (let i = 0; i < 4; i++) {
    const hero = await newCharacter(table.player, table.id);
    await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  }
  await newCharacter(table.player, table.id); // of the campaign, and not in this fight
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 2 });
  await move(table.dm, id, { type: 'add_combatant', monster: 'ogre', hidden: true });
  await move(table.dm, id, { type: 'add_combatant', custom: { name: 'Rope bridge', hp: 20 } });
  const told = await ask();
  assert.deepEqual([told.levels, told.monsters, told.xp], [[3, 3, 3, 3], 3, 550]);
  // Three monsters are worth double in 2014: 1,100 is hard for four of level 3, and close to deadly.
  assert.deepEqual(told['2014'], {
    rating: 'hard', multiplier: '2', adjusted_xp: 1100, adventuring_day: 4800,
    steps: [{ name: 'easy', xp: 300 }, { name: 'medium', xp: 600 }, { name: 'hard', xp: 900 }, { name: 'deadly', xp: 1600 }],
  });
  assert.deepEqual(told['2024'], {
    rating: 'low', multiplier: '1', adjusted_xp: 550,
    steps: [{ name: 'low', xp: 600 }, { name: 'moderate', xp: 900 }, { name: 'high', xp: 1600 }],
  });
});
