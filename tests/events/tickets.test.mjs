// EventSource can send no header: a ticket of the campaign lets it in, once, within half a minute. And what else lets in.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { origin, varDir } from '../lib/config.mjs';
import { openStream, Stream } from '../lib/sse.mjs';
import { clockDoes, killNow, sql } from '../lib/stack.mjs';
import { newFight, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const nobody = { name: 'nobody' };
const idOf = async (person) => (await person.get('/me')).id;
const ticketOf = async (person, table) => (await person.post(`/campaigns/${table.id}/events/tickets`)).ticket;
const query = (ticket) => ({ query: `?ticket=${ticket}` });
const hashOf = (ticket) => `'\\x${crypto.createHash('sha256').update(ticket).digest('hex')}'`;

async function refused(stream, status, code, options) {
  await assert.rejects(stream.open(options), (error) => {
    assert.equal(error.status, status, error.message);
    assert.equal(JSON.parse(error.text).error.code, code);
    assert.match(error.headers['cache-control'], /no-store/);
    return true;
  });
}

test('a ticket opens one stream, which shows what its holder may see', async () => {
  const table = await newTable();
  await newFight(table, { goblins: 1, hidden: 1 });
  for (const holder of table.everyone) {
    const made = await holder.post(`/campaigns/${table.id}/events/tickets`);
    assert.match(made.ticket, /^[0-9a-z]{25}$/);
    assert.ok(Date.parse(made.expires_at) <= Date.now() + 31_000);
    const stream = new Stream(nobody, table.id);
    await stream.open(query(made.ticket));
    await stream.untilTable(await holder.get(`/campaigns/${table.id}/state`));
    assert.equal(Object.keys(stream.table.encounter.combatants).length, holder === table.dm ? 2 : 1);
    await refused(new Stream(nobody, table.id), 401, 'TICKET_USED', query(made.ticket));
    await refused(new Stream(holder, table.id), 401, 'TICKET_USED', query(made.ticket));
    assert.ok(!stream.ended);
    // A later one goes on where this one was.
    stream.cut();
    await stream.open({ lastEventId: undefined, query: `?ticket=${await ticketOf(holder, table)}&last_event_id=${stream.lastId}` });
    await rename(table);
    await stream.untilTable(await holder.get(`/campaigns/${table.id}/state`));
    assert.equal(stream.events.filter((event) => event.type === 'sync').length, 1);
    stream.close();
  }
});

// Something for everybody to see, that can happen again and again.
async function rename(table) {
  await table.dm.patch(`/campaigns/${table.id}`, { name: `Campaign ${crypto.randomUUID()}` });
}

test('whoever comes with a ticket that is taken, old, forged or of another table is told so', async () => {
  const [table, other] = [await newTable(), await newTable()];
  const good = await ticketOf(table.player, table);
  await refused(new Stream(nobody, other.id), 401, 'TICKET_INVALID', query(good));
  await refused(new Stream(nobody, crypto.randomUUID()), 401, 'TICKET_INVALID', query(good));
  for (const forged of ['x', '0'.repeat(25), good.toUpperCase(), `${good}0`, good.slice(1), "' or true --", '%00', table.player.token.slice(0, 64)]) {
    await refused(new Stream(nobody, table.id), forged === '%00' ? 400 : 401, forged === '%00' ? 'VALIDATION_FAILED' : 'TICKET_INVALID', query(encodeURIComponent(forged).replace('%2500', '%00')));
  }
  await refused(new Stream(nobody, table.id), 401, 'TOKEN_MISSING', { query: '?ticket=' });
  // None of that has used it up.
  const stream = new Stream(nobody, table.id);
  await stream.open(query(good));
  await stream.untilEvent('sync');
  stream.close();
  const old = await ticketOf(table.player, table);
  sql(`update stream_tickets set expires_at = now() where hash = ${hashOf(old)}`);
  await refused(new Stream(nobody, table.id), 401, 'TICKET_EXPIRED', query(old));
  sql(`update stream_tickets set expires_at = now() + interval '9 seconds' where hash = ${hashOf(old)}`);
  const late = new Stream(nobody, table.id);
  await late.open(query(old));
  late.close();
  // A ticket is for streams, and for nothing else.
  await nobodyMay(table, await ticketOf(table.dm, table));
});

async function nobodyMay(table, ticket) {
  const stream = new Stream(nobody, table.id);
  stream.path = `/api/v1/campaigns/${table.id}/state`;
  await refused(stream, 401, 'TOKEN_MISSING', query(ticket));
}

test('of many who come with one ticket at once one gets in', async () => {
  const table = await newTable();
  for (let round = 0; round < 5; round++) {
    const ticket = await ticketOf(table.player, table);
    const streams = Array.from({ length: 12 }, () => new Stream(nobody, table.id));
    const outcomes = await Promise.allSettled(streams.map((stream) => stream.open(query(ticket))));
    for (const { reason } of outcomes.filter((one) => one.status === 'rejected')) assert.match(reason.message, /TICKET_USED/);
    assert.equal(outcomes.filter((one) => one.status === 'fulfilled').length, 1);
    for (const stream of streams) stream.close();
  }
});

test('what counts is what the holder is when the stream opens', async () => {
  const table = await newTable({ players: 3 });
  await newFight(table, { goblins: 1, hidden: 1 });
  const [raised, removed, disabled] = table.players;
  const tickets = await Promise.all(table.players.map((player) => ticketOf(player, table)));
  await table.dm.patch(`/campaigns/${table.id}/members/${await idOf(raised)}`, { role: 'dm' });
  await table.dm.delete(`/campaigns/${table.id}/members/${await idOf(removed)}`);
  sql(`update users set disabled_at = now() where id = '${await idOf(disabled)}'`);
  const stream = new Stream(nobody, table.id);
  await stream.open(query(tickets[0]));
  await stream.untilEvent('sync');
  assert.equal(Object.keys(stream.table.encounter.combatants).length, 2);
  await refused(new Stream(nobody, table.id), 404, 'CAMPAIGN_NOT_FOUND', query(tickets[1]));
  await refused(new Stream(nobody, table.id), 403, 'ACCOUNT_DISABLED', query(tickets[2]));
  // It ends as any other when its person is not what they were.
  await table.dm.patch(`/campaigns/${table.id}/members/${await idOf(raised)}`, { role: 'observer' });
  await stream.until('its end', () => stream.ended);
});

// Every file below a folder, as text; what cannot be read is none of ours.
function textsIn(folder) {
  return readdirSync(folder).flatMap((name) => {
    const at = path.join(folder, name);
    return statSync(at).isDirectory() ? textsIn(at) : [[at, readFileSync(at, 'latin1')]];
  });
}

test('only its hash is kept, not for long, and no log has it', async () => {
  const table = await newTable();
  const ticket = await ticketOf(table.player, table);
  assert.deepEqual(sql(`select count(*) from stream_tickets where hash = ${hashOf(ticket)}`), ['1']);
  assert.ok(!sql('select t::text from stream_tickets t').join().includes(ticket));
  const stream = new Stream(nobody, table.id);
  await stream.open(query(ticket));
  stream.close();
  await refused(new Stream(nobody, table.id), 401, 'TICKET_USED', query(ticket));
  // When there is nobody to hand the stream to, nginx complains, but not of the ticket.
  const another = await ticketOf(table.player, table);
  const back = await killNow('events');
  await new Stream(nobody, table.id).open(query(another)).then((opened) => opened.close(), () => {});
  await back();
  (await openStream(table.player, table.id)).close();
  const seen = await ticketOf(table.player, table);
  const marked = new Stream(nobody, table.id);
  await marked.open(query(seen));
  marked.close();
  const logs = () => textsIn(path.join(varDir, 'log'));
  await eventually('the stream is in the access log', () => logs().some(([, text]) => text.includes(`/api/v1/campaigns/${table.id}/events `)));
  for (const [at, text] of logs()) {
    for (const secret of [ticket, another, seen]) assert.ok(!text.includes(secret), `${at} has a ticket`);
  }
  sql(`update stream_tickets set expires_at = now() - interval '2 minutes' where hash = ${hashOf(ticket)}`);
  clockDoes('forget_tickets');
  assert.deepEqual(sql(`select count(*) from stream_tickets where hash = ${hashOf(ticket)}`), ['0']);
  assert.deepEqual(sql(`select count(*) from stream_tickets where hash = ${hashOf(seen)}`), ['1']);
  await refused(new Stream(nobody, table.id), 401, 'TICKET_INVALID', query(ticket));
});

test('the session cookie opens streams of this server\'s own pages', async () => {
  const table = await newTable();
  const cookie = `theme=dark; __session=${table.player.token}`;
  const stream = new Stream(nobody, table.id);
  await stream.open({ headers: { cookie, 'sec-fetch-site': 'same-origin' } });
  await stream.untilTable(await table.player.get(`/campaigns/${table.id}/state`));
  assert.equal(stream.response.headers['access-control-allow-credentials'], undefined);
  stream.close();
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site', origin }, { origin: 'https://evil.example' }]) {
    await refused(new Stream(nobody, table.id), 403, 'ORIGIN_REFUSED', { headers: { cookie, ...headers } });
  }
  await refused(new Stream(nobody, table.id), 401, 'TOKEN_MISSING', { headers: { cookie: 'theme=dark' } });
  const other = await openStream(table.player, table.id);
  other.close();
});
