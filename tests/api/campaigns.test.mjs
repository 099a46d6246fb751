import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { newTable, newUser, random } from '../lib/users.mjs';

test('who may do what with campaigns', async () => {
  const table = await newTable({ secondDm: true });
  const members = { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: 200, player: 200, dm: 200, owner: 200 };
  await matrix(peopleOf(table), [
    { method: 'GET', path: '/campaigns', expect: { none: 'TOKEN_MISSING', stranger: 200, observer: 200, player: 200, dm: 200, owner: 200 } },
    { method: 'POST', path: '/campaigns', body: { name: 'x' }, expect: { none: 'TOKEN_MISSING', stranger: 201 } },
    { method: 'GET', path: `/campaigns/${table.id}`, expect: members },
    { method: 'GET', path: `/campaigns/${table.id}/members`, expect: members },
  ]);
});

test('the maker of a campaign is its owner and DM', async () => {
  const dm = newUser('dm');
  const me = await dm.get('/me');
  const answer = await dm.call('POST', '/campaigns', 201, { body: { name: 'Lost Mine', ruleset: '2024', description: 'A mine.' } });
  const made = answer.json.data;
  assert.equal(made.name, 'Lost Mine');
  assert.equal(made.ruleset, '2024');
  assert.equal(made.description, 'A mine.');
  assert.equal(made.role, 'dm');
  assert.equal(made.owner_id, me.id);
  assert.equal(answer.headers.location, `/api/v1/campaigns/${made.id}`);
  assert.deepEqual(await dm.get(`/campaigns/${made.id}`), made);
  const [member] = await dm.get(`/campaigns/${made.id}/members`);
  assert.equal(member.user_id, me.id);
  assert.equal(member.role, 'dm');
  assert.equal(member.is_owner, true);
});

test('settings have their defaults, and those given are kept beside them', async () => {
  const dm = newUser('dm');
  const plain = await dm.post('/campaigns', { name: 'a' });
  assert.equal(plain.ruleset, '2014');
  assert.equal(plain.settings.monster_hp, 'bloodied');
  assert.equal(plain.settings.party_hp, 'exact');
  assert.equal(plain.settings.hidden_in_order, 'absent');
  assert.equal(plain.settings.turn_seconds, 90);
  assert.equal(plain.settings.idle_minutes, 5);
  assert.equal(plain.settings.pause_when_dm_leaves, true);
  const other = await dm.post('/campaigns', { name: 'b', settings: { monster_hp: 'bar', pause_when_dm_leaves: false } });
  assert.deepEqual(other.settings, { ...plain.settings, monster_hp: 'bar', pause_when_dm_leaves: false });
});

test('each member sees their own role, and lists hold what one is in', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  assert.equal((await table.player.get(`/campaigns/${table.id}`)).role, 'player');
  assert.equal((await table.observer.get(`/campaigns/${table.id}`)).role, 'observer');
  assert.equal((await table.dm2.get(`/campaigns/${table.id}`)).role, 'dm');
  assert.deepEqual((await table.player.get('/campaigns')).map((c) => [c.id, c.role]), [[table.id, 'player']]);
  assert.deepEqual(await table.stranger.get('/campaigns'), []);
  const members = await table.player.get(`/campaigns/${table.id}/members`);
  assert.deepEqual(members.map((m) => m.role).sort(), ['dm', 'dm', 'observer', 'player', 'player']);
  assert.equal(members.filter((m) => m.is_owner).length, 1);
});

test('lists come in pages without gaps or repeats', async () => {
  const dm = newUser('dm');
  const made = [];
  for (let i = 0; i < 7; i++) made.push((await dm.post('/campaigns', { name: random('c') })).id);
  const seen = [];
  let cursor = '';
  let pages = 0;
  do {
    const answer = await dm.call('GET', `/campaigns?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, 200);
    assert.equal(answer.json.meta.pagination.limit, 3);
    assert.ok(answer.json.data.length <= 3);
    seen.push(...answer.json.data.map((c) => c.id));
    cursor = answer.json.meta.pagination.next_cursor;
    pages++;
    // One more made meanwhile disturbs no page that follows.
    if (pages === 1) await dm.post('/campaigns', { name: 'late' });
  } while (cursor && pages < 10);
  assert.equal(new Set(seen).size, seen.length, 'no repeats');
  for (const id of made) assert.ok(seen.includes(id), 'no gaps');
  assert.equal(pages, 3);
});

test('a cursor that is none of ours is refused and tells nothing', async () => {
  const dm = newUser('dm');
  await dm.post('/campaigns', { name: 'a' });
  for (const cursor of ['x', "';drop table users;--", crypto.randomUUID().slice(1), 'A'.repeat(500)]) {
    const error = await dm.refused('GET', `/campaigns?cursor=${encodeURIComponent(cursor)}`, 400, 'VALIDATION_FAILED');
    assert.equal(fieldCodes(error, 'cursor').length, 1, JSON.stringify(error));
  }
});

test('one campaign does not exist for the people of another', async () => {
  const [ours, theirs] = [await newTable(), await newTable()];
  for (const path of ['', '/members', '/invites', '/encounters', '/state', '/events']) {
    await ours.dm.refused('GET', `/campaigns/${theirs.id}${path}`, 404, 'CAMPAIGN_NOT_FOUND');
  }
  await ours.dm.refused('POST', `/campaigns/${theirs.id}/invites`, 404, 'CAMPAIGN_NOT_FOUND', { body: {} });
  await ours.dm.refused('POST', `/campaigns/${theirs.id}/encounters`, 404, 'CAMPAIGN_NOT_FOUND', { body: { name: 'x' } });
  // What is not there at all looks the same.
  await ours.dm.refused('GET', `/campaigns/${crypto.randomUUID()}`, 404, 'CAMPAIGN_NOT_FOUND');
});

test('text is kept as it was, whatever it holds', async () => {
  const dm = newUser('dm');
  const name = `"\\/ <b>&amp;</b> ' ; -- 😀 é é \u2028 %s %n \u0001 \t`;
  const made = await dm.post('/campaigns', { name, description: name });
  assert.equal(made.name, name);
  assert.equal((await dm.get(`/campaigns/${made.id}`)).description, name);
  assert.equal((await dm.get(`/campaigns/${made.id}/state`)).campaign.name, name);
});
