import assert from 'node:assert/strict';
import test from 'node:test';
import { canon, nullsIn } from '../lib/canon.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { move, newCharacter, newEncounter, newFight, newTable } from '../lib/users.mjs';

const state = (viewer, table) => viewer.get(`/campaigns/${table.id}/state`);

test('who may see the table', async () => {
  const table = await newTable({ secondDm: true });
  await matrix(peopleOf(table), [{
    method: 'GET', path: `/campaigns/${table.id}/state`,
    expect: { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: 200, player: 200, dm: 200, owner: 200 },
  }]);
});

test('an empty table', async () => {
  const table = await newTable();
  const document = await state(table.player, table);
  assert.deepEqual(Object.keys(document).sort(), ['campaign', 'members', 'presence', 'tokens']);
  assert.equal(document.campaign.id, table.id);
  assert.equal(document.campaign.name, table.campaign.name);
  assert.deepEqual(document.campaign.settings, table.campaign.settings);
  const { id } = await table.player.get('/me');
  assert.deepEqual(document.members[id], { display_name: table.player.name, role: 'player' });
  assert.equal(Object.keys(document.members).length, 3);
  assert.deepEqual(document.tokens, {});
});

test('the document is canonical JSON without null, in every byte', async () => {
  const table = await newTable();
  await newFight(table, { goblins: 3, hidden: 1 });
  for (const viewer of table.everyone) {
    const answer = await viewer.call('GET', `/campaigns/${table.id}/state`, 200);
    const { data } = answer.json;
    assert.deepEqual(nullsIn(data), []);
    assert.ok(answer.text.includes(`"data":${canon(data)}`), 'the bytes as sent are the canonical ones');
  }
});

test('a draft is not on the table, nor is what is over', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
  await move(table.dm, id, { type: 'roll_initiative' });
  assert.equal((await state(table.dm, table)).encounter, undefined);
  await move(table.dm, id, { type: 'start' });
  for (const viewer of table.everyone) assert.equal((await state(viewer, table)).encounter.id, id);
  await move(table.dm, id, { type: 'pause' });
  assert.equal((await state(table.player, table)).encounter.status, 'paused');
  await move(table.dm, id, { type: 'end' });
  for (const viewer of table.everyone) assert.equal((await state(viewer, table)).encounter, undefined);
});

test('players know of monsters what the campaign shows, of characters everything', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id, { name: 'Thokk' });
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const of = async (viewer, kind) => Object.values((await state(viewer, table)).encounter.combatants).find((c) => c.kind === kind);
  const [goblin] = Object.entries((await state(table.dm, table)).encounter.combatants).find(([, c]) => c.kind === 'monster');
  for (const [amount, expected] of [[0, 'up'], [3, 'up'], [1, 'bloodied'], [2, 'bloodied'], [1, 'down']]) {
    await move(table.dm, id, { type: 'damage', targets: [goblin], amount });
    for (const viewer of [table.player, table.observer]) {
      const seen = await of(viewer, 'monster');
      assert.deepEqual(seen.hp, { state: expected });
      assert.ok(!('armor_class' in seen) && !('monster' in seen));
      assert.equal(typeof seen.initiative, 'number');
    }
  }
  const dm = await of(table.dm, 'monster');
  assert.deepEqual(dm.hp, { current: 0, max: 7, temp: 0 });
  assert.equal(dm.armor_class, 15);
  assert.equal(dm.monster, 'goblin');
  assert.deepEqual((await of(table.observer, 'character')).hp, { current: 32, max: 32, temp: 0 });
  assert.deepEqual(await of(table.observer, 'character'), await of(table.dm, 'character'));
});

// In every setting: what the party gets of a goblin that has 3 of 7 left.
const shown = {
  exact: { current: 3, max: 7, temp: 0 }, bar: { bar: 2, of: 4 }, bloodied: { state: 'bloodied' }, hidden: undefined,
};
for (const [setting, expected] of Object.entries(shown)) {
  test(`monster_hp ${setting}`, async () => {
    const table = await newTable({ campaign: { settings: { monster_hp: setting } } });
    const { id, ids: [goblin] } = await newFight(table, { goblins: 1 });
    await move(table.dm, id, { type: 'damage', targets: [goblin], amount: 4 });
    assert.deepEqual((await state(table.player, table)).encounter.combatants[goblin].hp, expected);
    assert.deepEqual((await state(table.dm, table)).encounter.combatants[goblin].hp, shown.exact);
    assert.deepEqual((await table.player.get(`/encounters/${id}`)).combatants[goblin].hp, expected, 'everywhere the same');
  });
}

test('monster_hp word never says how many', async () => {
  const table = await newTable({ campaign: { settings: { monster_hp: 'word' } } });
  const { id, ids: [goblin] } = await newFight(table, { goblins: 1 });
  const words = new Set();
  for (let i = 0; i <= 7; i++) {
    const { hp } = (await state(table.player, table)).encounter.combatants[goblin];
    assert.deepEqual(Object.keys(hp), ['state']);
    assert.match(hp.state, /^[a-z ]+$/);
    words.add(hp.state);
    await move(table.dm, id, { type: 'damage', targets: [goblin], amount: 1 });
  }
  assert.ok(words.size >= 3);
});

test('the hidden are not there for players: not in the document, not in the encounter, not in versions or tags', async () => {
  const table = await newTable();
  const { id } = await newFight(table, { goblins: 2 });
  const path = `/encounters/${id}`;
  const before = await table.player.call('GET', path, 200);
  const tableBefore = await table.player.call('GET', `/campaigns/${table.id}/state`, 200);
  const listBefore = await table.player.call('GET', `/campaigns/${table.id}/encounters`, 200);

  await move(table.dm, id, { type: 'add_combatant', monster: 'adult-black-dragon', hidden: true });
  const [dragon] = Object.entries((await table.dm.get(path)).combatants).find(([, c]) => c.hidden);
  await move(table.dm, id, { type: 'set_initiative', combatant_id: dragon, initiative: 30 });
  await move(table.dm, id, { type: 'damage', targets: [dragon], amount: 7 });
  const after = await table.player.call('GET', path, 200);
  assert.deepEqual(after.json.data, before.json.data);
  assert.equal(after.headers.etag, before.headers.etag);
  assert.equal((await table.player.call('GET', `/campaigns/${table.id}/state`, 200)).headers.etag, tableBefore.headers.etag);
  assert.deepEqual((await table.player.call('GET', `/campaigns/${table.id}/encounters`, 200)).json.data, listBefore.json.data);
  assert.equal((await table.dm.get(path)).combatants[dragon].hidden, true);

  await move(table.dm, id, { type: 'reveal', combatant_ids: [dragon] });
  const revealed = (await table.player.get(path)).combatants[dragon];
  assert.match(revealed.name, /^Adult Black Dragon/);
  await move(table.dm, id, { type: 'hide', combatant_ids: [dragon] });
  const again = await table.player.call('GET', path, 200);
  assert.ok(!again.text.includes(dragon) && !again.text.includes('Dragon'));
});

// DESIGN.md: two histories that differ only in hidden facts give a player the same bytes.
test('nothing that a player gets tells that somebody hidden is there', async () => {
  const views = [];
  for (const hidden of [0, 1]) {
    const table = await newTable({ observer: false });
    const { id } = await newEncounter(table.dm, table.id, { name: 'Same' });
    if (hidden) await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', hidden: true });
    await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 2 });
    for (const [who, c] of Object.entries((await table.dm.get(`/encounters/${id}`)).combatants)) {
      const initiative = c.hidden ? 10 : { 'Goblin 1': 14, 'Goblin 2': 8 }[c.name];
      assert.ok(initiative, `${c.name}: the names of those who are seen say nothing of those who are not`);
      await move(table.dm, id, { type: 'set_initiative', combatant_id: who, initiative, tiebreak: 0 });
    }
    await move(table.dm, id, { type: 'start' });
    const seen = [];
    const look = async () => {
      const { encounter } = await state(table.player, table);
      const names = new Map(Object.entries(encounter.combatants).map(([key, c]) => [key, c.name]));
      // Ids are random; everything else must be the same.
      seen.push({
        ...encounter, id: 0, turn: names.get(encounter.turn?.combatant_id), order: encounter.order.map((key) => names.get(key)),
        combatants: Object.values(encounter.combatants).sort((a, b) => a.name.localeCompare(b.name)),
      });
    };
    await look();
    for (let turn = 0; turn < 4; turn++) {
      const before = canon((await state(table.player, table)).encounter);
      do await move(table.dm, id, { type: 'next_turn' });
      // The turn of the hidden one is none that a player could tell from the one before.
      while (hidden && canon((await state(table.player, table)).encounter) === before);
      await look();
    }
    views.push(seen);
  }
  assert.deepEqual(views[1], views[0]);
});

test('hidden_in_order placeholder shows that somebody is there, and not who', async () => {
  const table = await newTable({ campaign: { settings: { hidden_in_order: 'placeholder' } } });
  const { id } = await newFight(table, { goblins: 1, hidden: 1 });
  const answer = await table.player.call('GET', `/encounters/${id}`, 200);
  const hidden = Object.values(answer.json.data.combatants).find((c) => c.hidden);
  assert.equal(hidden.name, '?');
  assert.deepEqual(Object.keys(hidden).sort(), ['hidden', 'name']);
  assert.equal(answer.json.data.order.length, 2);
});
