import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { mergePatch, pruned } from '../lib/canon.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { newCharacter, newEncounter, newSheet, newTable, newUser, join, move } from '../lib/users.mjs';

test('who may do what with a character of the campaign', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const { id } = await newCharacter(table.player, table.id);
  const people = { ...peopleOf(table), other: table.players[1] };
  const members = { none: 'TOKEN_MISSING', stranger: 'CHARACTER_NOT_FOUND', observer: 200, other: 200, player: 200, dm: 200, owner: 200 };
  await matrix(people, [
    { method: 'GET', path: '/characters', expect: { none: 'TOKEN_MISSING', stranger: 200, player: 200 } },
    { method: 'POST', path: '/characters', body: { name: 'A', sheet: newSheet() }, expect: { none: 'TOKEN_MISSING', stranger: 201 } },
    { method: 'GET', path: `/characters/${id}`, expect: members },
    {
      method: 'PATCH', path: `/characters/${id}`, body: { name: 'B' },
      expect: { ...members, observer: 'FORBIDDEN', other: 'FORBIDDEN' },
    },
    {
      method: 'PUT', path: `/characters/${id}/campaign`, body: { campaign_id: table.id },
      expect: { none: 'TOKEN_MISSING', stranger: 'CHARACTER_NOT_FOUND', observer: 'FORBIDDEN', other: 'FORBIDDEN', dm: 'FORBIDDEN', owner: 'FORBIDDEN', player: 200 },
    },
    {
      method: 'DELETE', path: `/characters/${id}/campaign`,
      expect: { none: 'TOKEN_MISSING', stranger: 'CHARACTER_NOT_FOUND', observer: 'FORBIDDEN', other: 'FORBIDDEN', dm: 'FORBIDDEN', owner: 'FORBIDDEN', player: 200 },
    },
  ]);
});

test('a character in no campaign exists for its owner only', async () => {
  const table = await newTable({ secondDm: true });
  const { id } = await newCharacter(table.player);
  for (const other of [table.dm, table.dm2, table.observer, table.stranger]) {
    await other.refused('GET', `/characters/${id}`, 404, 'CHARACTER_NOT_FOUND');
    await other.refused('PATCH', `/characters/${id}`, 404, 'CHARACTER_NOT_FOUND', { body: { name: 'x' } });
    await other.refused('PUT', `/characters/${id}/campaign`, 404, 'CHARACTER_NOT_FOUND', { body: { campaign_id: table.id } });
  }
  assert.equal((await table.player.get(`/characters/${id}`)).id, id);
  await table.player.refused('GET', `/characters/${crypto.randomUUID()}`, 404, 'CHARACTER_NOT_FOUND');
});

test('a new character is what was sent, version 1, in no campaign', async () => {
  const user = newUser();
  const sheet = newSheet();
  const answer = await user.call('POST', '/characters', 201, { body: { name: 'Thokk', sheet } });
  const made = answer.json.data;
  assert.equal(made.name, 'Thokk');
  assert.equal(made.version, 1);
  assert.equal(made.campaign_id, null);
  assert.deepEqual(made.sheet, pruned(sheet));
  assert.equal(answer.headers.location, `/api/v1/characters/${made.id}`);
  assert.deepEqual(await user.get(`/characters/${made.id}`), made);
  assert.deepEqual((await user.get('/characters')).map((c) => c.id), [made.id]);
});

test('PATCH merges into the sheet: what is named changes, null removes, the rest stays', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  let expected = newSheet();
  const patches = [
    { hp: { current: 20 } },
    { abilities: { str: 18, wis: 9 } },
    { background: null, species: 'human' },
    { equipment: [] },
    { features_used: { rage: null }, hit_dice_used: { d12: 2 } },
    { extra: { color: 'red', nested: { a: 1, b: [null, 1.5] } } },
    { extra: { color: null, nested: { b: [] } } },
    {},
  ];
  for (const [i, sheet] of patches.entries()) {
    const patched = await user.patch(`/characters/${id}`, { sheet });
    expected = mergePatch(expected, sheet);
    assert.deepEqual(patched.sheet, pruned(expected, ['extra']), `patch ${i}`);
    assert.deepEqual((await user.get(`/characters/${id}`)).sheet, patched.sheet, `patch ${i}`);
  }
  assert.ok(!('background' in expected));
  const renamed = await user.patch(`/characters/${id}`, { name: 'Krusk' });
  assert.equal(renamed.name, 'Krusk');
  assert.deepEqual(renamed.sheet, pruned(expected, ['extra']));
  // What a sheet must have cannot be removed, and a patch that would break it changes nothing.
  for (const sheet of [{ abilities: { wis: null } }, { abilities: null }, { abilities: { wis: 31 } }, { nonsense: 1 }, { hp: { current: 5000 } }]) {
    await user.refused('PATCH', `/characters/${id}`, 400, 'VALIDATION_FAILED', { body: { name: 'Broken', sheet } });
  }
  assert.deepEqual(await user.get(`/characters/${id}`), renamed);
});

test('each change counts the version up, and If-Match holds on to one', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const first = await user.call('GET', `/characters/${id}`, 200);
  assert.ok(first.headers.etag, 'an ETag');
  const good = await user.call('PATCH', `/characters/${id}`, 200, { body: { name: 'A' }, headers: { 'if-match': first.headers.etag } });
  assert.equal(good.json.data.version, 2);
  await user.refused('PATCH', `/characters/${id}`, 412, 'VERSION_MISMATCH', { body: { name: 'B' }, headers: { 'if-match': first.headers.etag } });
  const now = await user.call('GET', `/characters/${id}`, 200);
  assert.equal(now.json.data.name, 'A');
  assert.notEqual(now.headers.etag, first.headers.etag);
  await user.call('PATCH', `/characters/${id}`, 200, { body: { name: 'C' }, headers: { 'if-match': `"nope", ${now.headers.etag}` } });
  await user.call('PATCH', `/characters/${id}`, 200, { body: { name: 'D' }, headers: { 'if-match': '*' } });
  await user.refused('PATCH', `/characters/${id}`, 412, 'VERSION_MISMATCH', { body: { name: 'E' }, headers: { 'if-match': 'garbage' } });
  assert.equal((await user.get(`/characters/${id}`)).name, 'D');
});

test('of many writers with the same If-Match one wins', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const { headers } = await user.call('GET', `/characters/${id}`, 200);
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) =>
    user.call('PATCH', `/characters/${id}`, [200, 409, 412], { body: { name: `N${i}` }, headers: { 'if-match': headers.etag } })));
  assert.equal(answers.filter((a) => a.status === 200).length, 1);
  assert.equal((await user.get(`/characters/${id}`)).version, 2);
});

test('writers of different fields do not undo each other', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const keys = ['str', 'dex', 'con', 'int', 'wis', 'cha'];
  await Promise.all(keys.map(async (key, i) => {
    // 409 says "read it again": so do as a client would.
    for (let tries = 0; tries < 50; tries++) {
      const answer = await user.call('PATCH', `/characters/${id}`, [200, 409], { body: { sheet: { abilities: { [key]: 15 + i } } } });
      if (answer.status === 200) return;
    }
    assert.fail(`${key} never got through`);
  }));
  assert.deepEqual((await user.get(`/characters/${id}`)).sheet.abilities, { str: 15, dex: 16, con: 17, int: 18, wis: 19, cha: 20 });
});

test('a sheet does not grow past its limit, however many small patches it takes', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  let refused;
  for (let i = 0; i < 60 && !refused; i++) {
    const before = await user.get(`/characters/${id}`);
    const answer = await user.call('PATCH', `/characters/${id}`, [200, 400, 413], { body: { sheet: { extra: { [`note${i}`]: 'x'.repeat(5_000) } } } });
    if (answer.status === 200) continue;
    refused = answer;
    assert.deepEqual(await user.get(`/characters/${id}`), before, 'nothing changed');
  }
  assert.ok(refused, 'it was never refused');
  assert.ok((await user.get(`/characters/${id}`)).version > 1, 'nor was it refused at once');
});

test('a character is in one campaign at a time', async () => {
  const [one, two] = [await newTable(), await newTable()];
  await join(two.dm, two.id, one.player, 'player');
  const { id } = await newCharacter(one.player, one.id);
  assert.equal((await one.player.get(`/characters/${id}`)).campaign_id, one.id);
  const error = await one.player.refused('PUT', `/characters/${id}/campaign`, 409, 'CHARACTER_IN_OTHER_CAMPAIGN', { body: { campaign_id: two.id } });
  assert.ok(JSON.stringify(error.details).includes(one.id), 'the other one is named');
  await one.player.put(`/characters/${id}/campaign`, { campaign_id: one.id }); // again changes nothing
  await one.player.call('DELETE', `/characters/${id}/campaign`, 200);
  assert.equal((await one.player.get(`/characters/${id}`)).campaign_id, null);
  await one.dm.refused('GET', `/characters/${id}`, 404, 'CHARACTER_NOT_FOUND');
  await one.player.put(`/characters/${id}/campaign`, { campaign_id: two.id });
  assert.equal((await two.dm.get(`/characters/${id}`)).campaign_id, two.id);
});

test('a character joins no campaign that its owner is not in, or only watches', async () => {
  const table = await newTable();
  const { id } = await newCharacter(table.stranger);
  await table.stranger.refused('PUT', `/characters/${id}/campaign`, 404, 'CAMPAIGN_NOT_FOUND', { body: { campaign_id: table.id } });
  await table.stranger.refused('PUT', `/characters/${id}/campaign`, 404, 'CAMPAIGN_NOT_FOUND', { body: { campaign_id: crypto.randomUUID() } });
  assert.equal((await table.stranger.get(`/characters/${id}`)).campaign_id, null);
});

test('many joins of one character at once leave it in one campaign', async () => {
  const user = newUser('player');
  const tables = [];
  for (let i = 0; i < 3; i++) {
    const table = await newTable({ players: 0, observer: false });
    await join(table.dm, table.id, user, 'player');
    tables.push(table);
  }
  const { id } = await newCharacter(user);
  const answers = await Promise.all(tables.map((t) => user.call('PUT', `/characters/${id}/campaign`, [200, 409], { body: { campaign_id: t.id } })));
  assert.equal(answers.filter((a) => a.status === 200).length, 1);
  const winner = tables[answers.findIndex((a) => a.status === 200)];
  assert.equal((await user.get(`/characters/${id}`)).campaign_id, winner.id);
});

test('a character in a running encounter does not leave', async () => {
  const table = await newTable();
  const { id } = await newCharacter(table.player, table.id);
  const encounter = await newEncounter(table.dm, table.id);
  await move(table.dm, encounter.id, { type: 'add_combatant', character_id: id });
  await move(table.dm, encounter.id, { type: 'roll_initiative' });
  await move(table.dm, encounter.id, { type: 'start' });
  await table.player.refused('DELETE', `/characters/${id}/campaign`, 409, 'CHARACTER_IN_ENCOUNTER');
  assert.equal((await table.player.get(`/characters/${id}`)).campaign_id, table.id);
  await move(table.dm, encounter.id, { type: 'end' });
  await table.player.call('DELETE', `/characters/${id}/campaign`, 200);
});

test('the list is of one\'s own characters, in pages', async () => {
  const [a, b] = [newUser(), newUser()];
  const ids = [];
  for (let i = 0; i < 5; i++) ids.push((await newCharacter(a)).id);
  await newCharacter(b);
  const seen = [];
  let cursor;
  do {
    const answer = await a.call('GET', `/characters?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, 200);
    seen.push(...answer.json.data.map((c) => c.id));
    cursor = answer.json.meta.pagination.next_cursor;
  } while (cursor && seen.length < 20);
  assert.deepEqual([...seen].sort(), ids.sort());
});
