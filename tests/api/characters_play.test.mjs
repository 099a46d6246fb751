// What happens to a character between fights.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { move, newCharacter, newEncounter, newSheet, newTable, newUser } from '../lib/users.mjs';

// A wizard of the second level, who casts.
const wizard = () => ({ abilities: { str: 8, dex: 14, con: 14, int: 16, wis: 12, cha: 10 }, species: 'elf', classes: [{ class: 'wizard', level: 2 }], hp: { current: 10 } });
const post = (user, id, path, body, status = 200) => user.post(`/characters/${id}/${path}`, body, status);
const patch = (user, id, path, body = {}) => user.patch(`/characters/${id}/${path}`, body);
const used = (character, slug) => character.derived.features.find((f) => f.slug === slug).uses.used;

test('who may change a character: its owner and the DMs of its campaign', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const people = { ...peopleOf(table), other: table.players[1] };
  const expect = { none: 'TOKEN_MISSING', stranger: 'CHARACTER_NOT_FOUND', observer: 'FORBIDDEN', other: 'FORBIDDEN', player: 200, dm: 200, owner: 200 };
  const fresh = (path, sheet) => async () => `/characters/${(await newCharacter(table.player, table.id, sheet && { sheet })).id}${path}`;
  const rows = [
    ['PATCH', fresh('/features/rage/use'), {}], ['PATCH', fresh('/features/rage/restore'), {}],
    ['PATCH', fresh('/slots/1/use', wizard()), {}], ['PATCH', fresh('/slots/1/restore', { ...wizard(), slots_used: { 1: 1 } }), {}],
    ['POST', fresh('/rest'), { kind: 'long' }, 201], ['POST', fresh('/hp'), { damage: 3 }], ['POST', fresh('/death-save', { ...newSheet(), hp: { current: 0 } }), {}],
    ['POST', fresh('/xp'), { amount: 5 }], ['POST', fresh('/level-up', wizard()), { class: 'wizard', subclass: 'evocation' }],
    ['POST', fresh('/inventory'), { item: 'torch' }, 201], ['PATCH', fresh('/inventory/greataxe'), { equipped: false }], ['DELETE', fresh('/inventory/greataxe')],
    ['DELETE', fresh('')],
  ];
  await matrix(people, rows.map(([method, path, body]) => {
    const good = body?.item ? 201 : 200;
    return { method, path, body, expect: { ...expect, player: good, dm: good, owner: good } };
  }));
  const { id } = await newCharacter(table.player);
  await table.dm.refused('POST', `/characters/${id}/hp`, 404, 'CHARACTER_NOT_FOUND', { body: { damage: 1 } });
});

test('a rage is one use less with its effects on, and comes back', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const raging = await patch(user, id, 'features/rage/use');
  assert.equal(raging.version, 2);
  assert.equal(raging.sheet.features_used.rage, 2);
  assert.equal(used(raging, 'rage'), 2);
  assert.ok(raging.derived.effects.some((e) => e.effect === 'rage'));
  assert.ok(raging.derived.resistances.includes('slashing'));
  assert.deepEqual(await user.get(`/characters/${id}/sheet`), raging.derived);
  const calm = await patch(user, id, 'features/rage/restore', { amount: 2 });
  assert.equal(used(calm, 'rage'), 0);
  assert.ok(!calm.derived.resistances.includes('slashing'));
  await user.refused('PATCH', `/characters/${id}/features/rage/restore`, 422, 'NOTHING_SPENT', { body: {} });
  await user.refused('PATCH', `/characters/${id}/features/rage/use`, 422, 'NO_USES_LEFT', { body: { amount: 4 } });
  await user.refused('PATCH', `/characters/${id}/features/no-such-thing/use`, 422, 'NO_SUCH_FEATURE', { body: {} });
  assert.equal((await user.get(`/characters/${id}`)).version, 3);
});

test('spell slots are spent and come back with a rest', async () => {
  const user = newUser();
  const { id } = await newCharacter(user, undefined, { sheet: wizard() });
  for (const spent of [1, 2, 3]) assert.deepEqual((await patch(user, id, 'slots/1/use')).derived.slots[1], { max: 3, used: spent });
  await user.refused('PATCH', `/characters/${id}/slots/1/use`, 422, 'NO_SLOT_LEFT', { body: {} });
  await user.refused('PATCH', `/characters/${id}/slots/7/use`, 422, 'NO_SUCH_SLOT', { body: {} });
  assert.equal((await patch(user, id, 'slots/1/restore')).derived.slots[1].used, 2);
  assert.equal((await post(user, id, 'rest', { kind: 'long' })).derived.slots[1].used, 0);
  const learned = await user.patch(`/characters/${id}`, { sheet: { spells: ['shield', 'sleep'], prepared: ['sleep'] } });
  assert.deepEqual([learned.sheet.spells, learned.sheet.prepared], [['shield', 'sleep'], ['sleep']]);
});

test('damage, healing and temporary hit points, by type and resistance', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const hurt = await post(user, id, 'hp', { damage: 10, type: 'slashing' });
  assert.deepEqual(hurt.sheet.hp, { current: 22, temp: 0 });
  assert.equal(hurt.result[0].kind, 'damage');
  await patch(user, id, 'features/rage/use');
  assert.equal((await post(user, id, 'hp', { damage: 7, type: 'slashing' })).sheet.hp.current, 19, 'half, rounded down');
  assert.deepEqual((await post(user, id, 'hp', { temp: 5 })).sheet.hp, { current: 19, temp: 5 });
  assert.equal((await post(user, id, 'hp', { temp: 3 })).sheet.hp.temp, 5, 'they never add up');
  assert.deepEqual((await post(user, id, 'hp', { damage: 6 })).sheet.hp, { current: 18, temp: 0 });
  assert.equal((await post(user, id, 'hp', { healing: 500 })).sheet.hp.current, 32);
  const both = await post(user, id, 'hp', { damage: 10, healing: 4, temp: 1 });
  assert.deepEqual(both.sheet.hp, { current: 26, temp: 1 });
  for (const body of [{}, { type: 'fire' }]) await user.refused('POST', `/characters/${id}/hp`, 400, 'VALIDATION_FAILED', { body });
});

test('at 0 hit points there are death saves, and healing ends them', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  await user.refused('POST', `/characters/${id}/death-save`, 422, 'NOT_DYING', { body: {} });
  assert.equal((await post(user, id, 'hp', { damage: 40 })).sheet.hp.current, 0);
  assert.deepEqual((await post(user, id, 'death-save', { roll: 12 })).sheet.death_saves, { successes: 1 });
  assert.deepEqual((await post(user, id, 'death-save', { roll: 1 })).sheet.death_saves, { successes: 1, failures: 2 });
  await user.refused('POST', `/characters/${id}/rest`, 422, 'NO_HIT_POINTS', { body: { kind: 'long' } });
  const up = await post(user, id, 'hp', { healing: 3 });
  assert.equal(up.sheet.hp.current, 3);
  assert.ok(!('death_saves' in up.sheet));
  await post(user, id, 'hp', { damage: 3 });
  assert.deepEqual((await post(user, id, 'hp', { damage: 40 })).sheet.death_saves, { dead: true });
  await user.refused('POST', `/characters/${id}/hp`, 422, 'DEAD', { body: { healing: 5 } });
  assert.equal((await post(user, id, 'hp', { healing: 5, revive: true })).sheet.hp.current, 5);
  const rolled = await post(user, id, 'hp', { damage: 5 });
  assert.deepEqual(rolled.dice, []);
  const saved = await post(user, id, 'death-save', {});
  assert.equal(saved.dice.length, 1);
  assert.equal(saved.result[0].rolled, saved.dice[0]);
});

test('rests: hit dice in a short one, all in a long one', async () => {
  const user = newUser();
  const { id } = await newCharacter(user, undefined, { sheet: { ...newSheet(), hp: { current: 5 }, hit_dice_used: { d12: 1 } } });
  const short = await post(user, id, 'rest', { kind: 'short', hit_dice: 1 });
  assert.equal(short.dice.length, 1);
  assert.equal(short.sheet.hp.current, 5 + short.dice[0] + 2);
  assert.equal(short.sheet.hit_dice_used.d12, 2);
  await user.refused('POST', `/characters/${id}/rest`, 422, 'NO_HIT_DICE_LEFT', { body: { kind: 'short', hit_dice: 2 } });
  await user.refused('POST', `/characters/${id}/rest`, 422, 'NO_HIT_DICE_LEFT', { body: { kind: 'short', sizes: [6] } });
  assert.equal((await post(user, id, 'rest', { kind: 'short', sizes: [12] })).sheet.hit_dice_used.d12, 3);
  const long = await post(user, id, 'rest', { kind: 'long' });
  assert.equal(long.sheet.hp.current, 32);
  assert.equal(long.sheet.hit_dice_used.d12, 2, 'half of three, rounded down, at least one');
  assert.equal(used(long, 'rage'), 0);
  const error = await user.refused('POST', `/characters/${id}/rest`, 400, 'VALIDATION_FAILED', { body: { kind: 'long', hit_dice: 1 } });
  assert.deepEqual(fieldCodes(error, '/hit_dice'), ['NOT_ALLOWED']);
});

test('experience, and the level that it is for', async () => {
  const user = newUser();
  const { id } = await newCharacter(user, undefined, { sheet: { ...wizard(), xp: 800 } });
  assert.equal((await post(user, id, 'xp', { amount: 50 })).derived.experience.level_up, false);
  const due = await post(user, id, 'xp', { amount: 50 });
  assert.deepEqual([due.sheet.xp, due.derived.experience.level_up], [900, true]);
  const error = await user.refused('POST', `/characters/${id}/xp`, 400, 'VALIDATION_FAILED', { body: { amount: -901 } });
  assert.deepEqual(fieldCodes(error, '/amount'), ['OUT_OF_RANGE']);
  const tooEarly = { class: 'wizard', raises: [{ ability: 'int', by: 2 }] };
  await user.refused('POST', `/characters/${id}/level-up`, 422, 'IMPROVEMENT_EARLY', { body: { ...tooEarly, subclass: 'evocation' } });
  await user.refused('POST', `/characters/${id}/level-up`, 422, 'MULTICLASS_PREREQUISITE', { body: { class: 'paladin' } });
  assert.deepEqual(fieldCodes(await user.refused('POST', `/characters/${id}/level-up`, 400, 'VALIDATION_FAILED', { body: { class: 'wizzard' } }), '/class'), ['NOT_ALLOWED']);
  const third = await post(user, id, 'level-up', { class: 'wizard', subclass: 'evocation', hp: 'average' });
  assert.equal(third.derived.level, 3);
  assert.equal(third.sheet.hp.current, 10 + 6, 'd6 gives 4, and Constitution');
  assert.deepEqual(third.derived.slots[2], { max: 2, used: 0 });
  const fourth = await post(user, id, 'level-up', { class: 'wizard', hp: 'roll', raises: [{ ability: 'int', by: 2 }] });
  assert.equal(fourth.dice.length, 1);
  assert.deepEqual(fourth.sheet.classes[0].hp_rolls.at(-1), fourth.dice[0]);
  assert.equal(fourth.derived.abilities.int.score, 18);
});

test('the inventory, thing by thing', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const answer = await user.call('POST', `/characters/${id}/inventory`, 201, { body: { item: 'chain-shirt', equipped: true } });
  const shirt = answer.json.data;
  assert.equal(shirt.known, true);
  assert.equal(shirt.derived.armor_class.value, 15);
  assert.equal(shirt.character.version, 2);
  const locket = await post(user, id, 'inventory', { item: 'My grandmother’s locket', quantity: 2 }, 201);
  assert.equal(locket.known, false);
  assert.deepEqual(locket.character.sheet.equipment.map((e) => e.item), ['greataxe', 'chain-shirt', 'My grandmother’s locket']);
  const off = await patch(user, id, `inventory/${shirt.id}`, { equipped: false });
  assert.equal(off.derived.armor_class.value, 14);
  assert.equal(off.quantity, 1, 'the rest stays');
  const axe = await patch(user, id, 'inventory/greataxe', { quantity: 3 });
  assert.deepEqual([axe.quantity, axe.equipped], [3, true]);
  await patch(user, id, `inventory/${axe.id}`, { quantity: 2 });
  const gone = (await user.call('DELETE', `/characters/${id}/inventory/${locket.id}`, 200)).json.data;
  assert.deepEqual(gone.character.sheet.equipment.map((e) => [e.item, e.quantity]), [['greataxe', 2], ['chain-shirt', 1]]);
  for (const item of [locket.id, 'no-such-thing', 'greataxe']) {
    await user.refused('PATCH', `/characters/${id}/inventory/${item}`, 404, 'ITEM_NOT_FOUND', { body: {} });
    await user.refused('DELETE', `/characters/${id}/inventory/${item}`, 404, 'ITEM_NOT_FOUND');
  }
  for (let i = 0; i < 3; i++) await post(user, id, 'inventory', { item: 'ring-of-protection', attuned: true }, 201);
  const error = await user.refused('POST', `/characters/${id}/inventory`, 400, 'VALIDATION_FAILED', { body: { item: 'cloak-of-protection', attuned: true } });
  assert.deepEqual(fieldCodes(error, '/sheet/equipment'), ['OUT_OF_RANGE']);
});

test('while it fights, hit points change by moves alone', async () => {
  const table = await newTable();
  const { id } = await newCharacter(table.player, table.id);
  const encounter = await newEncounter(table.dm, table.id);
  await move(table.dm, encounter.id, { type: 'add_combatant', character_id: id });
  await post(table.player, id, 'hp', { damage: 1 });
  await move(table.dm, encounter.id, { type: 'roll_initiative' });
  await move(table.dm, encounter.id, { type: 'start' });
  const refused = [['hp', { damage: 1 }], ['death-save', {}], ['rest', { kind: 'long' }], ['level-up', { class: 'barbarian', raises: [{ ability: 'str', by: 2 }] }]];
  for (const [path, body] of refused) await table.player.refused('POST', `/characters/${id}/${path}`, 409, 'CHARACTER_IN_ENCOUNTER', { body });
  await table.player.refused('DELETE', `/characters/${id}`, 409, 'CHARACTER_IN_ENCOUNTER');
  await patch(table.player, id, 'features/rage/use');
  await post(table.player, id, 'inventory', { item: 'torch' }, 201);
  await move(table.dm, encounter.id, { type: 'end' });
  assert.equal((await post(table.player, id, 'hp', { damage: 1 })).sheet.hp.current, 30);
});

test('If-Match holds on to a version in every change', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const headers = { 'if-match': '"1"' };
  await user.post(`/characters/${id}/xp`, { amount: 1 }, 200, { headers });
  for (const [method, path, body] of [['POST', 'xp', { amount: 1 }], ['PATCH', 'features/rage/use', {}], ['DELETE', 'inventory/greataxe']]) {
    const error = await user.refused(method, `/characters/${id}/${path}`, 412, 'VERSION_MISMATCH', { body, headers });
    assert.equal(error.details.version, '2');
  }
  await user.refused('DELETE', `/characters/${id}`, 412, 'VERSION_MISMATCH', { headers });
  assert.equal((await user.get(`/characters/${id}`)).sheet.xp, 1);
});

test('changes at once all count', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  await Promise.all(Array.from({ length: 8 }, () => post(user, id, 'xp', { amount: 10 })));
  const after = await user.get(`/characters/${id}`);
  assert.deepEqual([after.sheet.xp, after.version], [80, 9]);
});

test('a deleted character is gone, and the fight that is over keeps it', async () => {
  const table = await newTable();
  const { id } = await newCharacter(table.player, table.id);
  const encounter = await newEncounter(table.dm, table.id);
  await move(table.dm, encounter.id, { type: 'add_combatant', character_id: id });
  await move(table.dm, encounter.id, { type: 'roll_initiative' });
  await move(table.dm, encounter.id, { type: 'start' });
  await move(table.dm, encounter.id, { type: 'end' });
  const before = await table.dm.get(`/encounters/${encounter.id}`);
  assert.deepEqual((await table.player.call('DELETE', `/characters/${id}`, 200)).json.data, { id });
  for (const path of ['', '/sheet', '/history']) await table.player.refused('GET', `/characters/${id}${path}`, 404, 'CHARACTER_NOT_FOUND');
  assert.deepEqual(await table.dm.get(`/encounters/${encounter.id}`), before);
  assert.deepEqual(await table.player.get('/characters'), []);
  // A draft that it stands in asks for its combatant to be taken out.
  const other = await newCharacter(table.player, table.id);
  const draft = await newEncounter(table.dm, table.id);
  await move(table.dm, draft.id, { type: 'add_combatant', character_id: other.id });
  await move(table.dm, draft.id, { type: 'roll_initiative' });
  await table.dm.call('DELETE', `/characters/${other.id}`, 200);
  const error = await table.dm.refused('POST', `/encounters/${draft.id}/moves`, 409, 'CHARACTER_LEFT', { body: { type: 'start' } });
  await move(table.dm, draft.id, { type: 'remove_combatant', combatant_id: error.details.combatant_id });
});

test('the history says who changed what, with the dice', async () => {
  const table = await newTable();
  const { id } = await newCharacter(table.player, table.id);
  await table.dm.post(`/characters/${id}/hp`, { damage: 4 }, 200);
  const rested = await post(table.player, id, 'rest', { kind: 'short', hit_dice: 1 });
  await table.player.patch(`/characters/${id}`, { name: 'Krusk', sheet: { species: null, notes: 'Old.' } });
  const history = await table.player.get(`/characters/${id}/history`);
  assert.deepEqual(history.map((h) => [h.version, h.kind]), [[5, 'edited'], [4, 'rest'], [3, 'hp'], [2, 'joined'], [1, 'created']]);
  const [edited, rest, hp, joined] = history;
  assert.equal(edited.changes.name.to, 'Krusk');
  assert.deepEqual(edited.changes.species, { from: 'half-orc' });
  assert.deepEqual(edited.changes.notes, { to: 'Old.' });
  assert.deepEqual(rest.dice, rested.dice);
  assert.deepEqual(Object.keys(hp.changes), ['hp']);
  assert.deepEqual([hp.changes.hp.from.current, hp.changes.hp.to.current], [32, 28]);
  assert.equal(hp.by, (await table.dm.get('/me')).id);
  assert.deepEqual(joined.changes.campaign_id, { to: table.id });
  const page = await table.dm.call('GET', `/characters/${id}/history?limit=2`, 200);
  const { next_cursor: cursor } = page.json.meta.pagination;
  assert.deepEqual((await table.dm.get(`/characters/${id}/history?limit=2&cursor=${cursor}`)).map((h) => h.version), [3, 2]);
  // What a fight does to it stands there too.
  const encounter = await newEncounter(table.dm, table.id);
  await move(table.dm, encounter.id, { type: 'add_combatant', character_id: id });
  await move(table.dm, encounter.id, { type: 'roll_initiative' });
  await move(table.dm, encounter.id, { type: 'start' });
  const { combatants } = await table.dm.get(`/encounters/${encounter.id}`);
  await move(table.dm, encounter.id, { type: 'damage', targets: Object.keys(combatants), amount: 2 });
  const [played] = await table.player.get(`/characters/${id}/history`);
  assert.deepEqual([played.kind, played.changes.hp.to.current], ['played', rested.sheet.hp.current - 2]);
});
