// Encounters for a party: every row has the difficulty that was asked for, by this table's own reckoning of it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { newCharacter, newTable } from '../lib/users.mjs';

// The published figures for a party of four of one level: 2014's thresholds, 2024's budgets.
const four = {
  2014: { 1: [100, 200, 300, 400], 5: [1000, 2000, 3000, 4400], 12: [4000, 8000, 12000, 18000] },
  2024: { 1: [200, 300, 400], 5: [2000, 3000, 4400], 12: [8800, 14800, 18800] },
};
const names = { 2014: ['easy', 'medium', 'hard', 'deadly'], 2024: ['low', 'moderate', 'high'] };
const multiplier = (n) => [[15, 4], [11, 3], [7, 2.5], [3, 2], [2, 1.5], [1, 1]].find(([least]) => n >= least)[1];

test('who is given suggestions', async () => {
  const table = await newTable({ secondDm: true });
  await matrix(peopleOf(table), [{
    method: 'GET', path: `/campaigns/${table.id}/suggestions?levels=3`,
    expect: { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: 'FORBIDDEN', player: 'FORBIDDEN', dm: 200, owner: 200 },
  }]);
});

test('every row is as hard as it was asked to be', async () => {
  const table = await newTable();
  for (const ruleset of ['2014', '2024']) {
    for (const [level, steps] of Object.entries(four[ruleset])) {
      for (const [i, difficulty] of names[ruleset].entries()) {
        const levels = Array(4).fill(level).join();
        const answer = await table.dm.get(`/campaigns/${table.id}/suggestions?ruleset=${ruleset}&difficulty=${difficulty}&levels=${levels}&rows=8`);
        const what = `${ruleset} ${difficulty} ${level}`;
        assert.deepEqual([answer.ruleset, answer.difficulty, answer.levels, answer.die], [ruleset, difficulty, Array(4).fill(Number(level)), answer.suggestions.length], what);
        assert.ok(answer.suggestions.length >= 4, `${what}: ${answer.suggestions.length}`);
        for (const row of answer.suggestions) {
          const count = row.monsters.reduce((n, m) => n + m.count, 0);
          const xp = row.monsters.reduce((n, m) => n + m.count * m.xp, 0);
          assert.equal(row.xp, xp, what);
          const adjusted = ruleset === '2014' ? Math.floor(xp * multiplier(count)) : xp;
          assert.equal(row.adjusted_xp, adjusted, what);
          if (ruleset === '2014') assert.ok(adjusted >= steps[i] && adjusted < (steps[i + 1] ?? Infinity), `${what}: ${adjusted}`);
          else assert.ok(adjusted <= steps[i] && adjusted > (steps[i - 1] ?? 0), `${what}: ${adjusted}`);
        }
        assert.equal(new Set(answer.suggestions.map((r) => r.monsters[0].slug)).size, answer.suggestions.length, `${what}: no variety`);
      }
    }
  }
});

test('filters hold, and the campaign\'s own monsters come in', async () => {
  const table = await newTable();
  const monster = { name: 'Reed Stalker', type: 'plant', ac: 12, hp: 20, cr: '1', abilities: { str: 10, dex: 10, con: 10, int: 3, wis: 10, cha: 5 }, environments: ['swamp'] };
  await table.dm.post(`/campaigns/${table.id}/compendium/monsters`, monster);
  const swamp = await table.dm.get(`/campaigns/${table.id}/suggestions?environment=swamp&levels=3,3,3,3&difficulty=medium`);
  assert.ok(swamp.suggestions.length > 0);
  for (const row of swamp.suggestions) assert.deepEqual(row.monsters.map((m) => m.slug), ['reed-stalker']);
  const undead = await table.dm.get(`/campaigns/${table.id}/suggestions?type=undead&levels=5,5,5&rows=4`);
  for (const { monsters } of undead.suggestions) {
    for (const { slug } of monsters) assert.equal((await table.dm.get(`/compendium/monsters/${slug}`)).type, 'undead');
  }
  assert.deepEqual((await table.dm.get(`/campaigns/${table.id}/suggestions?type=nothing&levels=5`)).suggestions, []);
});

test('the party is the campaign\'s when no levels are given', async () => {
  const table = await newTable();
  const path = `/campaigns/${table.id}/suggestions`;
  const error = await table.dm.refused('GET', path, 400, 'VALIDATION_FAILED');
  assert.equal(error.details.fields[0].field, 'levels');
  await newCharacter(table.player, table.id);
  assert.deepEqual((await table.dm.get(path)).levels, [3]);
  for (const [query, field] of [['levels=0', 'levels'], ['levels=a', 'levels'], ['difficulty=high', 'difficulty'], ['rows=21', 'rows'], ['ruleset=2024&difficulty=deadly', 'difficulty']]) {
    const refused = await table.dm.refused('GET', `${path}?${query}`, 400, 'VALIDATION_FAILED');
    assert.equal(refused.details.fields[0].field, field, query);
  }
});
