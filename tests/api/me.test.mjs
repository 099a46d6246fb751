import assert from 'node:assert/strict';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { join, move, newEncounter, newFight, newTable, newUser } from '../lib/users.mjs';

test('a person is made on first sight of a token and stays the same', async () => {
  const user = newUser();
  const first = await user.get('/me');
  assert.equal(first.display_name, user.name);
  assert.match(first.id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/, 'a UUIDv7');
  assert.deepEqual(await user.get('/me'), first);
});

test('two tokens are two people', async () => {
  const [a, b] = [await newUser().get('/me'), await newUser().get('/me')];
  assert.notEqual(a.id, b.id);
});

test('many first requests at once make one person', async () => {
  const user = newUser();
  const answers = await Promise.all(Array.from({ length: 12 }, () => user.get('/me')));
  assert.equal(new Set(answers.map((a) => a.id)).size, 1);
});

test('without a token nobody is anybody', async () => {
  const answer = await call('GET', '/me');
  assert.equal(answer.status, 401);
  assert.equal(answer.json.error.code, 'TOKEN_MISSING');
  assert.match(answer.headers['www-authenticate'], /^Bearer/);
});

test('the subject of the token never leaves the database', async () => {
  const user = newUser('secret');
  const answer = await user.call('GET', '/me', 200);
  assert.ok(!answer.text.includes('test_secret'), answer.text);
});

test('the encounters that run are where one goes back to', async () => {
  const table = await newTable({ players: 2 });
  const other = await newTable();
  await join(other.dm, other.id, table.player, 'observer');
  assert.deepEqual((await table.player.get('/me')).live, []);
  await newEncounter(table.dm, table.id);
  const { id } = await newFight(table);
  const { id: theirs } = await newFight(other);
  const name = async (dm, encounter) => (await dm.get(`/encounters/${encounter}`)).name;
  const here = { campaign_id: table.id, encounter_id: id, name: await name(table.dm, id), status: 'active' };
  const there = { campaign_id: other.id, encounter_id: theirs, name: await name(other.dm, theirs), status: 'active' };
  assert.deepEqual((await table.player.get('/me')).live, [{ ...there, role: 'observer' }, { ...here, role: 'player' }]);
  assert.deepEqual((await table.players[1].get('/me')).live, [{ ...here, role: 'player' }]);
  assert.deepEqual((await table.dm.get('/me')).live, [{ ...here, role: 'dm' }]);
  assert.deepEqual((await table.stranger.get('/me')).live, []);
  await move(table.dm, id, { type: 'pause' });
  assert.equal((await table.dm.get('/me')).live[0].status, 'paused');
  await move(table.dm, id, { type: 'end' });
  assert.deepEqual((await table.players[1].get('/me')).live, []);
});
