// What a sheet is checked for, what follows from it, and who sees how much.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { newCharacter, newSheet, newTable, newUser } from '../lib/users.mjs';

const post = (user, sheet, more = {}) => user.call('POST', '/characters', [201, 400], { body: { name: 'A', sheet, ...more } });

test('a new sheet names what the compendium has, or says that it is homebrew', async () => {
  const user = newUser();
  const wrong = [
    ['/sheet/species', { species: 'half-ork' }], ['/sheet/background', { background: 'acolite' }], ['/sheet/lineage', { lineage: 'moon' }],
    ['/sheet/classes/0/class', { classes: [{ class: 'barbarain', level: 3 }] }],
    ['/sheet/classes/1/subclass', { classes: [{ class: 'barbarian', level: 3 }, { class: 'rogue', level: 3, subclass: 'sneak' }] }],
    ['/sheet/feats/0', { feats: ['no-such-feat'] }], ['/sheet/features/1', { features: ['fighting-style-defense', 'no-such-option'] }],
  ];
  for (const [field, change] of wrong) {
    const refused = await post(user, { ...newSheet(), ...change });
    assert.equal(refused.status, 400, field);
    assert.deepEqual(fieldCodes(refused.json.error, field), ['NOT_ALLOWED'], refused.text);
    const taken = await post(user, { ...newSheet(), hp: {}, features_used: {}, ...change }, { homebrew: true });
    assert.equal(taken.status, 201, taken.text);
    const derived = await user.get(`/characters/${taken.json.data.id}/sheet`);
    assert.equal(derived.unknown.length, 1, field);
  }
  // What hangs together wrongly is refused whatever it is called.
  const broken = [
    ['/sheet/classes', { classes: [{ class: 'barbarian', level: 15 }, { class: 'rogue', level: 6 }] }],
    ['/sheet/classes', { classes: [{ class: 'rogue', level: 3, subclass: 'berserker' }] }],
    ['/sheet/features_used', { features_used: { rage: 9 } }], ['/sheet/hp/current', { hp: { current: 500 } }], ['/sheet/slots_used', { slots_used: { 1: 1 } }],
  ];
  for (const [field, change] of broken) {
    const refused = await post(user, { ...newSheet(), ...change }, { homebrew: true });
    assert.deepEqual(fieldCodes(refused.json.error, field), ['OUT_OF_RANGE'], refused.text);
  }
});

test('a patch may keep what nobody knows, but bring nothing more of it unless it says so', async () => {
  const user = newUser();
  const { id } = await newCharacter(user, undefined, { homebrew: true, sheet: { ...newSheet(), species: 'moonfolk' } });
  await user.patch(`/characters/${id}`, { sheet: { notes: 'Pale.' } });
  const error = await user.refused('PATCH', `/characters/${id}`, 400, 'VALIDATION_FAILED', { body: { sheet: { background: 'stargazer' } } });
  assert.deepEqual(fieldCodes(error, '/sheet/background'), ['NOT_ALLOWED']);
  assert.equal((await user.patch(`/characters/${id}`, { homebrew: true, sheet: { background: 'stargazer' } })).sheet.background, 'stargazer');
});

test('the ruleset is the one that is said, or the first that knows the sheet, and the campaign\'s within one', async () => {
  const user = newUser('player');
  const orc = { abilities: newSheet().abilities, species: 'orc', classes: [{ class: 'fighter', level: 1 }] };
  assert.equal((await user.post('/characters', { name: 'A', sheet: newSheet() })).ruleset, '2014');
  const modern = await user.post('/characters', { name: 'B', sheet: orc });
  assert.equal(modern.ruleset, '2024');
  const refused = await post(user, orc, { ruleset: '2014' });
  assert.deepEqual(fieldCodes(refused.json.error, '/sheet/species'), ['NOT_ALLOWED']);
  const human = { ...orc, species: 'human' };
  const asked = await user.post('/characters', { name: 'C', ruleset: '2024', sheet: human });
  assert.equal(asked.ruleset, '2024');
  assert.equal((await user.patch(`/characters/${asked.id}`, { ruleset: '2014' })).ruleset, '2014');
  const table = await newTable({ campaign: { ruleset: '2024' } });
  const mine = await newCharacter(table.player, table.id, { ruleset: '2014', sheet: human });
  assert.equal((await table.player.get(`/characters/${mine.id}`)).ruleset, '2024');
  assert.equal((await table.player.call('DELETE', `/characters/${mine.id}/campaign`, 200)).json.data.ruleset, '2014');
});

test('a subclass has spells that are always prepared, where spells are prepared at all', async () => {
  const user = newUser();
  const always = async (ruleset, class_, subclass, level, more = {}) => {
    const sheet = { abilities: { str: 10, dex: 10, con: 12, int: 12, wis: 14, cha: 14 }, classes: [{ class: class_, subclass, level }], ...more };
    const { id } = await user.post('/characters', { name: 'A', ruleset, sheet });
    return (await user.get(`/characters/${id}/sheet`)).spellcasting[0].always_prepared;
  };
  assert.deepEqual(await always('2014', 'cleric', 'life', 4), ['bless', 'cure-wounds', 'lesser-restoration', 'spiritual-weapon']);
  assert.deepEqual(await always('2014', 'cleric', undefined, 1), []);
  assert.deepEqual(await always('2014', 'warlock', 'fiend', 5), [], 'they are on its list, no more');
  assert.deepEqual(await always('2024', 'warlock', 'fiend-patron', 3), ['burning-hands', 'command', 'scorching-ray', 'suggestion']);
  assert.deepEqual(await always('2014', 'druid', 'land', 3), [], 'no land is chosen');
  assert.deepEqual(await always('2014', 'druid', 'land', 4, { features: ['circle-of-the-land-arctic'] }), ['hold-person', 'spike-growth']);
  assert.deepEqual(await always('2024', 'druid', 'circle-of-the-land', 5, { choices: { 'circle-of-the-land': 'arid' } }), ['blur', 'burning-hands', 'fire-bolt', 'fireball']);
});

test('what follows from a sheet, each number with what it is the sum of', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const d = await user.get(`/characters/${id}/sheet`);
  assert.equal(d.level, 3);
  assert.equal(d.proficiency_bonus, 2);
  assert.equal(d.abilities.str.modifier, 3);
  assert.equal(d.abilities.str.save, 5);
  assert.equal(d.skills.athletics.value, 5);
  assert.equal(d.armor_class.value, 14, 'unarmoured defence');
  assert.deepEqual(d.hp.max, 32);
  const rage = d.features.find((f) => f.slug === 'rage');
  assert.equal(rage.uses.max, 3);
  assert.equal(rage.uses.used, 1);
  for (const n of [d.armor_class, d.initiative, d.skills.athletics]) {
    assert.equal(n.breakdown.reduce((sum, term) => sum + term.value, 0), n.value);
  }
  assert.ok(d.attacks.some((a) => a.item === 'greataxe' && a.hit.value === 5));
});

test('notes are for the player and the DM, hit points for whom the campaign shows them', async () => {
  for (const [party_hp, shown] of [['exact', true], ['bloodied', false]]) {
    const table = await newTable({ players: 2, secondDm: true, campaign: { settings: { party_hp } } });
    const { id } = await newCharacter(table.player, table.id, { sheet: { ...newSheet(), notes: 'I am the heir.' } });
    for (const viewer of [table.player, table.dm, table.dm2]) {
      const { sheet } = await viewer.get(`/characters/${id}`);
      assert.equal(sheet.notes, 'I am the heir.');
      assert.equal(sheet.hp.current, 32);
      assert.equal((await viewer.get(`/characters/${id}/sheet`)).hp.current, 32);
    }
    for (const viewer of [table.players[1], table.observer]) {
      const answer = await viewer.call('GET', `/characters/${id}`, 200);
      assert.ok(!answer.text.includes('heir'), answer.text);
      assert.equal('hp' in answer.json.data.sheet, shown);
      const derived = await viewer.get(`/characters/${id}/sheet`);
      assert.equal('hp' in derived, shown);
      assert.equal(derived.level, 3);
    }
  }
});

test('who may read what of a character', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const { id } = await newCharacter(table.player, table.id);
  const people = { ...peopleOf(table), other: table.players[1] };
  const members = { none: 'TOKEN_MISSING', stranger: 'CHARACTER_NOT_FOUND', observer: 200, other: 200, player: 200, dm: 200, owner: 200 };
  await matrix(people, [
    { method: 'GET', path: `/characters/${id}/sheet`, expect: members },
    { method: 'GET', path: `/characters/${id}/history`, expect: { ...members, observer: 'FORBIDDEN', other: 'FORBIDDEN' } },
    { method: 'GET', path: `/characters?campaign_id=${table.id}`, expect: { ...members, stranger: 'CAMPAIGN_NOT_FOUND' } },
  ]);
});

test('the lists: mine without whole sheets, and a campaign\'s', async () => {
  const table = await newTable({ players: 2 });
  const mine = await newCharacter(table.player, table.id);
  const hers = await newCharacter(table.players[1], table.id);
  const apart = await newCharacter(table.player);
  const own = await table.player.get('/characters');
  assert.deepEqual(own.map((c) => c.id), [apart.id, mine.id]);
  assert.ok(own.every((c) => !('sheet' in c)));
  assert.deepEqual([own[0].level, own[0].species, own[0].classes, own[0].campaign_id], [3, 'half-orc', ['barbarian'], null]);
  assert.deepEqual((await table.observer.get(`/characters?campaign_id=${table.id}`)).map((c) => c.id), [hers.id, mine.id]);
  const first = await table.dm.call('GET', `/characters?campaign_id=${table.id}&limit=1`, 200);
  const { next_cursor: cursor } = first.json.meta.pagination;
  assert.deepEqual((await table.dm.get(`/characters?campaign_id=${table.id}&limit=1&cursor=${cursor}`)).map((c) => c.id), [mine.id]);
  assert.deepEqual(await newUser().get('/characters'), []);
});
