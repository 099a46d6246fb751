// Who belongs to a campaign: roles, leaving, removal and revoked invites.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { join, move, newCharacter, newEncounter, newTable } from '../lib/users.mjs';

const idOf = async (user) => (await user.get('/me')).id;
const memberPath = async (table, user) => `/campaigns/${table.id}/members/${await idOf(user)}`;

test('a DM gives roles, nobody else does', async () => {
  const table = await newTable({ secondDm: true });
  const path = await memberPath(table, table.observer);
  for (const [who, code] of [[table.observer, 'FORBIDDEN'], [table.player, 'FORBIDDEN'], [table.stranger, 'CAMPAIGN_NOT_FOUND']]) {
    await who.refused('PATCH', path, code === 'FORBIDDEN' ? 403 : 404, code, { body: { role: 'dm' } });
  }
  assert.equal((await table.dm2.patch(path, { role: 'player' })).role, 'player');
  assert.equal((await table.dm.patch(path, { role: 'dm' })).role, 'dm');
  assert.equal((await table.observer.get(`/campaigns/${table.id}`)).role, 'dm');
  assert.deepEqual(await table.dm.patch(path, { role: 'dm' }), await table.dm.patch(path, { role: 'dm' }), 'twice is once');
  await table.dm.refused('PATCH', `/campaigns/${table.id}/members/${crypto.randomUUID()}`, 404, 'MEMBER_NOT_FOUND', { body: { role: 'dm' } });
  await table.dm.refused('PATCH', await memberPath(table, table.stranger), 404, 'MEMBER_NOT_FOUND', { body: { role: 'dm' } });
  await table.dm.refused('PATCH', path, 400, 'VALIDATION_FAILED', { body: { role: 'owner' } });
});

test('no co-DM removes or demotes the owner, who stays even if they want to go', async () => {
  const table = await newTable({ secondDm: true });
  const owner = await memberPath(table, table.dm);
  for (const who of [table.dm2, table.dm]) {
    await who.refused('PATCH', owner, 409, 'OWNER_STAYS', { body: { role: 'observer' } });
    await who.refused('DELETE', owner, 409, 'OWNER_STAYS');
  }
  assert.equal((await table.dm.get(`/campaigns/${table.id}`)).role, 'dm');
  assert.equal((await table.dm2.patch(await memberPath(table, table.dm2), { role: 'player' })).role, 'player', 'a co-DM may step back');
});

test('everybody may leave, a DM may remove, and nobody else', async () => {
  const table = await newTable({ players: 3, secondDm: true });
  const [one, two, three] = table.players;
  await one.refused('DELETE', await memberPath(table, two), 403, 'FORBIDDEN');
  await table.observer.refused('DELETE', await memberPath(table, two), 403, 'FORBIDDEN');
  await table.stranger.refused('DELETE', await memberPath(table, two), 404, 'CAMPAIGN_NOT_FOUND');
  assert.equal((await one.delete(await memberPath(table, one))).role, 'player');
  assert.equal((await table.dm.delete(await memberPath(table, two))).user_id, await idOf(two));
  await table.dm2.delete(await memberPath(table, three));
  await table.observer.delete(await memberPath(table, table.observer));
  for (const gone of [one, two, three, table.observer]) {
    await gone.refused('GET', `/campaigns/${table.id}`, 404, 'CAMPAIGN_NOT_FOUND');
    await gone.refused('DELETE', await memberPath(table, gone), 404, 'CAMPAIGN_NOT_FOUND');
  }
  assert.equal((await table.dm.get(`/campaigns/${table.id}/members`)).length, 2);
  await join(table.dm, table.id, two, 'player');
  assert.equal((await two.get(`/campaigns/${table.id}`)).role, 'player', 'who is invited again is back');
});

test('the characters of one who is removed leave with them, also from a fight', async () => {
  const table = await newTable({ players: 2 });
  const [one, two] = [await newCharacter(table.players[0], table.id), await newCharacter(table.players[1], table.id)];
  const fight = await newEncounter(table.dm, table.id);
  for (const { id } of [one, two]) await move(table.dm, fight.id, { type: 'add_combatant', character_id: id });
  await move(table.dm, fight.id, { type: 'roll_initiative' });
  await move(table.dm, fight.id, { type: 'start' });
  const before = await table.players[0].get(`/characters/${one.id}`);
  await table.dm.delete(await memberPath(table, table.players[0]));
  const after = await table.players[0].get(`/characters/${one.id}`);
  assert.equal(after.campaign_id, null);
  assert.ok(after.version > before.version);
  await table.dm.refused('GET', `/characters/${one.id}`, 404, 'CHARACTER_NOT_FOUND');
  assert.equal((await table.dm.get(`/characters/${two.id}`)).campaign_id, table.id, 'the other one stays');
  const { combatants } = await table.dm.get(`/encounters/${fight.id}`);
  const [combatant] = Object.keys(combatants).filter((id) => combatants[id].character_id === one.id);
  await move(table.dm, fight.id, { type: 'damage', targets: [combatant], amount: 3 });
  assert.deepEqual((await table.players[0].get(`/characters/${one.id}`)).sheet, after.sheet, 'and is touched no more');
  await move(table.dm, fight.id, { type: 'remove_combatant', combatant_id: combatant });
});

test('a DM who leaves while another removes them is gone once', async () => {
  const table = await newTable({ secondDm: true });
  const path = await memberPath(table, table.dm2);
  const answers = await Promise.all([table.dm.call('DELETE', path, [200, 404]), table.dm2.call('DELETE', path, [200, 404])]);
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, 404]);
});

test('a revoked invite lets nobody in', async () => {
  const table = await newTable();
  const invite = await table.dm.post(`/campaigns/${table.id}/invites`, { role: 'player' });
  const other = await table.dm.post(`/campaigns/${table.id}/invites`, { role: 'player' });
  const path = `/campaigns/${table.id}/invites/${invite.id}`;
  await table.player.refused('DELETE', path, 403, 'FORBIDDEN');
  await table.stranger.refused('DELETE', path, 404, 'CAMPAIGN_NOT_FOUND');
  const elsewhere = await newTable();
  await elsewhere.dm.refused('DELETE', `/campaigns/${elsewhere.id}/invites/${invite.id}`, 404, 'INVITE_NOT_FOUND');
  assert.equal((await table.stranger.get(`/invites/${invite.code}`)).role, 'player', 'until then it is good');
  assert.equal((await table.dm.delete(path)).revoked, true);
  assert.equal((await table.dm.delete(path)).revoked, true, 'twice is once');
  await table.stranger.refused('POST', `/invites/${invite.code}/accept`, 410, 'INVITE_GONE');
  await table.stranger.post(`/invites/${other.code}/accept`, undefined, 200);
});
