// Profiles, what is known of others, administrators, and people who leave for good.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { Client, call } from '../lib/client.mjs';
import { openStream } from '../lib/sse.mjs';
import { sql } from '../lib/stack.mjs';
import { goodClaims, goodHeader, makeToken } from '../lib/tokens.mjs';
import { join, move, newCharacter, newEncounter, newTable, newUser } from '../lib/users.mjs';

const idOf = async (user) => (await user.get('/me')).id;

export async function newAdmin() {
  const admin = newUser('admin');
  sql(`update users set is_admin = true where id = '${await idOf(admin)}'`);
  return admin;
}

test('a profile changes as its owner says', async () => {
  const user = newUser();
  const before = await user.get('/me');
  assert.deepEqual(await user.patch('/me', {}), before);
  assert.equal((await user.patch('/me', { display_name: '  Ada 😀 ' })).display_name, 'Ada 😀');
  assert.equal((await user.patch('/me', { avatar_url: 'https://example.org/a.png' })).avatar_url, 'https://example.org/a.png');
  assert.equal((await user.patch('/me', { display_name: 'Ada' })).avatar_url, 'https://example.org/a.png', 'the rest stays');
  assert.equal((await user.patch('/me', { avatar_url: null })).avatar_url, null);
  for (const body of [{ avatar_url: 'javascript:alert(1)' }, { avatar_url: 'http://example.org/a.png' }, { avatar_url: 'data:text/html,x' }, { display_name: '   ' }, { is_admin: true }, { id: before.id }]) {
    await user.refused('PATCH', '/me', 400, 'VALIDATION_FAILED', { body });
  }
  assert.equal((await user.get('/me')).is_admin, false);
});

test('preferences are merged, and bounded as a whole', async () => {
  const user = newUser();
  assert.deepEqual((await user.patch('/me', { preferences: { theme: 'dark', dice: { color: 'red', size: 2 } } })).preferences, { theme: 'dark', dice: { color: 'red', size: 2 } });
  assert.deepEqual((await user.patch('/me', { preferences: { theme: null, dice: { size: 3 } } })).preferences, { dice: { color: 'red', size: 3 } });
  await user.patch('/me', { preferences: { a: 'x'.repeat(9000) } });
  await user.refused('PATCH', '/me', 400, 'VALIDATION_FAILED', { body: { preferences: { b: 'x'.repeat(9000) } } });
  assert.deepEqual(Object.keys((await user.get('/me')).preferences).sort(), ['a', 'dice']);
});

test('a new name is on every table at once, and two at a time leave one', async () => {
  const [one, two] = [await newTable(), await newTable()];
  await join(two.dm, two.id, one.player, 'player');
  const id = await idOf(one.player);
  const streams = [await openStream(one.dm, one.id), await openStream(two.observer, two.id), await openStream(one.player, two.id)];
  await one.player.patch('/me', { display_name: 'Renamed' });
  for (const stream of streams) await stream.until('the name', () => stream.table.members[id].display_name === 'Renamed');
  await Promise.all(Array.from({ length: 6 }, (_, i) => one.player.patch('/me', { display_name: `Name ${i}` })));
  for (const [stream, table] of [[streams[0], one], [streams[1], two], [streams[2], two]]) {
    await stream.untilTable(await stream.viewer.get(`/campaigns/${table.id}/state`));
    assert.ok(!stream.ended, 'a name ends no stream');
    stream.close();
  }
});

test('one sees people one shares a campaign with, and nobody else', async () => {
  const table = await newTable();
  const [player, stranger] = [await idOf(table.player), await idOf(table.stranger)];
  const profile = await table.dm.get(`/users/${player}`);
  assert.deepEqual(Object.keys(profile).sort(), ['avatar_url', 'display_name', 'id']);
  assert.equal((await table.player.get(`/users/${player}`)).id, player, 'oneself');
  await table.dm.refused('GET', `/users/${stranger}`, 404, 'USER_NOT_FOUND');
  await table.stranger.refused('GET', `/users/${player}`, 404, 'USER_NOT_FOUND');
  await table.dm.refused('GET', `/users/${crypto.randomUUID()}`, 404, 'USER_NOT_FOUND');
  await table.dm.delete(`/campaigns/${table.id}/members/${player}`);
  await table.dm.refused('GET', `/users/${player}`, 404, 'USER_NOT_FOUND');
});

test('administrators list, search and page; others may not', async () => {
  const admin = await newAdmin();
  const name = `Zyx%_\\${crypto.randomBytes(4).toString('hex')}`;
  const people = [];
  for (let i = 0; i < 5; i++) {
    people.push(newUser());
    await people[i].patch('/me', { display_name: `${name} ${i}` });
  }
  await people[0].refused('GET', '/users', 403, 'FORBIDDEN');
  await people[0].refused('GET', '/users?q=a', 403, 'FORBIDDEN');
  const found = [];
  let cursor = '';
  do {
    const answer = await admin.call('GET', `/users?limit=2&q=${encodeURIComponent(name.toUpperCase())}${cursor && `&cursor=${cursor}`}`, 200);
    found.push(...answer.json.data.map((u) => u.display_name));
    cursor = answer.json.meta.pagination.next_cursor;
  } while (cursor);
  assert.deepEqual(found.sort(), people.map((_, i) => `${name} ${i}`));
  assert.deepEqual(await admin.get('/users?q=%25%25%25nobody'), [], 'a percent sign is a percent sign');
  assert.ok((await admin.get('/users')).length > 1);
  assert.equal((await admin.get(`/users/${await idOf(people[0])}`)).display_name, `${name} 0`);
});

test('one who is disabled is refused at once, their streams end, and enabled again they are back', async () => {
  const admin = await newAdmin();
  const table = await newTable();
  const id = await idOf(table.player);
  const [stream, other] = [await openStream(table.player, table.id), await openStream(table.observer, table.id)];
  await table.dm.refused('PATCH', `/users/${id}`, 403, 'FORBIDDEN', { body: { disabled: true } });
  await table.player.refused('PATCH', `/users/${id}`, 403, 'FORBIDDEN', { body: { is_admin: true } });
  assert.equal((await table.player.get('/me')).id, id);
  assert.equal((await admin.patch(`/users/${id}`, { disabled: true })).disabled, true);
  await table.player.refused('GET', '/me', 403, 'ACCOUNT_DISABLED');
  await table.player.refused('GET', `/campaigns/${table.id}/events`, 403, 'ACCOUNT_DISABLED');
  await stream.until('its end', () => stream.ended);
  assert.ok(!other.ended);
  assert.equal((await admin.patch(`/users/${id}`, {})).disabled, true);
  assert.equal((await admin.patch(`/users/${id}`, { disabled: false })).disabled, false);
  (await openStream(table.player, table.id)).close();
  other.close();
});

test('administrators make others administrators, and do nothing to themselves', async () => {
  const admin = await newAdmin();
  const other = newUser();
  const path = `/users/${await idOf(other)}`;
  assert.equal((await admin.patch(path, { is_admin: true })).is_admin, true);
  assert.ok(await other.get('/users'));
  for (const body of [{ is_admin: false }, { disabled: true }]) {
    await admin.refused('PATCH', `/users/${await idOf(admin)}`, 409, 'ONESELF', { body });
  }
  await admin.patch(path, { is_admin: false });
  await other.refused('GET', '/users', 403, 'FORBIDDEN');
  await admin.refused('PATCH', `/users/${crypto.randomUUID()}`, 404, 'USER_NOT_FOUND', { body: {} });
});

test('the export has everything of the person and nothing of another', async () => {
  const table = await newTable({ players: 2 });
  const [mine, theirs] = table.players;
  const hero = await newCharacter(mine, table.id);
  const other = await newCharacter(theirs, table.id);
  await mine.patch('/me', { preferences: { theme: 'dark' } });
  const own = await mine.post('/campaigns', { name: 'Mine' }, 201, { headers: { 'idempotency-key': 'mine-once' } });
  const screen = await openStream(mine, table.id);
  await table.dm.patch(`/characters/${hero.id}`, { name: 'Renamed' });
  await mine.post(`/campaigns/${own.id}/invites`, { role: 'observer' });
  const fight = await newEncounter(mine, own.id);
  await move(mine, fight.id, { type: 'add_combatant', monster: 'goblin' });
  const handout = (who, title, more) => who.post(`/campaigns/${table.id}/handouts`, { title, text: 'Text.', ...more });
  await handout(mine, 'By me', { visibility: 'named', readers: [await idOf(table.dm)] });
  await handout(table.dm, 'For me', { visibility: 'named', readers: [await idOf(mine)] });
  await handout(table.dm, 'For another', { visibility: 'named', readers: [await idOf(theirs)] });
  await handout(theirs, 'By another', { visibility: 'party' });
  const answer = await mine.call('GET', '/me/export', 200);
  const all = answer.json.data;
  assert.equal(all.user.id, await idOf(mine));
  assert.deepEqual(all.user.preferences, { theme: 'dark' });
  assert.deepEqual(all.campaigns.map((c) => [c.id, c.role, c.is_owner]).sort(), [[table.id, 'player', false], [own.id, 'dm', true]].sort());
  assert.deepEqual(all.characters.map((c) => c.id), [hero.id]);
  assert.deepEqual(all.characters[0].sheet, (await mine.get(`/characters/${hero.id}`)).sheet);
  assert.deepEqual(all.moves.map((m) => m.type), ['add_combatant']);
  assert.equal(all.invites.length, 1);
  assert.equal(all.subject, sql(`select sub from users where id = '${await idOf(mine)}'`)[0]);
  assert.deepEqual(all.keys.map((k) => [k.key, k.status]), [['mine-once', 201]]);
  assert.deepEqual(all.presence.map((p) => [p.campaign_id, p.left_at]), [[table.id, null]]);
  assert.deepEqual(all.handouts.map((h) => h.readers), [[await idOf(table.dm)], null]);
  assert.deepEqual([all.changed, all.changes.at(-1).by_me], [[], false]);
  const { changed } = await table.dm.get('/me/export');
  assert.deepEqual(changed.map((c) => [c.character_id, c.changes]), [[hero.id, undefined]]);
  screen.close();
  assert.deepEqual(all.handouts.map((h) => [h.title, h.by_me]), [['By me', true], ['For me', false]]);
  assert.ok(!answer.text.includes(other.id) && !answer.text.includes(await idOf(theirs)));
});

test('who owns campaigns hands them over first; the refusal names them', async () => {
  const table = await newTable();
  const second = await table.dm.post('/campaigns', { name: 'Second' });
  const error = await table.dm.refused('DELETE', '/me', 409, 'OWNS_CAMPAIGNS');
  assert.deepEqual(error.details.campaigns.map((c) => c.id).sort(), [table.id, second.id].sort());
  assert.ok(error.details.campaigns.some((c) => c.name === 'Second'));
  await table.dm.post(`/campaigns/${table.id}/transfer`, { user_id: await idOf(table.player) }, 200);
  await table.dm.delete(`/campaigns/${second.id}`);
  const id = await idOf(table.dm);
  assert.deepEqual(await table.dm.delete('/me'), { id });
  assert.ok(!(await table.player.get(`/campaigns/${table.id}/members`)).some((m) => m.user_id === id));
});

test('who leaves takes everything personal along, and other people\'s tables stay whole', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const [gone, stays] = table.players;
  const own = crypto.randomBytes(6).toString('hex');
  await gone.patch('/me', { display_name: `${own} "\\ name`, avatar_url: `https://example.org/${own}.png`, preferences: { mine: own } });
  const id = await idOf(gone);
  const subject = sql(`select sub from users where id = '${id}'`)[0];
  const hero = await newCharacter(gone, table.id, { name: `${own} hero` });
  const spare = await newCharacter(gone, undefined, { name: `${own} spare` });
  const fight = await newEncounter(table.dm, table.id);
  await move(table.dm, fight.id, { type: 'add_combatant', character_id: hero.id });
  await move(table.dm, fight.id, { type: 'roll_initiative' });
  await move(table.dm, fight.id, { type: 'start' });
  const [screen, stream] = [await openStream(stays, table.id), await openStream(gone, table.id)];
  await gone.delete('/me');
  await stream.until('its end', () => stream.ended);
  await screen.untilTable(await stays.get(`/campaigns/${table.id}/state`));
  assert.ok(!(id in screen.table.members));
  assert.equal(Object.keys(screen.table.encounter.combatants).length, 1, 'the fight goes on');
  await move(table.dm, fight.id, { type: 'next_turn' });
  await table.dm.get(`/encounters/${fight.id}`);
  screen.close();
  // Nothing of the person is left anywhere, in whatever column.
  const tables = sql(`select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`);
  for (const name of tables) {
    for (const word of [`${own} "`, `${own} \\"`, `${own}.png`, subject, own]) {
      // What the table itself calls a fighter is the table's own.
      if (word === own && ['combatants', 'moves', 'events'].includes(name)) continue;
      assert.equal(sql(`select count(*) from "${name}" t where position('${word}' in t::text) > 0`)[0], '0', `${word} in ${name}`);
    }
  }
  assert.deepEqual(sql(`select display_name from users where id = '${id}'`), ['someone who left']);
  assert.deepEqual(sql(`select count(*) from characters where id = '${spare.id}'`), ['0']);
  // The token is good for a while, and so are others of before and of that session: they make nobody anew.
  await gone.refused('GET', '/me', 401, 'ACCOUNT_DELETED');
  const claims = goodClaims(subject);
  const token = (more) => makeToken(goodHeader(), { ...claims, ...more });
  const later = { iat: claims.iat + 2 };
  for (const more of [{ iat: claims.iat - 60, sid: 'another' }, later]) {
    assert.equal((await call('GET', '/me', { token: token(more) })).json.error.code, 'ACCOUNT_DELETED');
  }
  assert.deepEqual(sql(`select count(*) from users where sub = '${subject}'`), ['0']);
  // Whoever signs in again later is somebody new, and the old tokens are not theirs.
  const again = new Client(token({ ...later, sid: 'another' }), 'again');
  assert.notEqual(await idOf(again), id);
  assert.deepEqual(await again.get('/characters'), []);
  await again.refused('GET', `/campaigns/${table.id}`, 404, 'CAMPAIGN_NOT_FOUND');
  await gone.refused('GET', '/me', 401, 'ACCOUNT_DELETED');
});

test('leaving, being renamed and joining at once neither deadlock nor leave a table that lies', async () => {
  const tables = [await newTable(), await newTable(), await newTable()];
  const crowd = Array.from({ length: 5 }, () => newUser());
  const codes = await Promise.all(tables.map(async (t) => (await t.dm.post(`/campaigns/${t.id}/invites`, {})).code));
  await Promise.all(crowd.map((user) => user.get('/me')));
  const screens = await Promise.all(tables.map((t) => openStream(t.dm, t.id)));
  await Promise.all(crowd.flatMap((user, i) => [
    ...codes.map((code) => user.post(`/invites/${code}/accept`, undefined, 200)),
    user.patch('/me', { display_name: `Crowd ${i}` }), user.patch('/me', { display_name: `Crowd ${i} again` }),
  ]));
  await Promise.all(crowd.slice(0, 3).map((user) => user.delete('/me')));
  for (const [i, screen] of screens.entries()) {
    const state = await tables[i].dm.get(`/campaigns/${tables[i].id}/state`);
    await screen.untilTable(state);
    assert.equal(Object.keys(state.members).length, 5);
    screen.close();
  }
});
