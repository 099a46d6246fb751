import assert from 'node:assert/strict';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { newUser } from '../lib/users.mjs';

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
