// What was said and is taken back or put otherwise, and the name of one who has left, comes to nobody any more who resumes: neither out of the log nor out
// of what a broadcaster remembers, whichever it is.
import assert from 'node:assert/strict';
import test from 'node:test';
import { another, anotherByTcp, streamAt } from '../lib/another.mjs';
import { openStream, Stream } from '../lib/sse.mjs';
import { sql } from '../lib/stack.mjs';
import { join, newTable, newUser } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const idOf = async (person) => (await person.get('/me')).id;
const lastSeq = (table) => Number(sql(`select last_seq from campaigns where id = '${table.id}'`)[0]);
const say = (who, table, body) => who.post(`/campaigns/${table.id}/messages`, typeof body === 'string' ? { text: body } : body);

test('a resume has what was taken back from no broadcaster', async (t) => {
  const table = await newTable({ players: 2 });
  const [ann, bob] = table.players;
  const user = await idOf(bob);
  const others = [another('events'), await anotherByTcp()];
  t.after(() => Promise.all(others.map((one) => one.kill())));
  const lives = await Promise.all(others.map((one) => eventually('it takes clients', () => streamAt(one, table.id, user, 'player', { seq: lastSeq(table) }))));
  await eventually('a sync each', () => lives.every((one) => one.events.length));
  const live = await openStream(bob, table.id);
  lives.push(live);
  const all = (type, count) => eventually(`${type} everywhere`, () => lives.every((one) => one.events.filter((e) => e.type === type).length === count));
  const said = [];
  said.push(await say(ann, table, 'let us begin'));
  said.push(await say(ann, table, 'the traitor is Mallory'));
  said.push(await say(ann, table, { text: 'Mallory has the key', recipients: [user] }));
  said.push(await say(ann, table, 'Mallory waits [[1d4]] days'));
  await all('message.created', said.length);
  const [from] = live.events.filter((e) => e.type === 'message.created').map((e) => e.id);

  // What comes to one who resumes behind the first message, at each of the three; as text.
  const resumed = async (count) => {
    const again = new Stream(bob, table.id);
    again.table = live.table;
    await again.open({ lastEventId: from });
    const ways = [again, ...await Promise.all(others.map((one) => streamAt(one, table.id, user, 'player', { seq: lastSeq(table), last: from })))];
    const logged = (way) => way.events.filter((e) => e.id);
    await eventually('all of it', () => ways.every((way) => logged(way).length >= count));
    return ways.map((way) => {
      way.request.destroy();
      return { types: logged(way).map((e) => e.type), ids: logged(way).map((e) => e.id), text: way.events.map((e) => e.data ?? JSON.stringify(e.json)).join('\n') };
    });
  };
  const log = () => sql(`select id from events where campaign_id = '${table.id}' and seq > (select seq from events where id = '${from}') order by seq`);

  // All three go by memory: the log says something else.
  sql(`update events set party = replace(party, 'Mallory', 'nobody'), named = replace(named, 'Mallory', 'nobody') where campaign_id = '${table.id}'`);
  for (const { types, ids, text } of await resumed(3)) {
    assert.deepEqual(types, Array(3).fill('message.created'));
    assert.deepEqual(ids, log());
    assert.equal(text.match(/Mallory/g).length, 3);
  }

  await ann.patch(`/messages/${said[3].id}`, { text: 'it takes [[1d4]] days' });
  await all('message.updated', 1);
  for (const { text } of await resumed(4)) assert.ok(!text.includes('Mallory waits') && text.match(/it takes/g).length === 2);
  await ann.delete(`/messages/${said[1].id}`);
  await table.dm.refused('DELETE', `/messages/${said[2].id}`, 404, 'MESSAGE_NOT_FOUND');
  await ann.delete(`/messages/${said[2].id}`);
  await all('message.deleted', 2);
  for (const { types, ids, text } of await resumed(6)) {
    assert.ok(!/Mallory|traitor|key/.test(text), text);
    assert.deepEqual(types, ['message.deleted', 'message.deleted', 'message.created', 'message.updated', 'message.deleted', 'message.deleted']);
    assert.deepEqual(ids, log());
  }
  // Who was there all the time has had each event once.
  for (const one of lives) {
    const ids = one.events.map((e) => e.id).filter(Boolean);
    assert.deepEqual(ids.slice(ids.indexOf(from) + 1), log());
    one.request.destroy();
  }
});

test('nor the name of one who has left for good', async () => {
  const table = await newTable();
  const live = await openStream(table.player, table.id);
  const from = live.lastId;
  const leaver = newUser('mallory');
  await join(table.dm, table.id, leaver, 'player');
  const resumed = async (count) => {
    const again = new Stream(table.player, table.id);
    again.table = live.events[0].json.table;
    await again.open({ lastEventId: from });
    await again.until('all of it', () => again.events.length >= count);
    again.close();
    return again.bytes();
  };
  await live.untilEvent('member.joined');
  const { display_name: name } = await leaver.get('/me');
  assert.ok((await resumed(1)).includes(name));
  await leaver.delete('/me');
  await live.untilEvent('member.left');
  assert.ok(!(await resumed(2)).includes(name));
  live.close();
});

test('nor from one that has not yet heard of it', async () => {
  const table = await newTable();
  const live = await openStream(table.player, table.id);
  const from = (await say(table.player, table, 'let us begin'), await live.untilEvent('message.created')).id;
  const gone = await say(table.player, table, 'Mallory');
  await live.until('both', () => live.events.filter((e) => e.type === 'message.created').length === 2);
  // As the API does it, but without the doorbell.
  sql(`begin;
    delete from messages where id = '${gone.id}'; select message_forget('${gone.id}');
    update campaigns set last_seq = last_seq + 1 where id = '${table.id}';
    insert into events (campaign_id, seq, id, type, party) select id, last_seq, gen_random_uuid(), 'message.deleted', '{"patch":{}}' from campaigns where id = '${table.id}';
    commit`);
  const again = new Stream(table.player, table.id);
  again.table = live.table;
  await again.open({ lastEventId: from });
  await again.until('all of it', () => again.events.length >= 2);
  assert.deepEqual(again.events.map((e) => e.type), ['message.deleted', 'message.deleted']);
  assert.ok(!again.bytes().includes('Mallory') && live.bytes().includes('Mallory'));
  for (const stream of [live, again]) stream.close();
});
