// Who is at the table: in any tab, at any broadcaster, with some seconds to come back; the same on every screen and in REST.
import assert from 'node:assert/strict';
import test from 'node:test';
import { another, streamAt } from '../lib/another.mjs';
import { canon } from '../lib/canon.mjs';
import { openStream, Stream } from '../lib/sse.mjs';
import { killNow, sql, untilHealthy } from '../lib/stack.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { join, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const idOf = async (person) => (await person.get('/me')).id;
const here = (stream) => Object.keys(stream.table.presence).sort();
const untilHere = async (stream, people) => {
  const ids = (await Promise.all(people.map(idOf))).sort();
  await stream.until(`${people.length} here`, () => stream.table && here(stream).join() === ids.join());
  return stream.untilAgreed();
};

test('who may ask', async () => {
  const table = await newTable({ secondDm: true });
  await matrix(peopleOf(table), [{
    method: 'GET', path: `/campaigns/${table.id}/presence`,
    expect: { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: 200, player: 200, dm: 200, owner: 200 },
  }]);
});

test('whoever opens a stream is here, on every screen and in REST, without an encounter', async () => {
  const table = await newTable({ players: 2 });
  const path = `/campaigns/${table.id}/presence`;
  assert.deepEqual(await table.dm.get(path), []);
  const dm = await openStream(table.dm, table.id);
  await untilHere(dm, [table.dm]);
  const streams = [dm, await openStream(table.player, table.id), await openStream(table.observer, table.id)];
  const there = [table.dm, table.player, table.observer];
  for (const stream of streams) await untilHere(stream, there);
  const list = await table.players[1].get(path);
  assert.deepEqual(list.map((one) => one.user_id).sort(), here(dm));
  for (const one of list) {
    assert.equal(Date.parse(one.since), Date.parse(dm.table.presence[one.user_id].since));
    assert.equal(one.role, dm.table.members[one.user_id].role);
    assert.equal(one.display_name, dm.table.members[one.user_id].display_name);
  }
  const first = await table.dm.call('GET', `${path}?limit=2`, 200);
  const second = await table.dm.call('GET', `${path}?limit=2&cursor=${first.json.meta.pagination.next_cursor}`, 200);
  assert.deepEqual([...first.json.data, ...second.json.data], list);
  for (const { json, type, id } of dm.passing) {
    assert.deepEqual([id, type, json.type, Object.keys(json.patch)], [undefined, 'presence.changed', 'presence.changed', ['presence']]);
  }
  for (const stream of streams) stream.close();
});

test('a second tab changes nothing, and who goes is gone only after a while', async () => {
  const table = await newTable();
  const dm = await openStream(table.dm, table.id);
  const tabs = [await openStream(table.player, table.id), await openStream(table.player, table.id)];
  await untilHere(dm, [table.dm, table.player]);
  const player = await idOf(table.player);
  const { since } = dm.table.presence[player];
  tabs[0].close();
  const again = await openStream(table.player, table.id);
  tabs[1].close();
  again.close();
  const back = await openStream(table.player, table.id);
  await untilHere(back, [table.dm, table.player]);
  assert.equal(back.table.presence[player].since, since, 'as if never gone');
  back.close();
  await untilHere(dm, [table.dm]);
  const was = dm.passing.map(({ json }) => json.patch.presence[player]).filter((change) => change !== undefined).map(Boolean);
  assert.deepEqual(was.slice(was.indexOf(true)).filter((is, i, all) => is !== all[i - 1]), [true, false], 'came once, and went once');
  const later = await openStream(table.player, table.id);
  await untilHere(dm, [table.dm, table.player]);
  assert.ok(Date.parse(dm.table.presence[player].since) > Date.parse(since), 'here anew');
  for (const stream of [dm, later]) stream.close();
});

test('after a resume the stream says who is here now, and who is not', async () => {
  const table = await newTable();
  const dm = await openStream(table.dm, table.id);
  const player = await openStream(table.player, table.id);
  const observer = await openStream(table.observer, table.id);
  await untilHere(dm, [table.dm, table.player, table.observer]);
  dm.cut();
  player.close();
  await eventually('the player is gone', async () => (await table.dm.get(`/campaigns/${table.id}/presence`)).length === 1);
  await dm.open();
  await untilHere(dm, [table.dm, table.observer]);
  assert.equal(dm.events.filter((event) => event.type === 'sync').length, 1, 'it resumed');
  await untilHere(observer, [table.dm, table.observer]);
  for (const stream of [dm, observer]) stream.close();
});

test('who is removed is not here either, with the event that says so; who joins again and comes is', async () => {
  const table = await newTable();
  const player = await idOf(table.player);
  const dm = await openStream(table.dm, table.id);
  const gone = await openStream(table.player, table.id);
  await untilHere(dm, [table.dm, table.player]);
  await table.dm.call('DELETE', `/campaigns/${table.id}/members/${player}`, 200);
  const told = await dm.untilEvent('member.removed');
  assert.deepEqual(told.json.patch, { members: { [player]: null }, presence: { [player]: null } });
  await untilHere(dm, [table.dm]);
  await gone.until('its stream has ended', () => gone.ended);
  await join(table.dm, table.id, table.player, 'player');
  const back = await openStream(table.player, table.id);
  for (const stream of [dm, back]) await untilHere(stream, [table.dm, table.player]);
  await table.dm.patch(`/campaigns/${table.id}/members/${player}`, { role: 'observer' });
  await dm.until('the role', () => dm.table.members[player].role === 'observer');
  await dm.untilAgreed();
  for (const stream of [dm, back]) stream.close();
});

test('at any broadcaster; and one that dies leaves no ghosts', async () => {
  const table = await newTable();
  const [dmId, playerId, observerId] = await Promise.all([table.dm, table.player, table.observer].map(idOf));
  const other = another('events');
  const dm = await openStream(table.dm, table.id);
  const there = await eventually('the other one takes clients', () => streamAt(other, table.id, playerId, 'player'));
  const observers = [await openStream(table.observer, table.id), await streamAt(other, table.id, observerId, 'observer')];
  await untilHere(dm, [table.dm, table.player, table.observer]);
  const { since } = dm.table.presence[observerId];
  await eventually('the other one says the same', () => canon(there.table.presence) === canon(dm.table.presence));
  await other.kill('SIGKILL');
  await untilHere(dm, [table.dm, table.observer]);
  assert.equal(dm.table.presence[observerId].since, since, 'here all the time, at the first one');
  assert.ok(dm.table.presence[dmId]);
  await eventually('the clock has noted it', () => sql(`select count(*) from presence where user_id = '${playerId}' and left_at is null`)[0] === '0');
  for (const stream of [dm, observers[0]]) stream.close();
});

test('kill -9 of the broadcaster: whoever comes back was never gone, whoever does not is', async () => {
  const table = await newTable({ players: 2 });
  const stay = [table.dm, table.player];
  const streams = stay.map((viewer) => new Stream(viewer, table.id));
  await Promise.all(streams.map((stream) => stream.persist()));
  const ghost = await openStream(table.players[1], table.id);
  for (const stream of streams) await untilHere(stream, [...stay, table.players[1]]);
  const before = streams[0].table.presence;
  const back = await killNow('events');
  await back();
  await untilHealthy();
  for (const stream of streams) await untilHere(stream, stay);
  for (const [id, one] of Object.entries(streams[0].table.presence)) assert.deepEqual(one, before[id]);
  for (const stream of [...streams, ghost]) stream.close();
});

test('kill -9 of PostgreSQL: who is here is told anew', async () => {
  const table = await newTable();
  const streams = [await openStream(table.dm, table.id), await openStream(table.player, table.id)];
  await untilHere(streams[0], [table.dm, table.player]);
  const back = await killNow('postgres');
  await back();
  await untilHealthy();
  for (const stream of streams) await untilHere(stream, [table.dm, table.player]);
  for (const stream of streams) stream.close();
});

test('many who come and go at once: every screen ends with what is so', async () => {
  const table = await newTable({ players: 12 });
  const steady = await openStream(table.dm, table.id);
  const streams = [];
  for (let round = 0; round < 3; round++) {
    for (const stream of streams.splice(0)) if (Math.random() < 0.7) stream.cut(); else streams.push(stream);
    streams.push(...await Promise.all(table.players.filter(() => Math.random() < 0.8).map((player) => openStream(player, table.id))));
  }
  await steady.untilAgreed();
  for (const stream of streams.filter((one) => one.request)) await stream.untilAgreed();
  for (const stream of streams) stream.close();
  await untilHere(steady, [table.dm]);
  steady.close();
});
