import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { mergePatch } from '../lib/canon.mjs';
import { fieldCodes } from '../lib/client.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { move, newCharacter, newEncounter, newFight, newSheet, newTable } from '../lib/users.mjs';

const get = (table, id) => table.dm.get(`/encounters/${id}`);

function named(encounter, name) {
  const found = Object.entries(encounter.combatants).find(([, c]) => c.name === name);
  assert.ok(found, `${name} is not there`);
  return { id: found[0], ...found[1] };
}

test('who may make moves and take them back', async () => {
  const table = await newTable({ secondDm: true });
  const { id } = await newFight(table);
  const expect = { none: 'TOKEN_MISSING', stranger: 'ENCOUNTER_NOT_FOUND', observer: 'FORBIDDEN', player: 'FORBIDDEN', dm: 201, owner: 201 };
  await matrix(peopleOf(table), [
    { method: 'POST', path: `/encounters/${id}/moves`, body: { type: 'next_turn' }, expect },
    { method: 'POST', path: `/encounters/${id}/undo`, body: {}, expect: { ...expect, dm: 200, owner: 200 } },
  ]);
  // A draft is not there for players, whatever they try with it.
  const draft = await newEncounter(table.dm, table.id);
  for (const viewer of [table.player, table.observer]) {
    await viewer.refused('POST', `/encounters/${draft.id}/moves`, 404, 'ENCOUNTER_NOT_FOUND', { body: { type: 'start' } });
    await viewer.refused('POST', `/encounters/${draft.id}/undo`, 404, 'ENCOUNTER_NOT_FOUND', { body: {} });
  }
});

test('monsters, characters and custom things join', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  const hero = await newCharacter(table.player, table.id, { name: 'Thokk' });
  const added = await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 4 });
  assert.equal(added.version, 2);
  assert.equal(added.move.type, 'add_combatant');
  assert.equal(added.result.filter((r) => r.kind === 'joined').length, 4);
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  await move(table.dm, id, { type: 'add_combatant', custom: { name: 'Rope bridge', armor_class: 11, hp: 20 } });
  await move(table.dm, id, { type: 'add_combatant', monster: 'ogre', hp: 12 });
  await move(table.dm, id, { type: 'add_combatant', monster: 'ogre', hp: 'roll' });
  const encounter = await get(table, id);
  assert.equal(Object.keys(encounter.combatants).length, 8);
  assert.deepEqual(named(encounter, 'Goblin 1').hp, { current: 7, max: 7, temp: 0 });
  assert.equal(named(encounter, 'Goblin 4').armor_class, 15);
  assert.equal(named(encounter, 'Goblin 1').kind, 'monster');
  const thokk = named(encounter, 'Thokk');
  assert.equal(thokk.kind, 'character');
  assert.equal(thokk.character_id, hero.id);
  assert.equal(thokk.hp.current, 32);
  assert.deepEqual(named(encounter, 'Rope bridge').hp, { current: 20, max: 20, temp: 0 });
  assert.equal(named(encounter, 'Rope bridge').armor_class, 11);
  assert.ok(Object.values(encounter.combatants).some((c) => c.hp.max === 12));
});

test('what cannot join does not', async () => {
  const [table, other] = [await newTable(), await newTable()];
  const { id } = await newEncounter(table.dm, table.id);
  const path = `/encounters/${id}/moves`;
  const theirs = await newCharacter(other.player, other.id);
  const hero = await newCharacter(table.player, table.id);
  const free = await newCharacter(table.player);
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  const before = await get(table, id);
  const add = (body) => table.dm.call('POST', path, [400, 404, 409, 422], { body: { type: 'add_combatant', ...body } });

  for (const [field, value] of [['character_id', theirs.id], ['character_id', free.id], ['character_id', crypto.randomUUID()], ['monster', 'no-such-monster'], ['monster', '../goblin']]) {
    const { json } = await add({ [field]: value });
    assert.equal(json.error.code, 'VALIDATION_FAILED', JSON.stringify(json));
    assert.deepEqual(fieldCodes(json.error, `/${field}`), ['NOT_FOUND']);
  }
  assert.equal((await add({ character_id: hero.id })).json.error.code, 'ALREADY_IN_ENCOUNTER');
  // Exactly one of the three.
  for (const body of [{}, { monster: 'goblin', custom: { name: 'x', hp: 1 } }, { monster: 'goblin', character_id: hero.id }]) {
    const answer = await add(body);
    assert.equal(answer.json.error.code, 'VALIDATION_FAILED', answer.text);
    assert.ok(answer.json.error.details.fields.length >= 1);
  }
  assert.deepEqual(await get(table, id), before);
});

test('the rules refuse with codes of their own, and nothing changes', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  const nobody = crypto.randomUUID();
  const refused = async (code, body) => {
    const before = await get(table, id);
    const error = await table.dm.refused('POST', `/encounters/${id}/moves`, 422, code, { body });
    assert.deepEqual(await get(table, id), before, code);
    return error;
  };
  await refused('NO_COMBATANTS', { type: 'start' });
  for (const body of [{ type: 'next_turn' }, { type: 'pause' }, { type: 'end' }, { type: 'damage', targets: [nobody], amount: 1 }]) {
    await refused('NOT_STARTED', body);
  }
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 2 });
  const noInitiative = await refused('NO_INITIATIVE', { type: 'start' });
  assert.ok((await get(table, id)).combatants[noInitiative.details.combatant_id], 'names who');
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const [goblin] = Object.keys((await get(table, id)).combatants);
  await refused('ALREADY_STARTED', { type: 'start' });
  await refused('NOT_PAUSED', { type: 'resume' });
  for (const body of [
    { type: 'damage', targets: [goblin, nobody], amount: 3 }, { type: 'heal', targets: [nobody], amount: 3 },
    { type: 'remove_combatant', combatant_id: nobody }, { type: 'set_initiative', combatant_id: nobody, initiative: 3 },
    { type: 'reveal', combatant_ids: [nobody] }, { type: 'hide', combatant_ids: [nobody] },
    { type: 'roll_initiative', combatant_ids: [nobody] },
  ]) {
    const error = await refused('UNKNOWN_COMBATANT', body);
    assert.equal(error.details.combatant_id, nobody, 'names who');
  }
  await refused('SAME_TARGET_TWICE', { type: 'damage', targets: [goblin, goblin], amount: 3 });
  await move(table.dm, id, { type: 'pause' });
  await refused('PAUSED', { type: 'next_turn' });
  await move(table.dm, id, { type: 'resume' });
  await move(table.dm, id, { type: 'end' });
  for (const body of [{ type: 'next_turn' }, { type: 'add_combatant', monster: 'goblin' }, { type: 'end' }, { type: 'damage', targets: [goblin], amount: 1 }]) {
    await refused('ENCOUNTER_OVER', body);
  }
});

test('damage, healing and their bounds', async () => {
  const table = await newTable();
  const { id, ids: [goblin, other] } = await newFight(table);
  const hp = async (who) => (await get(table, id)).combatants[who].hp.current;
  await move(table.dm, id, { type: 'damage', targets: [goblin, other], amount: 3, damage_type: 'slashing' });
  assert.equal(await hp(goblin), 4);
  assert.equal(await hp(other), 4);
  await move(table.dm, id, { type: 'damage', targets: [goblin], amount: 3, half: true });
  assert.equal(await hp(goblin), 3);
  await move(table.dm, id, { type: 'heal', targets: [goblin], amount: 1 });
  assert.equal(await hp(goblin), 4);
  await move(table.dm, id, { type: 'heal', targets: [goblin], amount: 10000 });
  assert.equal(await hp(goblin), 7, 'not above its maximum');
  const dropped = await move(table.dm, id, { type: 'damage', targets: [goblin], amount: 10000 });
  assert.equal(await hp(goblin), 0);
  assert.ok(dropped.result.some((r) => ['dropped', 'died'].includes(r.kind)));
  await move(table.dm, id, { type: 'damage', targets: [goblin], amount: 0 });
});

test('turns go around by initiative, and rounds count up', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 3 });
  const ids = Object.keys((await get(table, id)).combatants);
  for (const [i, combatant] of ids.entries()) {
    await move(table.dm, id, { type: 'set_initiative', combatant_id: combatant, initiative: i === 1 ? 20 : 10, tiebreak: i });
  }
  await move(table.dm, id, { type: 'start' });
  const expected = [ids[1], ids[2], ids[0]];
  assert.deepEqual((await get(table, id)).order, expected);
  for (let turn = 0; turn < 7; turn++) {
    const encounter = await get(table, id);
    assert.equal(encounter.turn.combatant_id, expected[turn % 3]);
    assert.equal(encounter.round, 1 + Math.floor(turn / 3));
    await move(table.dm, id, { type: 'next_turn' });
  }
});

test('initiative is rolled for those who have none, or for those named', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  const hero = await newCharacter(table.player, table.id);
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 2 });
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  const rolled = await move(table.dm, id, { type: 'roll_initiative', for: 'monsters' });
  assert.equal(rolled.result.length, 2);
  for (const { kind, amount, rolled: die } of rolled.result) {
    assert.equal(kind, 'initiative');
    assert.ok(die >= 1 && die <= 20 && amount === die + 2, 'a goblin has Dexterity 14');
  }
  assert.equal((await move(table.dm, id, { type: 'roll_initiative' })).result.length, 1);
  const [who] = Object.keys((await get(table, id)).combatants);
  assert.equal((await move(table.dm, id, { type: 'roll_initiative', combatant_ids: [who] })).result.length, 1);
});

test('the answer of a move carries the patch to the DM\'s own table, and its version', async () => {
  const table = await newTable();
  const { id, ids: [goblin] } = await newFight(table);
  for (const body of [
    { type: 'damage', targets: [goblin], amount: 2 }, { type: 'next_turn' }, { type: 'hide', combatant_ids: [goblin] },
    { type: 'add_combatant', monster: 'ogre' }, { type: 'pause' }, { type: 'resume' }, { type: 'remove_combatant', combatant_id: goblin }, { type: 'end' },
  ]) {
    const before = await table.dm.get(`/campaigns/${table.id}/state`);
    const { version } = await get(table, id);
    const made = await move(table.dm, id, body);
    assert.equal(made.version, version + 1);
    assert.deepEqual(mergePatch(before, made.patch), await table.dm.get(`/campaigns/${table.id}/state`), body.type);
    assert.equal((await get(table, id)).version, made.version);
    assert.equal(made.move.by, (await table.dm.get('/me')).id);
  }
});

test('If-Match lets a move through only onto the version it was meant for', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  const path = `/encounters/${id}/moves`;
  const seen = await table.dm.call('GET', `/encounters/${id}`, 200);
  const made = await table.dm.call('POST', path, 201, { body: { type: 'next_turn' }, headers: { 'if-match': seen.headers.etag } });
  const before = await get(table, id);
  await table.dm.refused('POST', path, 412, 'VERSION_MISMATCH', { body: { type: 'next_turn' }, headers: { 'if-match': seen.headers.etag } });
  await table.dm.refused('POST', `/encounters/${id}/undo`, 412, 'VERSION_MISMATCH', { body: {}, headers: { 'if-match': seen.headers.etag } });
  for (const bad of ['""', '"', 'x', '"999"', `"${made.json.data.version}0"`]) {
    await table.dm.refused('POST', path, 412, 'VERSION_MISMATCH', { body: { type: 'next_turn' }, headers: { 'if-match': bad } });
  }
  assert.deepEqual(await get(table, id), before, 'the refused ones changed nothing');
  await table.dm.call('POST', path, 201, { body: { type: 'next_turn' }, headers: { 'if-match': `"${made.json.data.version}"` } });
  await table.dm.call('POST', path, 201, { body: { type: 'next_turn' }, headers: { 'if-match': '*' } });
});

test('of many moves at once for the same version one is made', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  const { version } = await get(table, id);
  const answers = await Promise.all(Array.from({ length: 10 }, () => table.dm.call('POST', `/encounters/${id}/moves`, [201, 409, 412], {
    body: { type: 'next_turn' }, headers: { 'if-match': `"${version}"` },
  })));
  assert.equal(answers.filter((a) => a.status === 201).length, 1);
  assert.equal((await get(table, id)).version, version + 1);
});

test('without If-Match all of many moves at once are made, one after the other', async () => {
  const table = await newTable();
  const { id, ids: [goblin] } = await newFight(table, { goblins: 1 });
  await move(table.dm, id, { type: 'add_combatant', custom: { name: 'Wall', hp: 1000 } });
  const wall = named(await get(table, id), 'Wall').id;
  const { version } = await get(table, id);
  const answers = await Promise.all(Array.from({ length: 20 }, () => table.dm.call('POST', `/encounters/${id}/moves`, [201, 409], {
    body: { type: 'damage', targets: [wall], amount: 7 },
  })));
  const made = answers.filter((a) => a.status === 201);
  assert.ok(made.length > 0);
  const after = await get(table, id);
  assert.equal(after.version, version + made.length);
  assert.equal(after.combatants[wall].hp.current, 1000 - 7 * made.length);
  assert.equal(new Set(made.map((a) => a.json.data.version)).size, made.length);
  assert.ok(after.combatants[goblin]);
});

test('an Idempotency-Key makes a retry safe', async () => {
  const table = await newTable({ secondDm: true });
  const { id, ids: [goblin] } = await newFight(table);
  const path = `/encounters/${id}/moves`;
  const body = { type: 'damage', targets: [goblin], amount: 2 };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const first = await table.dm.call('POST', path, 201, { body, headers });
  await move(table.dm, id, { type: 'next_turn' });
  const again = await table.dm.call('POST', path, 201, { body, headers });
  assert.deepEqual(again.json.data, first.json.data, 'the first answer, not a new one');
  assert.equal((await get(table, id)).combatants[goblin].hp.current, 5, 'nothing happened twice');
  // The key stands for that request only, and for that person only.
  await table.dm.refused('POST', path, 422, 'IDEMPOTENCY_KEY_REUSED', { body: { ...body, amount: 3 }, headers });
  await table.dm2.call('POST', path, 201, { body, headers });
  assert.equal((await get(table, id)).combatants[goblin].hp.current, 3);
  // Many at once count once.
  const busy = { 'idempotency-key': crypto.randomUUID() };
  const answers = await Promise.all(Array.from({ length: 8 }, () => table.dm.call('POST', path, [201, 409], { body: { type: 'heal', targets: [goblin], amount: 1 }, headers: busy })));
  assert.ok(answers.some((a) => a.status === 201));
  assert.equal((await get(table, id)).combatants[goblin].hp.current, 4);
  const error = await table.dm.refused('POST', path, 400, 'VALIDATION_FAILED', { body, headers: { 'idempotency-key': 'x'.repeat(201) } });
  assert.equal(fieldCodes(error, 'Idempotency-Key').length, 1);
});

test('a refused move leaves its Idempotency-Key unused', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  const headers = { 'idempotency-key': crypto.randomUUID() };
  await table.dm.refused('POST', `/encounters/${id}/moves`, 422, 'NO_COMBATANTS', { body: { type: 'start' }, headers });
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
  await move(table.dm, id, { type: 'roll_initiative' });
  await table.dm.call('POST', `/encounters/${id}/moves`, 201, { body: { type: 'start' }, headers });
});

test('a type that is none is refused, and the types there are named', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  for (const body of [{}, { type: null }, { type: 7 }, { type: '' }, { type: 'fly' }, { type: 'START' }, []]) {
    await table.dm.refused('POST', `/encounters/${id}/moves`, 400, 'VALIDATION_FAILED', { body });
  }
});

test('what a character suffers in a fight stands on the sheet', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const [who] = Object.keys((await get(table, id)).combatants);
  await move(table.dm, id, { type: 'damage', targets: [who], amount: 10 });
  const hurt = await table.player.get(`/characters/${hero.id}`);
  assert.equal(hurt.sheet.hp.current, 22);
  assert.ok(hurt.version > hero.version);
  await table.player.refused('PATCH', `/characters/${hero.id}`, 409, 'CHARACTER_IN_ENCOUNTER', { body: { sheet: { hp: { current: 32 } } } });
  await table.player.patch(`/characters/${hero.id}`, { sheet: { notes: 'Ouch.' } });
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.equal((await table.player.get(`/characters/${hero.id}`)).sheet.hp.current, 32);
});

test('what a character puts on or off counts at once, on the sheet and in the fight', async () => {
  const table = await newTable();
  const { dm, player } = table;
  const sheet = { ...newSheet(), classes: [{ class: 'fighter', level: 3, subclass: 'champion' }], notes: 'between us', hp: undefined, features_used: {}, equipment: [
    { item: 'chain-mail', quantity: 1, equipped: true }, { item: 'shield', quantity: 1, equipped: false }, { item: 'moon-shield', quantity: 1, equipped: false },
    { item: 'longsword', quantity: 1, equipped: false }] };
  await dm.post(`/campaigns/${table.id}/compendium/equipment`, { name: 'Moon shield', slug: 'moon-shield', category: 'armor', armor: { category: 'shield', ac: 3 } });
  const hero = await newCharacter(player, table.id, { sheet });
  const { id } = await newEncounter(dm, table.id);
  const joined = async (body) => (await move(dm, id, { type: 'add_combatant', ...body })).result.find((r) => r.kind === 'joined').combatant_id;
  const [thokk, orc] = [await joined({ character_id: hero.id }), await joined({ custom: { name: 'Orc', hp: 40 } })];
  await move(dm, id, { type: 'set_initiative', combatant_id: thokk, initiative: 20 });
  await move(dm, id, { type: 'set_initiative', combatant_id: orc, initiative: 10 });
  await move(dm, id, { type: 'start' });
  const ac = async (who = player) => (await who.get(`/encounters/${id}`)).combatants[thokk].armor_class;
  const onSheet = async () => [(await player.get(`/characters/${hero.id}/sheet`)).armor_class.value, (await player.get(`/characters/${hero.id}`)).sheet.equipment.filter((e) => e.equipped).map((e) => e.item).join()];
  const equip = (item, equipped, who = player) => move(who, id, { type: 'equip_item', combatant_id: thokk, item, equipped });
  assert.equal(await ac(), 16);
  const on = await equip('shield', true);
  assert.deepEqual([on.patch.encounter.combatants[thokk].armor_class, await ac(), ...await onSheet()], [18, 18, 18, 'chain-mail,shield']);
  await player.refused('POST', `/encounters/${id}/moves`, 422, 'NO_SUCH_ATTACK', { body: { type: 'take_turn', combatant_id: thokk, attacks: [{ target: orc, attack: 'Longsword' }] } });
  await equip('longsword', true);
  const [, hit] = (await move(player, id, { type: 'take_turn', combatant_id: thokk, attacks: [{ target: orc, attack: 'Longsword', roll: 15 }] })).result;
  assert.ok(hit, 'what is held is an attack');
  // The campaign's own things count as well, and whoever says it.
  await equip('shield', false, dm);
  await equip('moon-shield', true, dm);
  assert.deepEqual([await ac(), ...await onSheet()], [19, 19, 'chain-mail,moon-shield,longsword']);
  await equip('chain-mail', false);
  const bare = await ac();
  assert.equal(bare, (await onSheet())[0]);
  // One of them is taken back: the others count as they do without it.
  const log = await dm.get(`/encounters/${id}/moves?limit=100`);
  assert.ok(!JSON.stringify(log).includes('between us'));
  const moon = log.find((m) => m.asked?.item === 'moon-shield');
  await dm.post(`/encounters/${id}/undo`, { move_id: moon.id }, 200);
  assert.deepEqual([await ac(), ...await onSheet()], [bare - 3, bare - 3, 'longsword']);
  await dm.post(`/encounters/${id}/redo`, { move_id: moon.id }, 200);
  assert.deepEqual([await ac(), ...await onSheet()], [bare, bare, 'moon-shield,longsword']);
  for (let i = 0; i < 4; i++) await dm.post(`/encounters/${id}/undo`, { confirm: true }, 200);
  assert.deepEqual([await ac(dm), (await onSheet())[1]], [18, 'chain-mail,shield,longsword']);
  // A monster's things are as they were.
  await dm.refused('POST', `/encounters/${id}/moves`, 422, 'NO_SUCH_RESOURCE', { body: { type: 'equip_item', combatant_id: orc, item: 'shield', equipped: true } });
});

test('what a character rolls for damage its players see, however little they see of the target', async () => {
  for (const monster_hp of ['exact', 'bloodied', 'hidden']) {
    const table = await newTable({ campaign: { settings: { monster_hp } } });
    const { dm, player } = table;
    const hero = await newCharacter(player, table.id, { name: 'Thokk' });
    const { id } = await newEncounter(dm, table.id);
    const joined = async (body) => (await move(dm, id, { type: 'add_combatant', ...body })).result[0].combatant_id;
    const [thokk, ogre] = [await joined({ character_id: hero.id }), await joined({ monster: 'ogre', hp: 100 })];
    await move(dm, id, { type: 'override', combatant_id: ogre, field: 'resistances', text: 'slashing' });
    for (const [i, c] of [thokk, ogre].entries()) await move(dm, id, { type: 'set_initiative', combatant_id: c, initiative: 20 - i });
    await move(dm, id, { type: 'start' });
    const damage = async (who, from, to) => (await move(who, id, { type: 'take_turn', combatant_id: from, attacks: [{ target: to, to_hit: 50, roll: 12, damage: '9[slashing]' }] })).result.find((r) => r.kind === 'damage');
    const own = await damage(player, thokk, ogre);
    assert.deepEqual([own.rolled, own.source_id, own.amount, own.resisted, own.parts], [9, thokk, monster_hp === 'exact' ? 4 : 0, undefined, undefined]);
    const text = async (who) => (await who.get(`/encounters/${id}/moves?limit=1`))[0].text;
    assert.match(await text(player), monster_hp === 'exact' ? /Thokk hit Ogre \(rolled 12, 62 in all\); Ogre lost 4 hit points \(9 rolled\)\.$/ : /; Ogre got hurt \(9 rolled\)\.$/);
    assert.match(await text(dm), /Ogre took 4 slashing \(9 rolled, resisted\) damage and lost 4 hit points\.$/);
    await move(dm, id, { type: 'next_turn' });
    assert.equal((await damage(dm, ogre, thokk)).rolled, 9);
    await move(dm, id, { type: 'damage', targets: [ogre], roll: '4d6' });
    assert.ok(!/rolled/.test(await text(player)), 'what the DM rolls is the DM\'s');
  }
});

test('two hundred combatants are enough', async () => {
  const table = await newTable({ players: 0, observer: false });
  const { id } = await newEncounter(table.dm, table.id);
  for (let i = 0; i < 4; i++) await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 50 });
  await table.dm.refused('POST', `/encounters/${id}/moves`, 422, 'TOO_MANY_COMBATANTS', { body: { type: 'add_combatant', monster: 'goblin' } });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const ids = Object.keys((await get(table, id)).combatants);
  assert.equal(ids.length, 200);
  await move(table.dm, id, { type: 'damage', targets: ids, amount: 1 });
  for (const c of Object.values((await get(table, id)).combatants)) assert.equal(c.hp.current, 6);
});
