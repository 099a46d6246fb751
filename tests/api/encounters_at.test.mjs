// The past of an encounter is what GET gave then: every GET of a session is kept and asked for again at its end.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { join, move, newCharacter, newEncounter, newTable, newUser } from '../lib/users.mjs';

// Without what is not kept of the past.
function lasting({ paused_for: reason, turn, ...rest }) {
  if (rest.status !== 'paused') assert.equal(reason, undefined);
  return turn ? { ...rest, turn: { combatant_id: turn.combatant_id } } : rest;
}

// A session whose every GET is kept: for each viewer the first of each version.
async function session(table) {
  const hero = await newCharacter(table.player, table.id, { name: 'Thokk' });
  const { id } = await newEncounter(table.dm, table.id, { name: 'Ambush', notes: 'the butler' });
  const viewers = { dm: table.dm, player: table.player, observer: table.observer };
  const kept = { dm: new Map(), player: new Map(), observer: new Map() };
  const keep = async () => {
    for (const [name, viewer] of Object.entries(viewers)) {
      const answer = await viewer.call('GET', `/encounters/${id}`, [200, 404]);
      if (answer.status === 404) continue;
      const seen = lasting(answer.json.data);
      if (kept[name].has(seen.version)) assert.deepEqual(seen, kept[name].get(seen.version), `${name} at ${seen.version}`);
      else kept[name].set(seen.version, seen);
    }
  };
  const make = async (body) => {
    const made = await move(table.dm, id, body);
    await keep();
    return made.result.filter((c) => c.kind === 'joined').map((c) => c.combatant_id);
  };
  const undo = async (body = {}) => {
    await table.dm.post(`/encounters/${id}/undo`, body, 200);
    await keep();
  };
  await keep();
  const [first, second] = await make({ type: 'add_combatant', monster: 'goblin', count: 2 });
  const [thokk] = await make({ type: 'add_combatant', character_id: hero.id });
  const [ogre] = await make({ type: 'add_combatant', monster: 'ogre', hidden: true });
  await make({ type: 'roll_initiative' });
  await make({ type: 'start' });
  await make({ type: 'damage', targets: [first, ogre], amount: 5 });
  await make({ type: 'damage', targets: [ogre], amount: 3 });
  for (let i = 0; i < 3; i++) await make({ type: 'next_turn' });
  await make({ type: 'reveal', combatant_ids: [ogre] });
  await make({ type: 'damage', targets: [ogre, thokk], amount: 4 });
  await undo({ count: 2 });
  await make({ type: 'override', combatant_id: ogre, field: 'name', text: 'Grub' });
  await make({ type: 'next_turn' });
  await make({ type: 'hide', combatant_ids: [second] });
  await make({ type: 'add_condition', targets: [second, first], condition: 'prone' });
  await make({ type: 'pause' });
  await make({ type: 'resume' });
  await make({ type: 'remove_combatant', combatant_id: first });
  await undo();
  await make({ type: 'end', xp: 50 });
  await undo();
  await make({ type: 'heal', targets: [thokk], amount: 2 });
  return { id, kept, viewers, ogre, last: kept.dm.size };
}

for (const hidden_in_order of ['absent', 'placeholder', 'shown']) {
  test(`an encounter at each version is what GET gave then: hidden ones ${hidden_in_order}`, async () => {
    const table = await newTable({ campaign: { settings: { hidden_in_order } } });
    const { id, kept, viewers } = await session(table);
    assert.ok(kept.player.size > 5 && kept.player.size < kept.dm.size, `${kept.player.size} of ${kept.dm.size}`);
    for (const [name, versions] of Object.entries(kept)) {
      for (const [version, seen] of versions) {
        const answer = await viewers[name].call('GET', `/encounters/${id}?at=${version}`, 200);
        assert.deepEqual(answer.json.data, seen, `${name} at ${version}`);
        assert.equal(answer.headers.etag.split('-')[0], `"${version}`);
      }
    }
    if (hidden_in_order !== 'absent') return;
    // Nothing of what was hidden is in a past that players see, until it is shown.
    const all = JSON.stringify([...kept.player.values()].slice(0, 3));
    assert.ok(!all.includes('Ogre') && !all.includes('butler'), all);
  });
}

test('a version that never was is named as such, with the current one; what was a draft is not there for players', async () => {
  const table = await newTable();
  const { id, kept } = await session(table);
  const dm = Math.max(...kept.dm.keys());
  const party = Math.max(...kept.player.keys());
  assert.ok(party < dm);
  for (const [viewer, now] of [[table.dm, dm], [table.player, party], [table.observer, party]]) {
    for (const at of [now + 1, 2147483647]) {
      const error = await viewer.refused('GET', `/encounters/${id}?at=${at}`, 404, 'VERSION_NOT_FOUND');
      assert.deepEqual(error.details, { version: String(now) });
    }
    await viewer.get(`/encounters/${id}?at=${now}`);
    for (const at of ['0', '-1', 'x', '1.5', '']) await viewer.refused('GET', `/encounters/${id}?at=${at}`, 400, 'VALIDATION_FAILED');
  }
  // Back to the draft and on again: the version between is one that players never saw.
  await table.dm.post(`/encounters/${id}/undo`, { to_version: 5 }, 200);
  assert.equal((await table.dm.get(`/encounters/${id}`)).status, 'draft');
  await table.player.refused('GET', `/encounters/${id}?at=1`, 404, 'ENCOUNTER_NOT_FOUND');
  await move(table.dm, id, { type: 'start' });
  const { version } = await table.player.get(`/encounters/${id}`);
  assert.equal(version, party + 2);
  await table.player.refused('GET', `/encounters/${id}?at=${party + 1}`, 404, 'ENCOUNTER_NOT_FOUND');
  assert.equal((await table.player.get(`/encounters/${id}?at=${party}`)).version, party);
});

test('a draft without moves has its first version', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  assert.deepEqual(await table.dm.get(`/encounters/${id}?at=1`), await table.dm.get(`/encounters/${id}`));
  await table.dm.refused('GET', `/encounters/${id}?at=2`, 404, 'VERSION_NOT_FOUND');
  await table.player.refused('GET', `/encounters/${id}?at=1`, 404, 'ENCOUNTER_NOT_FOUND');
});

test('the past is for members: strangers and those without a token get none of it', async () => {
  const table = await newTable();
  const { id } = await session(table);
  await table.stranger.refused('GET', `/encounters/${id}?at=2`, 404, 'ENCOUNTER_NOT_FOUND');
  await table.stranger.refused('GET', `/encounters/${crypto.randomUUID()}?at=2`, 404, 'ENCOUNTER_NOT_FOUND');
  const answer = await call('GET', `/encounters/${id}?at=2`);
  assert.equal(answer.status, 401);
  // Who joins later sees the past that players have.
  const late = newUser('late');
  await join(table.dm, table.id, late, 'player');
  assert.deepEqual(await late.get(`/encounters/${id}?at=2`), await table.player.get(`/encounters/${id}?at=2`));
});
