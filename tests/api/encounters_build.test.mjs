// Building encounters: names and notes, copies, and getting rid of them.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { mergePatch } from '../lib/canon.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { move, newCharacter, newEncounter, newFight, newSheet, newTable } from '../lib/users.mjs';

const joined = (made) => made.result.filter((c) => c.kind === 'joined').map((c) => c.combatant_id);
const named = (encounter, name) => Object.values(encounter.combatants).find((c) => c.name === name);

test('who may change, copy and delete an encounter', async () => {
  const table = await newTable({ secondDm: true });
  const { id } = await newFight(table);
  const draft = () => newEncounter(table.dm, table.id);
  const all = { none: 'TOKEN_MISSING', stranger: 'ENCOUNTER_NOT_FOUND', observer: 'FORBIDDEN', player: 'FORBIDDEN' };
  const unseen = { ...all, observer: 'ENCOUNTER_NOT_FOUND', player: 'ENCOUNTER_NOT_FOUND' };
  const fresh = { id: '' };
  const path = async (role) => {
    if (role === 'dm' || role === 'owner' || !fresh.id) fresh.id = (await draft()).id;
    return `/encounters/${fresh.id}`;
  };
  await matrix(peopleOf(table), [
    { method: 'PATCH', path: `/encounters/${id}`, body: { name: 'x' }, expect: { ...all, dm: 200, owner: 200 } },
    { method: 'PATCH', path, body: { name: 'x' }, expect: { ...unseen, dm: 200, owner: 200 } },
    { method: 'POST', path: `/encounters/${id}/copy`, body: {}, expect: { ...all, dm: 201, owner: 201 } },
    { method: 'POST', path: async (role) => `${await path(role)}/copy`, body: {}, expect: { ...unseen, dm: 201, owner: 201 } },
    { method: 'DELETE', path, expect: { ...unseen, dm: 200, owner: 200 } },
  ]);
  for (const viewer of [table.player, table.observer]) await viewer.refused('DELETE', `/encounters/${id}`, 403, 'FORBIDDEN');
  for (const [method, tail] of [['PATCH', ''], ['DELETE', ''], ['POST', '/copy']]) {
    await table.dm.refused(method, `/encounters/${crypto.randomUUID()}${tail}`, 404, 'ENCOUNTER_NOT_FOUND', method === 'DELETE' ? {} : { body: {} });
  }
});

test('a new name is seen by everyone, new notes by DMs, and undo passes over both', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  const path = `/encounters/${id}`;
  const states = async () => Promise.all([table.dm, table.player].map((v) => v.get(`/campaigns/${table.id}/state`)));
  const seen = async () => Promise.all([table.dm, table.player].map(async (v) => (await v.get(path)).version));
  const [dm, party] = await seen();
  const [before] = await states();
  const renamed = await table.dm.patch(path, { name: 'Goblin feast' }, { headers: { 'if-match': `"${dm}"` } });
  assert.equal(renamed.move.type, 'edit');
  assert.equal(renamed.version, dm + 1);
  assert.deepEqual(mergePatch(before, renamed.patch), (await states())[0]);
  for (const document of await states()) assert.equal(document.encounter.name, 'Goblin feast');
  assert.deepEqual(await seen(), [dm + 1, party + 1]);
  await table.dm.patch(path, { notes: 'They are drunk.' });
  assert.equal((await table.dm.get(path)).notes, 'They are drunk.');
  assert.deepEqual(await seen(), [dm + 2, party + 1]);
  const answer = await table.player.call('GET', `${path}/moves`, 200);
  assert.ok(!answer.text.includes('drunk'));
  assert.equal(answer.json.data[0].text, `${table.dm.name} changed the encounter's name or notes (Goblin feast).`);
  assert.deepEqual(answer.json.data.map((e) => e.type), ['edit', 'start']);
  await table.dm.refused('PATCH', path, 412, 'VERSION_MISMATCH', { body: { name: 'x' }, headers: { 'if-match': `"${dm}"` } });
  // The start is what is undone, and the name stays.
  const undone = await table.dm.post(`${path}/undo`, { dry_run: true }, 200);
  assert.equal(undone.version, dm + 2);
  await table.dm.post(`${path}/undo`, {}, 200);
  const draft = await table.dm.get(path);
  assert.deepEqual([draft.status, draft.name, draft.notes], ['draft', 'Goblin feast', 'They are drunk.']);
  // What it was called then is in the past, for each as they saw it.
  const at = async (viewer, version) => viewer.get(`${path}?at=${version}`);
  assert.notEqual((await at(table.dm, dm)).name, 'Goblin feast');
  assert.equal((await at(table.dm, dm + 1)).name, 'Goblin feast');
  assert.equal((await at(table.dm, dm + 1)).notes, undefined);
  assert.equal((await at(table.dm, dm + 2)).notes, 'They are drunk.');
  await table.dm.patch(path, { notes: null });
  assert.equal((await table.dm.get(path)).notes, undefined);
});

test('a retried change with the same Idempotency-Key is made once', async () => {
  const { dm, id: campaign } = await newTable({ players: 0, observer: false });
  const { id } = await newEncounter(dm, campaign);
  const options = { body: { name: 'A' }, headers: { 'idempotency-key': crypto.randomUUID() } };
  const first = await dm.call('PATCH', `/encounters/${id}`, 200, options);
  const again = await dm.call('PATCH', `/encounters/${id}`, 200, options);
  assert.deepEqual(again.json.data, first.json.data);
  assert.equal((await dm.get(`/encounters/${id}`)).version, 2);
  await dm.refused('PATCH', `/encounters/${id}`, 422, 'IDEMPOTENCY_KEY_REUSED', { ...options, body: { name: 'B' } });
});

test('a draft or what is over can be deleted, and what is running cannot', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  const path = `/encounters/${id}`;
  await table.dm.refused('DELETE', path, 409, 'ENCOUNTER_RUNNING');
  await move(table.dm, id, { type: 'pause' });
  await table.dm.refused('DELETE', path, 409, 'ENCOUNTER_RUNNING');
  assert.equal((await table.dm.get(path)).status, 'paused');
  await move(table.dm, id, { type: 'end' });
  assert.deepEqual((await table.dm.call('DELETE', path, 200)).json.data, { id });
  for (const viewer of [table.dm, table.player]) await viewer.refused('GET', path, 404, 'ENCOUNTER_NOT_FOUND');
  await table.dm.refused('DELETE', path, 404, 'ENCOUNTER_NOT_FOUND');
  assert.deepEqual(await table.dm.get(`/campaigns/${table.id}/encounters`), []);
  const draft = await newEncounter(table.dm, table.id);
  await move(table.dm, draft.id, { type: 'add_combatant', monster: 'goblin' });
  await table.dm.call('DELETE', `/encounters/${draft.id}`, 200);
  await table.dm.refused('GET', `/encounters/${draft.id}`, 404, 'ENCOUNTER_NOT_FOUND');
});

test('a copy has the same combatants as they joined, and characters as they are now', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id, { name: 'Thokk' });
  const gone = await newCharacter(table.player, table.id, { name: 'Gone' });
  const { id } = await newEncounter(table.dm, table.id, { name: 'Ambush', notes: 'By the road.' });
  const make = (body) => move(table.dm, id, body);
  const [a, b] = joined(await make({ type: 'add_combatant', monster: 'goblin', count: 2, hp: 'roll' }));
  const [ogre] = joined(await make({ type: 'add_combatant', monster: 'ogre', hp: 30 }));
  const [thokk] = joined(await make({ type: 'add_combatant', character_id: hero.id }));
  const [left] = joined(await make({ type: 'add_combatant', character_id: gone.id }));
  await make({ type: 'hide', combatant_ids: [ogre] });
  await make({ type: 'roll_initiative' });
  const fresh = await table.dm.get(`/encounters/${id}`);
  await make({ type: 'start' });
  await make({ type: 'reveal', combatant_ids: [ogre] });
  await make({ type: 'damage', targets: [a, ogre, thokk], amount: 50 });
  await make({ type: 'add_condition', targets: [b], condition: 'prone', source_id: ogre });
  await make({ type: 'override', combatant_id: ogre, field: 'name', text: 'Grub' });
  await make({ type: 'remove_combatant', combatant_id: left });
  await make({ type: 'end', xp: 0 });
  await table.player.call('DELETE', `/characters/${gone.id}/campaign`, 200);
  await table.player.patch(`/characters/${hero.id}`, { name: 'Thokk the Red', sheet: { hp: { current: 20 } } });
  const before = await table.dm.get(`/encounters/${id}`);

  const answer = await table.dm.call('POST', `/encounters/${id}/copy`, 201, { body: { name: 'Again' } });
  const { id: copy } = answer.json.data;
  assert.equal(answer.headers.location, `/api/v1/encounters/${copy}`);
  assert.deepEqual([answer.json.data.name, answer.json.data.status, answer.json.data.version], ['Again', 'draft', 1]);
  const made = await table.dm.get(`/encounters/${copy}`);
  assert.deepEqual([made.status, made.round, made.order, made.notes], ['draft', 0, [], 'By the road.']);
  assert.deepEqual(Object.values(made.combatants).map((c) => c.name).sort(), ['Goblin 1', 'Goblin 2', 'Grub', 'Thokk the Red']);
  for (const combatant of Object.keys(made.combatants)) assert.ok(!(combatant in before.combatants), 'an id of its own');
  assert.deepEqual(named(made, 'Goblin 1'), (({ initiative, ...rest }) => rest)(named(fresh, 'Goblin 1')));
  assert.deepEqual(named(made, 'Goblin 2'), (({ initiative, ...rest }) => rest)(named(fresh, 'Goblin 2')));
  assert.deepEqual([named(made, 'Grub').hp, named(made, 'Grub').hidden], [{ current: 30, max: 30, temp: 0 }, true]);
  assert.equal(named(made, 'Thokk the Red').hp.current, 20);
  assert.equal(named(made, 'Thokk the Red').character_id, hero.id);
  assert.deepEqual(await table.dm.get(`/encounters/${id}`), before, 'the original stays as it was');

  // It is an encounter like any other: it plays, is undone to its beginning, and is copied again.
  for (const body of [{ type: 'roll_initiative' }, { type: 'start' }, { type: 'add_combatant', monster: 'goblin' }, { type: 'next_turn' }]) await move(table.dm, copy, body);
  await table.dm.post(`/encounters/${copy}/undo`, { to_version: 1 }, 200);
  const back = await table.dm.get(`/encounters/${copy}`);
  assert.deepEqual({ ...back, version: 1 }, made);
  assert.deepEqual(await table.dm.get(`/encounters/${copy}?at=1`), made);
  const again = await table.dm.post(`/encounters/${copy}/copy`, {});
  assert.equal(again.name, 'Again');
  const figures = (encounter) => Object.values(encounter.combatants).sort((x, y) => (x.name < y.name ? -1 : 1));
  assert.deepEqual(figures(await table.dm.get(`/encounters/${again.id}`)), figures(made));
  const steps = (await table.dm.get(`/encounters/${copy}/combatants/${Object.keys(made.combatants)[0]}/why`)).steps;
  assert.deepEqual(steps, []);
});

test('the list of encounters can be asked for those that stand so', async () => {
  const table = await newTable();
  const { id: over } = await newFight(table);
  await move(table.dm, over, { type: 'end' });
  const { id: running } = await newFight(table);
  const { id: draft } = await newEncounter(table.dm, table.id);
  const list = async (viewer, status) => (await viewer.get(`/campaigns/${table.id}/encounters?status=${status}`)).map((e) => e.id);
  const expected = { draft: [draft], active: [running], paused: [], completed: [over], any: [draft, running, over] };
  for (const [status, ids] of Object.entries(expected)) {
    assert.deepEqual(await list(table.dm, status), ids, status);
    assert.deepEqual(await list(table.player, status), ids.filter((id) => id !== draft), status);
  }
  await table.dm.refused('GET', `/campaigns/${table.id}/encounters?status=over`, 400, 'VALIDATION_FAILED');
  const first = await table.dm.call('GET', `/campaigns/${table.id}/encounters?limit=1`, 200);
  const { next_cursor: cursor } = first.json.meta.pagination;
  assert.deepEqual((await table.dm.get(`/campaigns/${table.id}/encounters?cursor=${cursor}&status=completed`)).map((e) => e.id), [over]);
});

test('a character joins a copy by the sheet of now', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  await table.player.patch(`/characters/${hero.id}`, { sheet: { ...newSheet(), classes: [{ class: 'barbarian', level: 5 }], hp: { current: 9 } } });
  const { id: copy } = await table.dm.post(`/encounters/${id}/copy`, undefined);
  const [c] = Object.values((await table.dm.get(`/encounters/${copy}`)).combatants);
  assert.equal(c.hp.current, 9);
  assert.ok(c.hp.max > 32);
});
