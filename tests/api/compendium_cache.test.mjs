// What nginx keeps of the compendium, for whom, and until when.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { exchange } from '../lib/http.mjs';
import { sql } from '../lib/stack.mjs';
import { newTable, newUser, random } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

test('an answer has a tag, and 304 says that it still holds', async () => {
  const user = newUser();
  for (const path of ['/compendium', '/compendium/monsters', '/compendium/monsters/goblin', '/compendium/search?q=fire', '/compendium/monsters?q=gob']) {
    for (const time of ['first', 'kept']) {
      const answer = await user.call('GET', path, 200);
      assert.match(answer.headers.etag, /^"[^"]+"$/, `${time} ${path}`);
      assert.match(answer.headers['cache-control'], /^private, max-age=/, path);
      await user.call('GET', path, 304, { headers: { 'if-none-match': answer.headers.etag } });
      await user.call('GET', path, 200, { headers: { 'if-none-match': '"other"' } });
    }
    const head = await exchange('HEAD', `/api/v1${path}`, { headers: { authorization: `Bearer ${user.token}` } });
    assert.equal(head.status, 200);
    assert.ok((await user.call('GET', path, 200)).text.length > 50, 'a HEAD was kept in the place of a GET');
  }
});

test('what is kept is for those with a token only', async () => {
  const user = newUser();
  const path = '/compendium/spells?q=fireball';
  await user.call('GET', path, 200);
  await user.call('GET', path, 200);
  const [head, payload, signature] = user.token.split('.');
  for (const [token, code] of [[undefined, 'TOKEN_MISSING'], ['x', 'TOKEN_INVALID'], [`${head}.${payload}.${signature.slice(0, -8)}AAAAAAAA`, 'TOKEN_INVALID']]) {
    const answer = await call('GET', path, { token });
    assert.deepEqual([answer.status, answer.json.error.code], [401, code]);
  }
});

test('another version is read anew, and the same one is kept', async () => {
  const user = newUser();
  const slug = random('kept');
  const path = `/compendium/conditions?q=${slug}`;
  const found = async () => (await user.get(path)).length;
  assert.equal(await found(), 0);
  sql(`insert into compendium_entries (ruleset, type, slug, name, source, data, folded, words)
    select ruleset, type, '${slug}', '${slug}', source, data, compendium_folded('${slug}'), words || compendium_words('${slug}', 'A') from compendium_entries where type = 'conditions' and slug = 'prone' and ruleset = '2014' and campaign_id is null`);
  try {
    assert.equal(await found(), 0, 'was asked for again though the version is the same');
    sql(`update compendium_version set version = '${slug}'`);
    await eventually('the new entry is found', async () => (await found()) === 1);
  } finally {
    sql(`delete from compendium_entries where slug = '${slug}'; update compendium_version set version = '${slug}-gone'`);
  }
});

test('nothing of a campaign is kept', async () => {
  const table = await newTable();
  const path = `/compendium/conditions?q=lethargic&campaign_id=${table.id}`;
  assert.equal((await table.player.get(path)).length, 0);
  await table.dm.post(`/campaigns/${table.id}/compendium/conditions`, { name: 'Lethargic' });
  const answer = await table.player.call('GET', path, 200);
  assert.equal(answer.json.data.length, 1);
  assert.match(answer.headers['cache-control'], /no-cache/);
  await table.stranger.refused('GET', path, 404, 'CAMPAIGN_NOT_FOUND');
  const other = path.replace('campaign_id', 'campaign%5Fid');
  assert.equal((await table.player.get(other)).length, 1);
  await table.stranger.refused('GET', other, 404, 'CAMPAIGN_NOT_FOUND');
  await table.stranger.refused('GET', `/compendium?campaign_id=${table.id}`, 404, 'CAMPAIGN_NOT_FOUND');
});

test('who asks nginx for its own questions is not answered', async () => {
  assert.equal((await exchange('GET', '/internal/reader', {})).status, 404);
});
