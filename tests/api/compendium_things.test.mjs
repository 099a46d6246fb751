// A campaign's own equipment and magic items on the sheets of its characters, and in its fights.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { move, newCharacter, newEncounter, newSheet, newTable } from '../lib/users.mjs';

const blade = { slug: 'moon-blade', name: 'Moon Blade', kind: 'weapon', weight_lb: 2.5, weapon: { category: 'martial', kind: 'melee', damage: { dice: '2d4', type: 'radiant' }, versatile_dice: '1d10', properties: ['finesse', 'versatile'] } };
const coat = { slug: 'bark-coat', name: 'Bark Coat', kind: 'armor', weight_lb: 20.5, armor: { category: 'medium', ac: 16, adds_dex: true, dex_max: 1 } };
const things = {
  equipment: [blade, coat, { slug: 'longsword', name: 'Longsword', weapon: { category: 'martial', kind: 'melee', damage: { dice: '3d6', type: 'slashing' } } }],
  'magic-items': [
    { slug: 'moon-king', name: 'Moon King', category: 'weapon', rarity: 'rare', attunement: true, base: ['moon-blade'], attack_bonus: 2, damage_bonus: 2 },
    { slug: 'ward-ring', name: 'Ward Ring', category: 'ring', ac_bonus: 1, save_bonus: 1, sets_ability: { cha: 19 }, resistances: ['fire'], charges: { max: 3, regain: '1d3', when: 'dawn' } },
    { slug: 'star-orb', name: 'Star Orb', category: 'wondrous-item', spell_dc_bonus: 2, spell_attack_bonus: 1 },
  ],
};

async function fill(table) {
  for (const [type, entries] of Object.entries(things)) for (const entry of entries) await table.dm.post(`/campaigns/${table.id}/compendium/${type}`, entry);
}
const worn = (item, more = {}) => ({ item, quantity: 1, equipped: true, ...more });
const attack = (derived, item) => derived.attacks.find((a) => a.item === item);
const terms = (number) => Object.fromEntries(number.breakdown.map((t) => [t.source, t.value]));

test('a sheet has the numbers of what the campaign made', async () => {
  const table = await newTable();
  await fill(table);
  const { id } = await newCharacter(table.player, table.id, { sheet: { ...newSheet(), equipment: [worn('moon-blade'), worn('bark-coat'), worn('moon-king', { attuned: true }), worn('ward-ring'), worn('longsword')] } });
  const d = await table.player.get(`/characters/${id}/sheet`);
  assert.deepEqual(terms(d.armor_class), { 'bark-coat': 16, dex: 1, 'ward-ring': 1 });
  const own = attack(d, 'moon-blade');
  assert.deepEqual([own.name, own.proficient, own.hit.value, own.damage.dice, own.damage.bonus, own.damage.type, own.versatile], ['Moon Blade', true, 5, '2d4', 3, 'radiant', '1d10']);
  const king = attack(d, 'moon-king');
  assert.deepEqual(terms(king.hit), { proficiency: 2, str: 3, 'moon-king': 2 });
  assert.deepEqual([king.damage.dice, king.damage.bonus], ['2d4', 5]);
  assert.equal(attack(d, 'longsword').damage.dice, '3d6');
  assert.equal(d.abilities.cha.score, 19);
  assert.ok(d.resistances.includes('fire'));
  assert.equal(d.features.find((f) => f.slug === 'ward-ring').uses.max, 3);
  assert.equal(d.carrying.load, 26, 'two blades of 2.5 and a coat of 20.5, rounded up; rings and a longsword without a weight');

  await table.dm.patch(`/campaigns/${table.id}/compendium/equipment/moon-blade`, { weapon: { damage: { dice: '1d12' } } });
  assert.equal(attack(await table.player.get(`/characters/${id}/sheet`), 'moon-king').damage.dice, '1d12');
  await table.dm.post(`/campaigns/${table.id}/compendium/equipment`, { slug: 'greataxe', hidden: true });
  await table.dm.delete(`/campaigns/${table.id}/compendium/equipment/longsword`);
  await table.player.patch(`/characters/${id}`, { sheet: { equipment: [worn('greataxe'), worn('longsword')] } });
  const plain = await table.player.get(`/characters/${id}/sheet`);
  assert.deepEqual([attack(plain, 'greataxe').damage.dice, attack(plain, 'longsword').damage.dice], ['1d12', '1d8'], 'built-in ones are what they were');
});

test('spells are cast by what a thing of the campaign adds', async () => {
  const table = await newTable();
  await fill(table);
  const sheet = { abilities: { str: 8, dex: 12, con: 12, int: 16, wis: 10, cha: 10 }, species: 'gnome', lineage: 'rock-gnome', background: 'acolyte', classes: [{ class: 'wizard', level: 1 }], equipment: [worn('star-orb')] };
  const { id } = await newCharacter(table.player, table.id, { sheet });
  const [casting] = (await table.player.get(`/characters/${id}/sheet`)).spellcasting;
  assert.deepEqual([casting.dc.value, terms(casting.dc)['star-orb'], casting.attack.value], [15, 2, 6]);
});

test('the answer to a change reckons with it at once', async () => {
  const table = await newTable();
  await fill(table);
  const { id } = await newCharacter(table.player, table.id);
  const added = await table.player.post(`/characters/${id}/inventory`, { item: 'moon-blade', equipped: true });
  assert.deepEqual([added.known, attack(added.derived, 'moon-blade').damage.dice], [true, '2d4']);
  const based = await table.player.post(`/characters/${id}/inventory`, { item: 'weapon-1', base: 'moon-blade', equipped: true });
  assert.equal(attack(based.derived, 'weapon-1').damage.dice, '2d4');
  assert.equal((await table.player.post(`/characters/${id}/inventory`, { item: 'moon-cheese' })).known, false);
});

test('none of it is there for another campaign, or without one', async () => {
  const [table, other] = [await newTable(), await newTable()];
  await fill(table);
  const sheet = { ...newSheet(), equipment: [worn('moon-blade'), worn('ward-ring')] };
  const { id } = await newCharacter(other.player, other.id, { sheet });
  const theirs = await other.player.get(`/characters/${id}/sheet`);
  assert.deepEqual([attack(theirs, 'moon-blade'), terms(theirs.armor_class)['ward-ring']], [undefined, undefined]);
  const { id: mine } = await newCharacter(table.player, undefined, { sheet });
  const numbers = async () => attack(await table.player.get(`/characters/${mine}/sheet`), 'moon-blade')?.damage.dice;
  assert.equal(await numbers(), undefined);
  assert.equal((await table.player.post(`/characters/${mine}/inventory`, { item: 'moon-blade' })).known, false);
  await table.player.put(`/characters/${mine}/campaign`, { campaign_id: table.id });
  assert.equal(await numbers(), '2d4');
  await table.player.delete(`/characters/${mine}/campaign`);
  assert.equal(await numbers(), undefined);
});

test('and fights are fought with it', async () => {
  const table = await newTable();
  await fill(table);
  const sheet = { ...newSheet(), equipment: [worn('moon-blade'), worn('bark-coat')] };
  const { id: character } = await newCharacter(table.player, table.id, { sheet });
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', character_id: character });
  const hero = async (encounter) => Object.values((await table.dm.get(`/encounters/${encounter}`)).combatants).find((c) => c.kind === 'character');
  assert.equal((await hero(id)).armor_class, 17);
  const { result: [{ combatant_id: dummy }] } = await move(table.dm, id, { type: 'add_combatant', custom: { name: 'Dummy', armor_class: 1, hp: 100 } });
  const [[own]] = Object.entries((await table.dm.get(`/encounters/${id}`)).combatants).filter(([, c]) => c.kind === 'character');
  await move(table.dm, id, { type: 'roll_initiative' });
  await table.dm.patch(`/campaigns/${table.id}/compendium/equipment/bark-coat`, { armor: { ac: 18 } });
  await move(table.dm, id, { type: 'start' });
  assert.equal((await hero(id)).armor_class, 19, 'the party starts as its sheets are now');
  if ((await table.dm.get(`/encounters/${id}`)).turn.combatant_id !== own) await move(table.dm, id, { type: 'next_turn' });
  const { result } = await move(table.dm, id, { type: 'take_turn', combatant_id: own, attacks: [{ target: dummy, attack: 'Moon Blade', roll: 15 }] });
  assert.ok(result.some((r) => r.parts?.[0].damage_type === 'radiant'), JSON.stringify(result));
  const copy = await table.dm.post(`/encounters/${id}/copy`, {});
  assert.equal((await hero(copy.id)).armor_class, 19);
});

test('what a sheet could not reckon with is refused by its field', async () => {
  const table = await newTable();
  for (const [type, body, field, code] of [
    ['equipment', { weapon: { damage: { dice: '1d8+1', type: 'fire' } } }, '/weapon/damage/dice', 'NOT_ALLOWED'],
    ['equipment', { weapon: { damage: { dice: '1d8' }, versatile_dice: 'd' } }, '/weapon/versatile_dice', 'NOT_ALLOWED'],
    ['equipment', { weapon: { damage: { dice: '1d8', type: 'mud' } } }, '/weapon/damage/type', 'NOT_ALLOWED'],
    ['equipment', { weapon: { properties: ['sharp'] } }, '/weapon/properties/0', 'NOT_ALLOWED'],
    ['equipment', { weapon: 'yes' }, '/weapon', 'WRONG_TYPE'], ['equipment', { armor: { ac: 12 } }, '/armor/category', 'REQUIRED'],
    ['equipment', { armor: { category: 'light', ac: 100 } }, '/armor/ac', 'OUT_OF_RANGE'], ['equipment', { slug: 'x'.repeat(81) }, '/slug', 'TOO_LONG'],
    ['magic-items', { ac_bonus: 101 }, '/ac_bonus', 'OUT_OF_RANGE'], ['magic-items', { sets_ability: { str: 31 } }, '/sets_ability/str', 'OUT_OF_RANGE'],
    ['magic-items', { resistances: ['mud'] }, '/resistances/0', 'NOT_ALLOWED'],
  ]) {
    const error = await table.dm.refused('POST', `/campaigns/${table.id}/compendium/${type}`, 400, 'VALIDATION_FAILED', { body: { name: 'Thing', ...body } });
    assert.deepEqual(fieldCodes(error, field), [code], `${field}: ${JSON.stringify(error.details)}`);
  }
});
