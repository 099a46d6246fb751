import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { mergePatch, pruned } from '../lib/canon.mjs';
import { move, newCharacter, newEncounter, newTable } from '../lib/users.mjs';

// Without what an undo is meant to change: it is a change itself, so versions only grow, and a turn that comes
// back has all its time again.
function sansVersion({ version, turn, ...rest }) {
  assert.equal(typeof version, 'number');
  return turn ? { ...rest, turn: turn.combatant_id } : rest;
}

// A fight with every kind of move in it: what it looked like after each, and the moves' ids.
async function story(table) {
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  const states = [sansVersion(await table.dm.get(`/encounters/${id}`))];
  const ids = [];
  const versions = [1];
  const make = async (body) => {
    const made = await move(table.dm, id, body);
    ids.push(made.move.id);
    versions.push(made.version);
    states.push(sansVersion(await table.dm.get(`/encounters/${id}`)));
    return Object.keys(states.at(-1).combatants);
  };
  const [first, second] = await make({ type: 'add_combatant', monster: 'goblin', count: 2 });
  await make({ type: 'add_combatant', character_id: hero.id });
  await make({ type: 'add_combatant', monster: 'ogre', hidden: true });
  await make({ type: 'roll_initiative' });
  await make({ type: 'start' });
  await make({ type: 'damage', targets: [first, second], amount: 5 });
  await make({ type: 'next_turn' });
  await make({ type: 'hide', combatant_ids: [first] });
  await make({ type: 'heal', targets: [first], amount: 2 });
  await make({ type: 'set_initiative', combatant_id: second, initiative: -5 });
  await make({ type: 'remove_combatant', combatant_id: first });
  await make({ type: 'pause' });
  await make({ type: 'resume' });
  await make({ type: 'end' });
  return { id, ids, states, versions, hero };
}

test('undo takes back one move after the other, to the very beginning', async () => {
  const table = await newTable();
  const { id, states, hero } = await story(table);
  for (let left = states.length - 1; left > 0; left--) {
    const before = await table.dm.get(`/campaigns/${table.id}/state`);
    const { version } = await table.dm.get(`/encounters/${id}`);
    const undone = await table.dm.post(`/encounters/${id}/undo`, {}, 200);
    assert.deepEqual(sansVersion(await table.dm.get(`/encounters/${id}`)), states[left - 1], `back to ${left - 1}`);
    assert.equal(undone.version, version + 1, 'an undo is a change, too');
    assert.deepEqual(mergePatch(before, undone.patch), await table.dm.get(`/campaigns/${table.id}/state`));
  }
  await table.dm.refused('POST', `/encounters/${id}/undo`, 409, 'NOTHING_TO_UNDO', { body: {} });
  assert.equal((await table.player.get(`/characters/${hero.id}`)).sheet.hp.current, 32);
});

test('undo takes back several at once: by count, to a version, down to a move', async () => {
  const table = await newTable();
  const { id, ids, states, versions } = await story(table);
  const now = async () => sansVersion(await table.dm.get(`/encounters/${id}`));
  await table.dm.post(`/encounters/${id}/undo`, { count: 3 }, 200);
  assert.deepEqual(await now(), states.at(-4));
  await table.dm.post(`/encounters/${id}/undo`, { to_version: versions[6] }, 200);
  assert.deepEqual(await now(), states[6]);
  await table.dm.post(`/encounters/${id}/undo`, { move_id: ids[5] }, 200);
  assert.deepEqual(await now(), states[5]);
  await table.dm.refused('POST', `/encounters/${id}/undo`, 409, 'NOTHING_TO_UNDO', { body: { count: 6 } });
  assert.deepEqual(await now(), states[5], 'not some of them either');
  await table.dm.post(`/encounters/${id}/undo`, { count: 5 }, 200);
  assert.deepEqual(await now(), states[0]);
});

test('a move that later ones stand upon is taken back when that is confirmed; what is not there never', async () => {
  const [table, other] = [await newTable(), await newTable()];
  const { id, ids } = await story(table);
  const theirs = await story(other);
  const before = await table.dm.get(`/encounters/${id}`);
  const refused = await table.dm.refused('POST', `/encounters/${id}/undo`, 409, 'LATER_MOVES_DIFFER', { body: { move_id: ids[0] } });
  const dry = await table.dm.post(`/encounters/${id}/undo`, { move_id: ids[0], dry_run: true }, 200);
  assert.deepEqual(refused.details.different, dry.different);
  assert.ok(dry.different.some((d) => d.error === 'UNKNOWN_COMBATANT' && d.type === 'damage'), 'nobody is there to be damaged');
  for (const move_id of [crypto.randomUUID(), theirs.ids.at(-1)]) {
    await table.dm.refused('POST', `/encounters/${id}/undo`, 404, 'MOVE_NOT_FOUND', { body: { move_id } });
  }
  assert.deepEqual(await table.dm.get(`/encounters/${id}`), before);
  await table.dm.post(`/encounters/${id}/undo`, { move_id: ids.at(-1) }, 200);
  await table.dm.refused('POST', `/encounters/${id}/undo`, 404, 'MOVE_NOT_FOUND', { body: { move_id: ids.at(-1) } });
});

test('play goes on after an undo, and what was undone stays undone', async () => {
  const table = await newTable();
  const { id, states } = await story(table);
  await table.dm.post(`/encounters/${id}/undo`, { count: 3 }, 200);
  const [someone] = Object.keys(states.at(-4).combatants);
  await move(table.dm, id, { type: 'damage', targets: [someone], amount: 1 });
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.deepEqual(sansVersion(await table.dm.get(`/encounters/${id}`)), states.at(-4));
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.deepEqual(sansVersion(await table.dm.get(`/encounters/${id}`)), states.at(-5));
});

test('a retried undo with the same Idempotency-Key takes back one move', async () => {
  const table = await newTable();
  const { id, states } = await story(table);
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const first = await table.dm.call('POST', `/encounters/${id}/undo`, 200, { body: {}, headers });
  const again = await table.dm.call('POST', `/encounters/${id}/undo`, 200, { body: {}, headers });
  assert.deepEqual(again.json.data, first.json.data);
  assert.deepEqual(sansVersion(await table.dm.get(`/encounters/${id}`)), states.at(-2));
});

test('many undos at once take back as many moves as were answered', async () => {
  const table = await newTable();
  const { id, states } = await story(table);
  const answers = await Promise.all(Array.from({ length: 5 }, () => table.dm.call('POST', `/encounters/${id}/undo`, [200, 409], { body: {} })));
  const taken = answers.filter((a) => a.status === 200).length;
  assert.ok(taken > 0);
  assert.deepEqual(sansVersion(await table.dm.get(`/encounters/${id}`)), states.at(-1 - taken));
});

// A fight that has begun: a hero, two goblins, and the hero's turn.
async function brawl(table) {
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  const joined = await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 2 });
  const [first, second] = joined.result.map((c) => c.combatant_id);
  const own = (await move(table.dm, id, { type: 'add_combatant', character_id: hero.id })).result[0].combatant_id;
  for (const [who, initiative] of [[own, 20], [first, 10], [second, 5]]) {
    await move(table.dm, id, { type: 'set_initiative', combatant_id: who, initiative });
  }
  await move(table.dm, id, { type: 'start' });
  return { id, hero, own, first, second };
}

async function look(table, id) {
  return sansVersion(await table.dm.get(`/encounters/${id}`));
}

test('what was undone comes back, one undo after the other, and as it was', async () => {
  const table = await newTable();
  const { id, states } = await story(table);
  const undos = states.length - 1;
  for (let i = 0; i < undos; i++) await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.deepEqual(await look(table, id), states[0]);
  for (let i = 1; i <= undos; i++) {
    const before = await table.dm.get(`/campaigns/${table.id}/state`);
    const redone = await table.dm.post(`/encounters/${id}/redo`, {}, 200);
    assert.deepEqual(await look(table, id), states[i], `on to ${i}`);
    assert.deepEqual(mergePatch(before, redone.patch), await table.dm.get(`/campaigns/${table.id}/state`));
  }
  await table.dm.refused('POST', `/encounters/${id}/redo`, 409, 'NOTHING_TO_REDO', { body: {} });
  await table.dm.post(`/encounters/${id}/undo`, { count: 4 }, 200);
  await table.dm.post(`/encounters/${id}/undo`, { count: 2 }, 200);
  await table.dm.post(`/encounters/${id}/redo`, { count: 2 }, 200);
  assert.deepEqual(await look(table, id), states.at(-1), 'two undos, two redos');
});

test('a move in the middle is taken back and brought back, and the others stay', async () => {
  const table = await newTable();
  const { id, first, second } = await brawl(table);
  const hp = async (who) => (await look(table, id)).combatants[who].hp.current;
  const wound = await move(table.dm, id, { type: 'damage', targets: [first], amount: 3 });
  await move(table.dm, id, { type: 'damage', targets: [second], amount: 2 });
  await move(table.dm, id, { type: 'next_turn' });
  const after = await look(table, id);
  const undone = await table.dm.post(`/encounters/${id}/undo`, { move_id: wound.move.id }, 200);
  assert.deepEqual(undone.different, []);
  assert.deepEqual([await hp(first), await hp(second)], [7, 5]);
  await table.dm.refused('POST', `/encounters/${id}/undo`, 404, 'MOVE_NOT_FOUND', { body: { move_id: wound.move.id } });
  await table.dm.post(`/encounters/${id}/redo`, { move_id: wound.move.id }, 200);
  assert.deepEqual(await look(table, id), after);
  await table.dm.refused('POST', `/encounters/${id}/redo`, 404, 'MOVE_NOT_FOUND', { body: { move_id: wound.move.id } });
});

test('an undo that makes later moves impossible says so first, leaves them out then, and brings them back', async () => {
  const table = await newTable();
  const { id, first, own } = await brawl(table);
  const condition = await move(table.dm, id, { type: 'add_condition', targets: [own], condition: 'prone' });
  const gone = await move(table.dm, id, { type: 'remove_condition', targets: [own], condition: 'prone' });
  await move(table.dm, id, { type: 'damage', targets: [first], amount: 2 });
  const before = await look(table, id);
  const path = `/encounters/${id}/undo`;
  const { details } = await table.dm.refused('POST', path, 409, 'LATER_MOVES_DIFFER', { body: { move_id: condition.move.id } });
  assert.deepEqual(details.different, [{ move_id: gone.move.id, type: 'remove_condition', version: gone.version, error: 'NO_SUCH_CONDITION', new_dice: false }]);
  assert.deepEqual(await look(table, id), before, 'asking changed nothing');
  const undone = await table.dm.post(path, { move_id: condition.move.id, confirm: true }, 200);
  assert.deepEqual(undone.different, details.different);
  assert.deepEqual(await look(table, id), before, 'prone came and went before, too');
  await table.dm.post(`/encounters/${id}/redo`, {}, 200);
  await table.dm.post(path, { move_id: gone.move.id }, 200);
  assert.equal((await look(table, id)).combatants[own].conditions[0].condition, 'prone', 'both are back, and one is taken back');
});

test('previous_turn goes back to before the turn was passed, keeps what came after it, and can be undone', async () => {
  const table = await newTable();
  const { id, first, second, own } = await brawl(table);
  await move(table.dm, id, { type: 'add_condition', targets: [second], condition: 'blinded', until: { at: 'start_of_turn', combatant_id: first, rounds: 1 } });
  const before = await look(table, id);
  await move(table.dm, id, { type: 'next_turn' });
  const passed = await look(table, id);
  assert.deepEqual(passed.combatants[second].conditions, [], 'it ended with the next turn');
  const back = await move(table.dm, id, { type: 'previous_turn' });
  assert.equal(back.move.type, 'previous_turn');
  assert.deepEqual(await look(table, id), before);
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.deepEqual(await look(table, id), passed, 'the turn is passed again');
  await table.dm.post(`/encounters/${id}/redo`, {}, 200);
  assert.deepEqual(await look(table, id), before, 'and back again');
  await move(table.dm, id, { type: 'next_turn' });
  await move(table.dm, id, { type: 'damage', targets: [second], amount: 4 });
  await move(table.dm, id, { type: 'previous_turn' });
  const kept = await look(table, id);
  assert.equal(kept.turn, own);
  assert.equal(kept.combatants[second].hp.current, 3, 'the damage stays');
  assert.equal(kept.combatants[second].conditions.length, 1);
  await table.dm.refused('POST', `/encounters/${id}/moves`, 422, 'NO_TURN_BEFORE', { body: { type: 'previous_turn' } });
  await table.player.refused('POST', `/encounters/${id}/moves`, 403, 'FORBIDDEN', { body: { type: 'previous_turn' } });
});

test('sheets go back and forth with the fight: hit points, uses, items, and what its end awarded', async () => {
  const table = await newTable();
  const { id, hero, own, first } = await brawl(table);
  const sheet = async () => (await table.player.get(`/characters/${hero.id}`)).sheet;
  const start = await sheet();
  await move(table.dm, id, { type: 'damage', targets: [own], amount: 5 });
  await move(table.player, id, { type: 'use_feature', combatant_id: own, feature: 'rage' });
  await move(table.dm, id, { type: 'damage', targets: [first], amount: 7 });
  const fought = await sheet();
  assert.equal(fought.hp.current, start.hp.current - 5);
  assert.equal(fought.features_used.rage, (start.features_used?.rage ?? 0) + 1);
  await move(table.dm, id, { type: 'end', loot: [{ name: 'silver key', combatant_id: own }] });
  const ended = await sheet();
  assert.equal(ended.xp ?? 0, (start.xp ?? 0) + 50, 'a goblin is worth 50');
  assert.deepEqual(ended.equipment.at(-1), { item: 'silver key', quantity: 1 });
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.deepEqual(pruned({ ...(await sheet()), xp: 0 }), pruned({ ...fought, xp: 0 }));
  assert.equal((await sheet()).xp ?? 0, start.xp ?? 0);
  await table.dm.post(`/encounters/${id}/redo`, {}, 200);
  assert.deepEqual(await sheet(), ended);
  await table.dm.post(`/encounters/${id}/undo`, { count: 4 }, 200);
  assert.deepEqual(pruned({ ...(await sheet()), xp: 0 }), pruned({ ...start, xp: 0 }));
});

test('one who left, healed and came again has the hit points of the first time when that comes back', async () => {
  const table = await newTable();
  const { id, hero, own } = await brawl(table);
  const hp = async () => (await table.player.get(`/characters/${hero.id}`)).sheet.hp.current;
  const healthy = await hp();
  await move(table.dm, id, { type: 'damage', targets: [own], amount: 5 });
  await move(table.dm, id, { type: 'remove_combatant', combatant_id: own });
  await table.player.patch(`/characters/${hero.id}`, { sheet: { hp: { current: 3 } } });
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  assert.equal(await hp(), 3);
  await table.dm.post(`/encounters/${id}/undo`, { count: 2 }, 200);
  const { combatants } = await table.dm.get(`/encounters/${id}`);
  assert.equal(combatants[own].hp.current, healthy - 5);
  assert.equal(await hp(), healthy - 5);
});

test('when one comes to act whom players do not see, they see the turn before, however that comes about', async () => {
  const table = await newTable({ campaign: { settings: { hidden_in_order: 'absent', turn_seconds: 600, pause_when_dm_leaves: false } } });
  const { dm, player } = table;
  const { id } = await newEncounter(dm, table.id);
  const at = {};
  for (const [name, initiative, hidden] of [['Ann', 20, false], ['Spy', 15, true], ['Bob', 10, false]]) {
    at[name] = (await move(dm, id, { type: 'add_combatant', custom: { name, hp: 20 }, hidden })).result[0].combatant_id;
    await move(dm, id, { type: 'set_initiative', combatant_id: at[name], initiative });
  }
  await move(dm, id, { type: 'start' });
  await move(dm, id, { type: 'next_turn' });
  const seen = async () => (await player.get(`/encounters/${id}`)).turn;
  assert.equal((await seen()).combatant_id, at.Ann);
  const passed = await move(dm, id, { type: 'next_turn' });
  const { combatant_id: bobs, deadline } = await seen();
  assert.equal(bobs, at.Bob);
  await move(dm, id, { type: 'damage', targets: [at.Ann], amount: 1 });
  await dm.post(`/encounters/${id}/undo`, { move_id: passed.move.id }, 200);
  assert.equal((await dm.get(`/encounters/${id}`)).turn.combatant_id, at.Spy);
  assert.equal((await seen()).combatant_id, at.Ann, 'and not whose turn it is no more');
  assert.ok((await seen()).deadline > deadline, 'with all its time');
  await dm.post(`/encounters/${id}/redo`, {}, 200);
  assert.equal((await seen()).combatant_id, at.Bob);
  await dm.post(`/encounters/${id}/moves`, { type: 'previous_turn' }, 201);
  assert.equal((await dm.get(`/encounters/${id}`)).turn.combatant_id, at.Spy);
  assert.equal((await seen()).combatant_id, at.Ann);
  await move(dm, id, { type: 'next_turn' });
  assert.equal((await seen()).combatant_id, at.Bob);
});

test('dice that a move needs when it is played again stay as they fell', async () => {
  const table = await newTable();
  const { dm } = table;
  const { id } = await newEncounter(dm, table.id);
  const [orc, ogre] = (await move(dm, id, { type: 'add_combatant', custom: { name: 'Brute', hp: 5000, armor_class: 10 }, count: 2 })).result.map((r) => r.combatant_id);
  for (const [i, c] of [orc, ogre].entries()) await move(dm, id, { type: 'set_initiative', combatant_id: c, initiative: 20 - i });
  await move(dm, id, { type: 'start' });
  const shield = await move(dm, id, { type: 'override', combatant_id: ogre, field: 'armor_class', value: 90 });
  await move(dm, id, { type: 'take_turn', combatant_id: orc, attacks: [{ target: ogre, to_hit: 50, roll: 10, damage: '20d20[slashing]' }] });
  const noted = await move(dm, id, { type: 'note', text: 'It turned the blow.' });
  const hp = async () => (await dm.get(`/encounters/${id}`)).combatants[ogre].hp.current;
  const undo = (more = {}) => dm.post(`/encounters/${id}/undo`, { move_id: shield.move.id, confirm: true, ...more }, 200);
  const redo = () => dm.post(`/encounters/${id}/redo`, { move_id: shield.move.id, confirm: true }, 200);
  assert.equal(await hp(), 5000);
  assert.equal((await undo({ dry_run: true })).different[0].new_dice, true);
  assert.equal((await undo()).different[0].new_dice, true);
  const hurt = await hp();
  assert.ok(hurt < 5000);
  for (let i = 0; i < 3; i++) {
    await redo();
    assert.equal(await hp(), 5000);
    const again = await undo(i % 2 ? { dry_run: false } : {});
    assert.equal(again.different[0].new_dice, false, 'they are known now');
    assert.equal(await hp(), hurt);
  }
  const why = await dm.get(`/encounters/${id}/combatants/${ogre}/why`);
  assert.equal(why.steps.at(-1).after.current, hurt, 'and the chain leads to what there is');
  // Also when it is played again because of another move.
  await dm.post(`/encounters/${id}/undo`, { move_id: noted.move.id }, 200);
  await dm.post(`/encounters/${id}/undo`, { to_version: shield.version }, 200);
  assert.equal(await hp(), 5000);
  await dm.post(`/encounters/${id}/redo`, {}, 200);
  assert.equal(await hp(), hurt);
});

test('undoing what players have seen tells the DM whose tables have shown it', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const { id, first } = await brawl(table);
  const onlookers = (await Promise.all([...table.players, table.observer].map((viewer) => viewer.get('/me')))).map((me) => me.id).sort();
  const undo = (body = {}) => table.dm.post(`/encounters/${id}/undo`, body, 200);
  await move(table.dm, id, { type: 'damage', targets: [first], amount: 1 });
  assert.equal((await undo()).seen_by, undefined, 'nobody goes out of sight');
  const ogre = (await move(table.dm, id, { type: 'add_combatant', monster: 'ogre', hidden: true })).result[0].combatant_id;
  assert.equal((await undo({ dry_run: true })).seen_by, undefined, 'nobody has seen the ogre');
  await move(table.dm, id, { type: 'reveal', combatant_ids: [ogre] });
  const dry = await undo({ dry_run: true });
  assert.deepEqual(dry.seen_by, onlookers, 'as is known before it is done');
  const undone = await undo();
  assert.deepEqual(undone.seen_by, onlookers);
  assert.equal((await table.player.get(`/encounters/${id}`)).combatants[ogre], undefined);
  const redone = await table.dm.post(`/encounters/${id}/redo`, {}, 200);
  assert.equal(redone.seen_by, undefined, 'it is in sight again');
});

test('one who joined, was taken back and came again another time can be brought back as they came first', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id);
  for (const [body, count] of [[{ type: 'add_combatant', character_id: hero.id }, 1], [{ type: 'add_combatant', monster: 'goblin', count: 2 }, 4]]) {
    const { id } = await newEncounter(table.dm, table.id);
    const first = await move(table.dm, id, body);
    const before = await look(table, id);
    await table.dm.post(`/encounters/${id}/undo`, {}, 200);
    await move(table.dm, id, body);
    await table.dm.post(`/encounters/${id}/redo`, { move_id: first.move.id, confirm: true }, 200);
    const { combatants } = await look(table, id);
    assert.equal(Object.keys(combatants).length, count, 'a character is there once');
    for (const { combatant_id: key } of first.result) assert.deepEqual(combatants[key], before.combatants[key]);
  }
});

test('a log in which characters came and went more often than there is room in a fight is taken back', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  const first = await move(table.dm, id, { type: 'note', text: 'They come and go.' });
  for (let n = 0; n <= 200; n += 1) {
    const [{ combatant_id }] = (await move(table.dm, id, { type: 'add_combatant', character_id: hero.id })).result;
    await move(table.dm, id, { type: 'remove_combatant', combatant_id });
  }
  await table.dm.post(`/encounters/${id}/undo`, { to_version: first.version }, 200);
  assert.deepEqual((await look(table, id)).combatants, {});
});
