// A campaign as a whole: changed, deleted, restored, handed over.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { bury, sql } from '../lib/stack.mjs';
import { newCharacter, newFight, newTable, newUser } from '../lib/users.mjs';

const everybodyBut = (code, allowed) => ({ none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: code, player: code, dm: code, ...allowed });

test('who may change, hand over, delete and restore', async () => {
  const table = await newTable({ secondDm: true });
  const { id: heir } = await table.dm.get('/me');
  await matrix(peopleOf(table), [
    { method: 'PATCH', path: `/campaigns/${table.id}`, body: { name: 'x' }, expect: everybodyBut('FORBIDDEN', { dm: 200, owner: 200 }) },
    { method: 'POST', path: `/campaigns/${table.id}/restore`, body: {}, expect: everybodyBut('FORBIDDEN', { owner: 200 }) },
    { method: 'POST', path: `/campaigns/${table.id}/transfer`, body: { user_id: heir }, expect: everybodyBut('FORBIDDEN', { owner: 200 }) },
    { method: 'DELETE', path: `/campaigns/${table.id}`, expect: everybodyBut('FORBIDDEN', { owner: 200 }) },
  ]);
});

test('what a PATCH names changes and the rest stays', async () => {
  const table = await newTable({ campaign: { description: 'Old.', settings: { turn_seconds: 30 } } });
  const path = `/campaigns/${table.id}`;
  const before = await table.dm.get(path);
  assert.deepEqual(await table.dm.patch(path, {}), before);
  assert.deepEqual(await table.dm.patch(path, { name: 'New' }), { ...before, name: 'New' });
  assert.deepEqual(await table.dm.patch(path, { description: '' }), { ...before, name: 'New', description: '' });
  const settings = { ...before.settings, monster_hp: 'exact', pause_when_dm_leaves: false };
  assert.deepEqual((await table.dm.patch(path, { settings: { monster_hp: 'exact', pause_when_dm_leaves: false } })).settings, settings);
  assert.equal(settings.turn_seconds, 30);
  assert.deepEqual((await table.player.get(path)).settings, settings);
  assert.deepEqual((await table.player.get(`${path}/state`)).campaign.settings, settings);
  await table.dm.refused('PATCH', path, 400, 'VALIDATION_FAILED', { body: { settings: { turn_seconds: 3601 } } });
  await table.dm.refused('PATCH', path, 400, 'VALIDATION_FAILED', { body: { ruleset: '2024' } });
  assert.deepEqual((await table.dm.get(path)).settings, settings);
});

test('a setting decides what players see from then on', async () => {
  const table = await newTable();
  const { id, ids: [goblin] } = await newFight(table);
  const hp = async (who) => (await who.get(`/encounters/${id}`)).combatants[goblin].hp;
  assert.deepEqual(await hp(table.player), { state: 'up' });
  await table.dm.patch(`/campaigns/${table.id}`, { settings: { monster_hp: 'exact' } });
  assert.deepEqual(await hp(table.player), await hp(table.dm));
});

test('a deleted campaign is gone for everybody, and comes back whole', async () => {
  const table = await newTable({ secondDm: true });
  const path = `/campaigns/${table.id}`;
  const before = await table.dm.get(path);
  const gone = await table.dm.delete(path);
  assert.ok(gone.deleted_at);
  for (const who of table.everyone) {
    await who.refused('GET', path, 404, 'CAMPAIGN_NOT_FOUND');
    await who.refused('GET', `${path}/state`, 404, 'CAMPAIGN_NOT_FOUND');
    assert.deepEqual(await who.get('/campaigns'), []);
  }
  await table.dm.refused('DELETE', path, 404, 'CAMPAIGN_NOT_FOUND');
  await table.dm.refused('PATCH', path, 404, 'CAMPAIGN_NOT_FOUND', { body: { name: 'x' } });
  assert.deepEqual(await table.dm.get('/campaigns?deleted=true'), [gone]);
  for (const who of [table.dm2, table.player, table.stranger]) {
    assert.deepEqual(await who.get('/campaigns?deleted=true'), []);
    await who.refused('POST', `${path}/restore`, 404, 'CAMPAIGN_NOT_FOUND');
  }
  assert.deepEqual(await table.dm.post(`${path}/restore`, undefined, 200), before);
  for (const who of table.everyone) assert.equal((await who.get(path)).id, table.id);
  assert.deepEqual(await table.dm.get('/campaigns?deleted=true'), []);
});

test('after 30 days there is nothing to restore', async () => {
  const table = await newTable({ players: 0, observer: false });
  await table.dm.delete(`/campaigns/${table.id}`);
  sql(`update campaigns set deleted_at = now() - interval '29 days' where id = '${table.id}'`);
  await table.dm.post(`/campaigns/${table.id}/restore`, undefined, 200);
  await table.dm.delete(`/campaigns/${table.id}`);
  sql(`update campaigns set deleted_at = now() - interval '31 days' where id = '${table.id}'`);
  await table.dm.refused('POST', `/campaigns/${table.id}/restore`, 404, 'CAMPAIGN_NOT_FOUND');
  assert.deepEqual(await table.dm.get('/campaigns?deleted=true'), []);
});

test('the clock removes what cannot be restored any more, and nothing else', async () => {
  const [old, young] = [await newTable(), await newTable()];
  for (const table of [old, young]) {
    await newCharacter(table.player, table.id);
    await newFight(table);
    await table.dm.delete(`/campaigns/${table.id}`);
  }
  sql(`update campaigns set deleted_at = now() - interval '32 days' where id = '${old.id}'`);
  bury();
  const left = sql(`select id from campaigns where id in ('${old.id}', '${young.id}')`);
  assert.deepEqual(left, [young.id]);
  assert.equal((await old.player.get('/characters'))[0].campaign_id, null);
});

test('handed over, the campaign is the other one\'s, who is a DM now', async () => {
  const table = await newTable();
  const path = `/campaigns/${table.id}`;
  const { id: heir } = await table.player.get('/me');
  const { id: old } = await table.dm.get('/me');
  await table.dm.refused('POST', `${path}/transfer`, 404, 'MEMBER_NOT_FOUND', { body: { user_id: (await table.stranger.get('/me')).id } });
  await table.dm.refused('POST', `${path}/transfer`, 404, 'MEMBER_NOT_FOUND', { body: { user_id: crypto.randomUUID() } });
  const handed = await table.dm.post(`${path}/transfer`, { user_id: heir }, 200);
  assert.equal(handed.owner_id, heir);
  assert.equal(handed.role, 'dm', 'the giver stays a DM');
  assert.equal((await table.player.get(path)).role, 'dm');
  await table.dm.refused('POST', `${path}/transfer`, 403, 'FORBIDDEN', { body: { user_id: old } });
  await table.player.refused('DELETE', `${path}/members/${heir}`, 409, 'OWNER_STAYS');
  await table.dm.delete(`${path}/members/${old}`);
  await table.player.delete(path);
});

test('handed over twice at once, one of them has it', async () => {
  const table = await newTable({ players: 2 });
  const heirs = await Promise.all(table.players.map(async (p) => (await p.get('/me')).id));
  const answers = await Promise.all(heirs.map((user_id) => table.dm.call('POST', `/campaigns/${table.id}/transfer`, [200, 403], { body: { user_id } })));
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, 403]);
});

test('only its owner can delete, however well the other knows it', async () => {
  const [ours, theirs] = [await newTable(), await newTable()];
  await ours.dm.refused('DELETE', `/campaigns/${theirs.id}`, 404, 'CAMPAIGN_NOT_FOUND');
  await newUser().refused('POST', `/campaigns/${theirs.id}/restore`, 404, 'CAMPAIGN_NOT_FOUND');
  assert.equal((await theirs.dm.get(`/campaigns/${theirs.id}`)).id, theirs.id);
});
