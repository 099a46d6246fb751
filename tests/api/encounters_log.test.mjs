// The log of an encounter: what each viewer reads of it, and what players must not.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { sql } from '../lib/stack.mjs';
import { move, newCharacter, newEncounter, newFight, newTable } from '../lib/users.mjs';

const log = (viewer, id, query = '') => viewer.get(`/encounters/${id}/moves?limit=100${query}`);
const joined = (made) => made.result.filter((c) => c.kind === 'joined').map((c) => c.combatant_id);

// A fight of known figures: two goblins, a hero and an ogre that nobody sees, in this order.
async function fight(table, { hidden = true } = {}) {
  const hero = await newCharacter(table.player, table.id, { name: 'Thokk' });
  const { id } = await newEncounter(table.dm, table.id);
  const make = (body) => move(table.dm, id, body);
  const goblins = joined(await make({ type: 'add_combatant', monster: 'goblin', count: 2 }));
  const [thokk] = joined(await make({ type: 'add_combatant', character_id: hero.id }));
  const ogre = hidden ? joined(await make({ type: 'add_combatant', monster: 'ogre', hidden: true }))[0] : undefined;
  for (const [i, combatant_id] of [...goblins, thokk, ogre].filter(Boolean).entries()) {
    await make({ type: 'set_initiative', combatant_id, initiative: 20 - i, tiebreak: 1 });
  }
  await make({ type: 'start' });
  return { id, make, goblins, thokk, ogre };
}

test('who may read the log', async () => {
  const table = await newTable({ secondDm: true });
  const { id } = await newFight(table);
  const draft = await newEncounter(table.dm, table.id);
  const expect = { none: 'TOKEN_MISSING', stranger: 'ENCOUNTER_NOT_FOUND', observer: 200, player: 200, dm: 200, owner: 200 };
  await matrix(peopleOf(table), [
    { method: 'GET', path: `/encounters/${id}/moves`, expect },
    { method: 'GET', path: `/encounters/${draft.id}/moves`, expect: { ...expect, observer: 'ENCOUNTER_NOT_FOUND', player: 'ENCOUNTER_NOT_FOUND' } },
  ]);
  await table.dm.refused('GET', `/encounters/${crypto.randomUUID()}/moves`, 404, 'ENCOUNTER_NOT_FOUND');
});

test('a DM reads everything: who, what, the dice, the result', async () => {
  const table = await newTable();
  const { id, make, goblins: [a, b], thokk, ogre } = await fight(table);
  const me = await table.dm.get('/me');
  const damage = await make({ type: 'damage', targets: [a, ogre], amount: 4, damage_type: 'slashing' });
  const heal = await make({ type: 'heal', targets: [a], roll: '1d4' });
  await make({ type: 'add_condition', targets: [a, b, ogre], condition: 'prone', source_id: thokk });
  await make({ type: 'note', text: 'They flee.' });
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  const all = await log(table.dm, id);
  const { version } = await table.dm.get(`/encounters/${id}`);
  assert.deepEqual(all.map((e) => e.version), Array.from({ length: version - 1 }, (_, i) => version - i));
  const [undo, note, condition, healed, hurt] = all;
  assert.equal(hurt.id, damage.move.id);
  assert.equal(hurt.by, me.id);
  assert.equal(hurt.by_name, me.display_name);
  assert.deepEqual(hurt.asked, { type: 'damage', targets: [a, ogre], amount: 4, damage_type: 'slashing' });
  assert.deepEqual(hurt.result, damage.result);
  assert.equal(hurt.text, `${table.dm.name} dealt damage: Goblin 1 and Ogre A took 4 slashing damage and lost 4 hit points.`);
  assert.deepEqual([healed.dice.length, healed.result], [1, heal.result]);
  assert.ok(healed.dice[0] >= 1 && healed.dice[0] <= 4);
  assert.match(healed.text, /healed \(1d4\): Goblin 1 regained [1-4] hit points\.$/);
  assert.equal(condition.text, `${table.dm.name} gave a condition: Goblin 1, Goblin 2 and Ogre A became prone by Thokk.`);
  assert.equal(note.text, `${table.dm.name} noted: They flee.`);
  assert.deepEqual([note.undone, undo.undone, hurt.undone], [true, false, false]);
  assert.equal(undo.type, 'undo');
  assert.equal(undo.asked, undefined);
  assert.equal(all.at(-1).text, `${table.dm.name} added to the encounter: Goblin 1 and Goblin 2 joined.`);
});

test('the log comes in pages, of one type, of one person', async () => {
  const table = await newTable();
  const { id, make, goblins: [a], thokk } = await fight(table, { hidden: false });
  for (let i = 1; i <= 3; i++) {
    await make({ type: 'damage', targets: [a], amount: 1 });
    await make({ type: 'next_turn' });
  }
  await move(table.player, id, { type: 'queue_turn', combatant_id: thokk, action: 'run' });
  for (const viewer of [table.dm, table.player]) {
    const all = await log(viewer, id);
    const pages = [];
    let cursor;
    do {
      const { json } = await viewer.call('GET', `/encounters/${id}/moves?limit=3${cursor ? `&cursor=${cursor}` : ''}`, 200);
      assert.ok(json.data.length > 0 && json.data.length <= 3);
      pages.push(...json.data);
      cursor = json.meta.pagination.next_cursor;
    } while (cursor);
    assert.deepEqual(pages, all);
    const turns = await log(viewer, id, '&type=next_turn');
    assert.deepEqual(turns, all.filter((e) => e.type === 'next_turn'));
    assert.equal(turns.length, 3);
    const { id: player } = await table.player.get('/me');
    assert.deepEqual(await log(viewer, id, `&by=${player}`), all.filter((e) => e.by === player));
    assert.equal((await log(viewer, id, `&by=${player}`)).length, 1);
    assert.deepEqual(await log(viewer, id, `&by=${crypto.randomUUID()}`), []);
    assert.deepEqual(await log(viewer, id, '&type=nonsense'), []);
    for (const wrong of ['cursor=x', 'by=x', 'limit=0', 'limit=101', 'nope=1', 'type=']) {
      await viewer.refused('GET', `/encounters/${id}/moves?${wrong}`, 400, 'VALIDATION_FAILED');
    }
  }
});

test('players read what they were told, by their own versions, and what they asked themselves', async () => {
  const table = await newTable({ players: 2 });
  const { id, make, goblins: [a, b], thokk, ogre } = await fight(table);
  await make({ type: 'damage', targets: [a, ogre, thokk], amount: 4 });
  await make({ type: 'damage', targets: [ogre], amount: 4 });
  await make({ type: 'note', text: 'The ogre waits.' });
  for (let i = 0; i < 2; i++) await make({ type: 'next_turn' });
  await move(table.player, id, { type: 'take_turn', combatant_id: thokk, action: 'shout', targets: [a] });
  await make({ type: 'remove_combatant', combatant_id: b });
  const own = await log(table.player, id);
  assert.deepEqual(own.map((e) => e.version), own.map((_, i) => own.length - i), 'no gaps');
  assert.equal(own[0].version, (await table.player.get(`/encounters/${id}`)).version);
  assert.deepEqual(own.map((e) => e.type), ['remove_combatant', 'take_turn', 'next_turn', 'next_turn', 'damage', 'start']);
  assert.equal(own[4].text, `${table.dm.name} dealt damage: Goblin 1 got hurt; Thokk took 4 damage and lost 4 hit points.`);
  assert.equal(own[1].text, `${table.player.name} took a turn (shout): Thokk used the action.`);
  assert.deepEqual(own[1].asked.action, 'shout');
  assert.equal(own[0].text, `${table.dm.name} removed from the encounter: Goblin 2 left.`);
  for (const viewer of [table.players[1], table.observer]) {
    const theirs = await log(viewer, id);
    const spoken = own.map(({ asked, ...rest }) => (rest.type === 'take_turn' ? { ...rest, text: rest.text.replace(' (shout)', '') } : rest));
    assert.deepEqual(theirs, spoken);
  }
  const { text } = await table.player.call('GET', `/encounters/${id}/moves?limit=100`, 200);
  for (const secret of ['gre', ogre, 'dice', 'add_combatant', 'set_initiative', 'note']) assert.ok(!text.includes(secret), secret);
});

test('names are those that the viewer saw then', async () => {
  const table = await newTable();
  const { id, make, goblins: [a], ogre } = await fight(table);
  await make({ type: 'add_condition', targets: [a], condition: 'prone' });
  await make({ type: 'hide', combatant_ids: [a] });
  await make({ type: 'override', combatant_id: a, field: 'name', text: 'Spy' });
  await make({ type: 'reveal', combatant_ids: [ogre] });
  await make({ type: 'override', combatant_id: ogre, field: 'name', text: 'Grub' });
  await make({ type: 'add_condition', targets: [ogre], condition: 'prone', source_id: a });
  const own = await log(table.player, id);
  assert.ok(own.every((e) => !e.text.includes('Spy')), JSON.stringify(own));
  const texts = own.map((e) => e.text.slice(table.dm.name.length + 1));
  assert.equal(texts.at(-2), 'gave a condition: Goblin 1 became prone.');
  assert.equal(texts.at(-3), 'removed from the encounter: Goblin 1 left.');
  assert.equal(texts.at(-4), 'added to the encounter: Ogre A joined.');
  assert.equal(texts[0], 'gave a condition: Grub became prone.');
  assert.match((await log(table.dm, id))[0].text, /Grub became prone by Spy\.$/);
  // The reveal is taken back, and its line stays as what they were told then.
  const reveal = (await log(table.dm, id, '&type=reveal'))[0];
  await table.dm.post(`/encounters/${id}/undo`, { move_id: reveal.id, confirm: true }, 200);
  const after = await log(table.player, id);
  assert.equal(after.at(-4).text, own.at(-4).text);
  assert.equal(after.at(-4).undone, true);
});

test('who has left has no name any more', async () => {
  const table = await newTable({ secondDm: true });
  const { id } = await fight(table);
  await move(table.dm2, id, { type: 'next_turn' });
  const { id: gone } = await table.dm2.get('/me');
  await sql(`delete from campaign_members where campaign_id = '${table.id}' and user_id = '${gone}'`);
  for (const viewer of [table.dm, table.player]) {
    const [last] = await log(viewer, id);
    assert.equal(last.by, gone);
    assert.equal(last.by_name, 'someone who left');
    assert.equal(last.text, 'someone who left went on to the next turn: it became the turn of Goblin 2.');
  }
});

// Ids in the order in which they appear, and names of people by who they are: two sessions become comparable.
function plain(table, entries) {
  const seen = new Map();
  const text = JSON.stringify(entries.map(({ at, ...rest }) => rest)).replaceAll(table.dm.name, 'DM');
  return text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
    if (!seen.has(id)) seen.set(id, `id-${seen.size}`);
    return seen.get(id);
  });
}

test('two sessions that differ in what is hidden leave players the same log', async () => {
  const logs = [];
  for (const hidden of [false, true]) {
    const table = await newTable();
    const { id, make, goblins: [a, b], thokk, ogre } = await fight(table, { hidden });
    const secretly = async (body) => (hidden ? make(body) : undefined);
    await secretly({ type: 'damage', targets: [ogre], amount: 3 });
    await make({ type: 'damage', targets: hidden ? [ogre, a, thokk] : [a, thokk], amount: 4 });
    await make({ type: 'add_condition', targets: [thokk], condition: 'prone', ...(hidden ? { source_id: ogre } : {}) });
    await make({ type: 'next_turn' });
    await make({ type: 'next_turn' });
    await make({ type: 'next_turn' });
    await secretly({ type: 'next_turn' });
    await secretly({ type: 'note', text: 'It smells.' });
    await make({ type: 'damage', targets: [b], amount: 7 });
    await table.dm.post(`/encounters/${id}/undo`, {}, 200);
    await secretly({ type: 'heal', targets: [ogre], amount: 1 });
    await make({ type: 'pause' });
    logs.push(plain(table, await log(table.player, id)));
  }
  assert.equal(logs[1], logs[0]);
});
