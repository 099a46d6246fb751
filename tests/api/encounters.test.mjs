import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { move, newEncounter, newFight, newTable } from '../lib/users.mjs';

test('who may do what with encounters', async () => {
  const table = await newTable({ secondDm: true });
  const draft = await newEncounter(table.dm, table.id);
  const { id: started } = await newFight(table);
  const base = { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND' };
  const one = { none: 'TOKEN_MISSING', stranger: 'ENCOUNTER_NOT_FOUND' };
  await matrix(peopleOf(table), [
    { method: 'GET', path: `/campaigns/${table.id}/encounters`, expect: { ...base, observer: 200, player: 200, dm: 200, owner: 200 } },
    {
      method: 'POST', path: `/campaigns/${table.id}/encounters`, body: { name: 'x' },
      expect: { ...base, observer: 'FORBIDDEN', player: 'FORBIDDEN', dm: 201, owner: 201 },
    },
    // A draft does not exist for players.
    { method: 'GET', path: `/encounters/${draft.id}`, expect: { ...one, observer: 'ENCOUNTER_NOT_FOUND', player: 'ENCOUNTER_NOT_FOUND', dm: 200, owner: 200 } },
    { method: 'GET', path: `/encounters/${started}`, expect: { ...one, observer: 200, player: 200, dm: 200, owner: 200 } },
  ]);
});

test('a new encounter is a draft', async () => {
  const { dm, id: campaign } = await newTable({ players: 0, observer: false });
  const answer = await dm.call('POST', `/campaigns/${campaign}/encounters`, 201, { body: { name: 'Goblin ambush', notes: 'By the road.' } });
  const made = answer.json.data;
  assert.equal(made.name, 'Goblin ambush');
  assert.equal(made.status, 'draft');
  assert.equal(made.version, 1);
  assert.equal(answer.headers.location, `/api/v1/encounters/${made.id}`);
  const whole = await dm.get(`/encounters/${made.id}`);
  assert.equal(whole.id, made.id);
  assert.equal(whole.status, 'draft');
  assert.equal(whole.notes, 'By the road.');
  assert.equal(whole.round, 0);
  assert.equal(whole.turn, undefined);
  assert.deepEqual(whole.order, []);
  assert.deepEqual(whole.combatants, {});
});

test('players see what has been started, and never the notes', async () => {
  const table = await newTable();
  await newEncounter(table.dm, table.id, { name: 'Secret draft', notes: 'the butler' });
  assert.deepEqual(await table.player.get(`/campaigns/${table.id}/encounters`), []);
  const { id } = await newEncounter(table.dm, table.id, { name: 'Open', notes: 'the dragon sleeps' });
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  for (const viewer of [table.player, table.observer]) {
    const list = await viewer.call('GET', `/campaigns/${table.id}/encounters`, 200);
    assert.deepEqual(list.json.data.map((e) => e.name), ['Open']);
    const whole = await viewer.call('GET', `/encounters/${id}`, 200);
    assert.ok(!whole.text.includes('dragon sleeps'));
  }
  assert.deepEqual((await table.dm.get(`/campaigns/${table.id}/encounters`)).map((e) => e.name).sort(), ['Open', 'Secret draft']);
  // What is over stays to be looked at.
  await move(table.dm, id, { type: 'end' });
  assert.equal((await table.player.get(`/encounters/${id}`)).status, 'completed');
});

test('a campaign has one running encounter', async () => {
  const table = await newTable();
  const first = await newFight(table);
  const second = await newEncounter(table.dm, table.id);
  await move(table.dm, second.id, { type: 'add_combatant', monster: 'goblin' });
  await move(table.dm, second.id, { type: 'roll_initiative' });
  const before = await table.dm.get(`/encounters/${second.id}`);
  const error = await table.dm.refused('POST', `/encounters/${second.id}/moves`, 409, 'ENCOUNTER_ALREADY_ACTIVE', { body: { type: 'start' } });
  assert.ok(JSON.stringify(error.details).includes(first.id), 'the other one is named');
  assert.deepEqual(await table.dm.get(`/encounters/${second.id}`), before);
  // A paused one runs too.
  await move(table.dm, first.id, { type: 'pause' });
  await table.dm.refused('POST', `/encounters/${second.id}/moves`, 409, 'ENCOUNTER_ALREADY_ACTIVE', { body: { type: 'start' } });
  await move(table.dm, first.id, { type: 'end' });
  await move(table.dm, second.id, { type: 'start' });
  // And undoing the end of the first would make two.
  await table.dm.refused('POST', `/encounters/${first.id}/undo`, 409, 'ENCOUNTER_ALREADY_ACTIVE', { body: {} });
  assert.equal((await table.dm.get(`/campaigns/${table.id}/state`)).encounter.id, second.id);
});

test('many starts at once start one', async () => {
  const table = await newTable();
  const drafts = [];
  for (let i = 0; i < 4; i++) {
    const { id } = await newEncounter(table.dm, table.id);
    await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
    await move(table.dm, id, { type: 'roll_initiative' });
    drafts.push(id);
  }
  const answers = await Promise.all(drafts.map((id) => table.dm.call('POST', `/encounters/${id}/moves`, [201, 409], { body: { type: 'start' } })));
  assert.equal(answers.filter((a) => a.status === 201).length, 1);
  const running = (await table.dm.get(`/campaigns/${table.id}/encounters`)).filter((e) => e.status === 'active');
  assert.equal(running.length, 1);
});

test('an ETag spares the body until something changes', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  for (const path of [`/encounters/${id}`, `/campaigns/${table.id}/state`, `/campaigns/${table.id}`, `/campaigns/${table.id}/members`, '/me', '/compendium/monsters/goblin', `/campaigns/${table.id}/encounters`]) {
    const first = await table.dm.call('GET', path, 200);
    assert.ok(first.headers.etag, `${path}: no ETag`);
    const again = await table.dm.call('GET', path, 304, { headers: { 'if-none-match': first.headers.etag } });
    assert.equal(again.headers.etag, first.headers.etag);
    await table.dm.call('GET', path, 304, { headers: { 'if-none-match': `"x", W/${first.headers.etag}` } });
    await table.dm.call('GET', path, 200, { headers: { 'if-none-match': '"x"' } });
  }
  const before = await table.dm.call('GET', `/encounters/${id}`, 200);
  await move(table.dm, id, { type: 'next_turn' });
  await table.dm.call('GET', `/encounters/${id}`, 200, { headers: { 'if-none-match': before.headers.etag } });
});

test('an encounter that is not there, or in another campaign, is not found', async () => {
  const [ours, theirs] = [await newTable(), await newTable()];
  const { id } = await newFight(theirs);
  for (const missing of [id, crypto.randomUUID()]) {
    await ours.dm.refused('GET', `/encounters/${missing}`, 404, 'ENCOUNTER_NOT_FOUND');
    await ours.dm.refused('POST', `/encounters/${missing}/moves`, 404, 'ENCOUNTER_NOT_FOUND', { body: { type: 'next_turn' } });
    await ours.dm.refused('POST', `/encounters/${missing}/undo`, 404, 'ENCOUNTER_NOT_FOUND', { body: {} });
  }
});
