import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { mergePatch } from '../lib/canon.mjs';
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

test('a move that others stand upon, or that is not there, is not taken back', async () => {
  const [table, other] = [await newTable(), await newTable()];
  const { id, ids } = await story(table);
  const theirs = await story(other);
  const before = await table.dm.get(`/encounters/${id}`);
  await table.dm.refused('POST', `/encounters/${id}/undo`, 409, 'MOVE_NOT_LAST', { body: { move_id: ids[5] } });
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
