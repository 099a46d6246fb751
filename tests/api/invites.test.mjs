import assert from 'node:assert/strict';
import test from 'node:test';
import { call, fieldCodes } from '../lib/client.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { newTable, newUser } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const accept = (user, code, status = 200) => user.call('POST', `/invites/${code}/accept`, status);

test('who may do what with invites', async () => {
  const table = await newTable({ secondDm: true });
  const { code } = await table.dm.post(`/campaigns/${table.id}/invites`, {});
  const dms = { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: 'FORBIDDEN', player: 'FORBIDDEN', dm: 200, owner: 200 };
  const anyone = { none: 'TOKEN_MISSING', stranger: 200, observer: 200, player: 200, dm: 200, owner: 200 };
  await matrix(peopleOf(table), [
    { method: 'GET', path: `/campaigns/${table.id}/invites`, expect: dms },
    { method: 'POST', path: `/campaigns/${table.id}/invites`, body: {}, expect: { ...dms, dm: 201, owner: 201 } },
    { method: 'GET', path: `/invites/${code}`, expect: anyone },
    { method: 'POST', path: `/invites/${code}/accept`, expect: anyone },
  ]);
});

test('an invite shows its code once, previews, and makes a member of its role', async () => {
  const { dm, id, campaign, stranger } = await newTable({ players: 0, observer: false });
  const made = await dm.post(`/campaigns/${id}/invites`, { role: 'observer', max_uses: 4 });
  assert.equal(made.role, 'observer');
  assert.ok(made.code.length >= 20, 'not to be guessed');
  assert.ok(made.url.endsWith(made.code));
  const listed = await dm.call('GET', `/campaigns/${id}/invites`, 200);
  assert.equal(listed.json.data.length, 1);
  assert.equal(listed.json.data[0].id, made.id);
  assert.equal(listed.json.data[0].uses, 0);
  assert.ok(!listed.text.includes(made.code), 'the code is shown only once');

  const preview = await stranger.get(`/invites/${made.code}`);
  assert.equal(preview.campaign_name, campaign.name);
  assert.equal(preview.dm, dm.name);
  assert.equal(preview.role, 'observer');
  await stranger.refused('GET', `/campaigns/${id}`, 404, 'CAMPAIGN_NOT_FOUND'); // looking is not joining
  assert.deepEqual((await accept(stranger, made.code)).json.data, { campaign_id: id, role: 'observer' });
  assert.equal((await stranger.get(`/campaigns/${id}`)).role, 'observer');
  assert.equal((await dm.get(`/campaigns/${id}/invites`))[0].uses, 1);
});

test('an invite makes players unless it says otherwise, and DMs when it says so', async () => {
  const { dm, id } = await newTable({ players: 0, observer: false });
  for (const [role, expected] of [[undefined, 'player'], ['player', 'player'], ['dm', 'dm'], ['observer', 'observer']]) {
    const { code } = await dm.post(`/campaigns/${id}/invites`, { role });
    assert.equal((await accept(newUser(), code)).json.data.role, expected);
  }
});

test('accepting twice spends one use and changes no role', async () => {
  const { dm, id, stranger } = await newTable({ players: 0, observer: false });
  const { code } = await dm.post(`/campaigns/${id}/invites`, { max_uses: 2 });
  await accept(stranger, code);
  await accept(stranger, code);
  const [invite] = await dm.get(`/campaigns/${id}/invites`);
  assert.equal(invite.uses, 1);
  const asDm = await dm.post(`/campaigns/${id}/invites`, { role: 'dm' });
  assert.equal((await accept(stranger, asDm.code)).json.data.role, 'player');
  // The owner, following a link of their own, stays what they are.
  await accept(dm, code);
  assert.equal((await dm.get(`/campaigns/${id}`)).role, 'dm');
});

test('a spent invite is gone', async () => {
  const { dm, id } = await newTable({ players: 0, observer: false });
  const { code } = await dm.post(`/campaigns/${id}/invites`, { max_uses: 1 });
  await accept(newUser(), code);
  const late = newUser();
  await late.refused('GET', `/invites/${code}`, 410, 'INVITE_GONE');
  await late.refused('POST', `/invites/${code}/accept`, 410, 'INVITE_GONE');
  await late.refused('GET', `/campaigns/${id}`, 404, 'CAMPAIGN_NOT_FOUND');
});

test('an expired invite is gone', async () => {
  const { dm, id, stranger } = await newTable({ players: 0, observer: false });
  const { code } = await dm.post(`/campaigns/${id}/invites`, { expires_at: new Date(Date.now() + 2000).toISOString() });
  const good = await dm.post(`/campaigns/${id}/invites`, { expires_at: new Date(Date.now() + 3600_000).toISOString() });
  await eventually('the invite expires', async () => (await call('GET', `/invites/${code}`, { token: stranger.token })).status === 410);
  await stranger.refused('POST', `/invites/${code}/accept`, 410, 'INVITE_GONE');
  await accept(stranger, good.code);
});

test('an invite cannot begin expired', async () => {
  const { dm, id } = await newTable({ players: 0, observer: false });
  for (const expires_at of ['2001-01-01T00:00:00Z', new Date(Date.now() - 1000).toISOString()]) {
    const error = await dm.refused('POST', `/campaigns/${id}/invites`, 400, 'VALIDATION_FAILED', { body: { expires_at } });
    assert.deepEqual(fieldCodes(error, '/expires_at'), ['NOT_ALLOWED']);
  }
  assert.deepEqual(await dm.get(`/campaigns/${id}/invites`), []);
});

test('a code that is none, or almost one, is not found', async () => {
  const { dm, id, stranger } = await newTable({ players: 0, observer: false });
  const { code } = await dm.post(`/campaigns/${id}/invites`, {});
  const wrong = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0');
  for (const bad of [wrong, code.slice(1), `${code}x`, 'x', '%27', '*', id, 'a'.repeat(2000)]) {
    await stranger.refused('GET', `/invites/${bad}`, 404, 'INVITE_NOT_FOUND');
    await stranger.refused('POST', `/invites/${bad}/accept`, 404, 'INVITE_NOT_FOUND');
  }
  await accept(stranger, code);
});

test('however many accept at once, no more get in than may', async () => {
  const { dm, id } = await newTable({ players: 0, observer: false });
  const { code } = await dm.post(`/campaigns/${id}/invites`, { max_uses: 3 });
  const crowd = Array.from({ length: 12 }, () => newUser());
  await Promise.all(crowd.map((user) => user.get('/me')));
  const answers = await Promise.all(crowd.map((user) => accept(user, code, [200, 410])));
  assert.equal(answers.filter((a) => a.status === 200).length, 3);
  assert.equal((await dm.get(`/campaigns/${id}/members`)).length, 4);
  assert.equal((await dm.get(`/campaigns/${id}/invites`))[0].uses, 3);
});

test('one person accepting many times at once is one member for one use', async () => {
  const { dm, id, stranger } = await newTable({ players: 0, observer: false });
  const { code } = await dm.post(`/campaigns/${id}/invites`, { max_uses: 10 });
  await stranger.get('/me');
  await Promise.all(Array.from({ length: 8 }, () => accept(stranger, code)));
  assert.equal((await dm.get(`/campaigns/${id}/members`)).length, 2);
  assert.equal((await dm.get(`/campaigns/${id}/invites`))[0].uses, 1);
});
