// News from the identity provider: each refusal with the delivery beside it that is taken.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { call, Client } from '../lib/client.mjs';
import { exchange } from '../lib/http.mjs';
import { openStream } from '../lib/sse.mjs';
import { sql } from '../lib/stack.mjs';
import { tokenFor, webhookSecret } from '../lib/tokens.mjs';
import { join, newTable, random } from '../lib/users.mjs';

const now = () => Math.floor(Date.now() / 1000);
const key = Buffer.from(webhookSecret.slice('whsec_'.length), 'base64');
const newId = () => `msg_${crypto.randomBytes(12).toString('hex')}`;
const mac = (id, at, body, secret = key) => crypto.createHmac('sha256', secret).update(`${id}.${at}.`).update(body).digest('base64');

function signed(body, { id = newId(), at = now(), signature = `v1,${mac(id, at, body)}` } = {}) {
  return { 'svix-id': id, 'svix-timestamp': String(at), 'svix-signature': signature };
}

const news = (type, data) => JSON.stringify({ type, object: 'event', timestamp: Date.now(), data });
const person = (sub, more = {}) => ({ id: sub, first_name: 'Ada', last_name: 'Lovelace', username: null, image_url: 'https://img.clerk.com/a.png', object: 'user', email_addresses: [{ email_address: 'ada@example.org' }], ...more });

async function deliver(body, headers = signed(body)) {
  const answer = await call('POST', '/webhooks/clerk', { body, headers });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.data.taken;
}

const newSub = () => `user_${crypto.randomBytes(10).toString('hex')}`;
const clientOf = (sub, name) => new Client(tokenFor(sub, name), name ?? sub);

test('who is created has a name and a picture at first sight', async () => {
  const sub = newSub();
  assert.equal(await deliver(news('user.created', person(sub))), true);
  const me = await clientOf(sub, 'Other').get('/me');
  assert.equal(me.display_name, 'Ada Lovelace');
  assert.equal(me.avatar_url, 'https://img.clerk.com/a.png');
  const plain = newSub();
  await deliver(news('user.created', person(plain, { first_name: null, last_name: null, username: 'ada', image_url: 'javascript:alert(1)' })));
  assert.equal((await clientOf(plain).get('/me')).display_name, 'ada');
  assert.equal((await clientOf(plain).get('/me')).avatar_url, null);
});

test('forged, cut, old and unsigned deliveries are refused, and the good one beside each is taken', async () => {
  const body = news('session.created', { id: 'sess_1' });
  const other = crypto.randomBytes(24);
  const id = newId();
  const at = now();
  const good = `v1,${mac(id, at, body)}`;
  const without = (name) => { const { [name]: _, ...rest } = signed(body); return rest; };
  const bad = {
    'no id': without('svix-id'), 'no time': without('svix-timestamp'), 'no signature': without('svix-signature'), 'nothing at all': {},
    'another secret': signed(body, { id, at, signature: `v1,${mac(id, at, body, other)}` }),
    'the secret as text': signed(body, { id, at, signature: `v1,${mac(id, at, body, webhookSecret)}` }),
    'another body': signed(body, { id, at, signature: `v1,${mac(id, at, `${body} `)}` }),
    'another id': signed(body, { id, at, signature: `v1,${mac(newId(), at, body)}` }),
    'another time': signed(body, { id, at, signature: `v1,${mac(id, at - 1, body)}` }),
    'version 2': signed(body, { id, at, signature: good.replace('v1', 'v2') }),
    'no version': signed(body, { id, at, signature: good.slice(3) }),
    'the signature cut': signed(body, { id, at, signature: good.slice(0, -1) }),
    'an empty signature': signed(body, { id, at, signature: 'v1,' }),
    'the signature in hex': signed(body, { id, at, signature: `v1,${Buffer.from(mac(id, at, body), 'base64').toString('hex')}` }),
    'six minutes old': signed(body, { at: now() - 360 }),
    'six minutes early': signed(body, { at: now() + 360 }),
    'a time that is none': signed(body, { at: 'now' }),
    'a time below zero': signed(body, { at: -1 }),
    'a time past 2^63': signed(body, { at: '99999999999999999999' }),
    'an id too long': signed(body, { id: 'x'.repeat(201) }),
    'an id with a blank': signed(body, { id: 'a b' }),
  };
  for (const [what, headers] of Object.entries(bad)) {
    const answer = await call('POST', '/webhooks/clerk', { body, headers });
    assert.equal(answer.status, 401, `${what}: ${answer.text}`);
    assert.equal(answer.json.error.code, 'WEBHOOK_REFUSED', what);
    assert.equal(await deliver(body), false, 'a good one of no interest');
  }
  for (const headers of [signed(body, { at: now() - 240 }), signed(body, { id, at, signature: `v1,${mac(id, at, body, other)} ${good}` }), signed(body, { id, at, signature: `v1a,x ${good} v1,y` }), signed(body, { id: 'x'.repeat(200) })]) {
    assert.equal((await call('POST', '/webhooks/clerk', { body, headers })).status, 200);
  }
});

test('a person\'s token opens no webhook, and no signature opens anything else', async () => {
  const body = news('user.deleted', { id: newSub() });
  const table = await newTable();
  assert.equal((await call('POST', '/webhooks/clerk', { token: table.dm.token, body })).status, 401);
  assert.equal((await call('GET', '/me', { headers: signed(body) })).status, 401);
});

test('a body behind a good signature that is not what it should be is refused by its field', async () => {
  for (const [body, field] of [['{', ''], ['[]', ''], ['{"type":"user.created"}', '/data'], [news('user.created', {}), '/data/id'], [news('user.created', { id: 'a b' }), '/data/id'], [news('user.created', { id: '' }), '/data/id'], [news('user.updated', person('x'.repeat(256))), '/data/id']]) {
    const answer = await call('POST', '/webhooks/clerk', { body, headers: signed(body) });
    assert.equal(answer.status, 400, `${body.slice(0, 60)}: ${answer.text}`);
    assert.ok(answer.json.error.details.fields.some((f) => f.field === field), answer.text);
  }
  // What stands behind a NUL is signed too.
  const body = Buffer.from(news('session.created', { id: 'x' }));
  const longer = Buffer.concat([body, Buffer.from('\0{"more":1}')]);
  assert.equal((await exchange('POST', '/api/v1/webhooks/clerk', { body: longer, headers: { ...signed(body), 'content-type': 'application/json' } })).status, 401);
});

test('the same delivery again changes nothing', async () => {
  const sub = newSub();
  const first = news('user.created', person(sub));
  const headers = signed(first);
  assert.equal(await deliver(first, headers), true);
  const renamed = news('user.updated', person(sub, { first_name: 'Augusta' }));
  await deliver(renamed);
  assert.equal(await deliver(first, headers), false);
  assert.equal((await clientOf(sub).get('/me')).display_name, 'Augusta Lovelace');
  // Sent again later the sender signs it anew, under the same id.
  const id = newId();
  const gone = news('user.updated', person(sub, { first_name: 'Old' }));
  assert.equal(await deliver(gone, signed(gone, { id })), true);
  await deliver(renamed);
  assert.equal(await deliver(gone, signed(gone, { id, at: now() + 1 })), false);
  assert.equal((await clientOf(sub).get('/me')).display_name, 'Augusta Lovelace');
});

test('a profile that its person has edited is theirs; until then the provider\'s news are on every table', async () => {
  const table = await newTable();
  const sub = newSub();
  const user = clientOf(sub, random('n'));
  await join(table.dm, table.id, user, 'player');
  const { id } = await user.get('/me');
  const screen = await openStream(table.dm, table.id);
  await deliver(news('user.updated', person(sub, { first_name: 'Grace', last_name: 'Hopper' })));
  await screen.until('the name', () => screen.table.members[id].display_name === 'Grace Hopper');
  await user.patch('/me', { display_name: 'Amazing Grace' });
  await deliver(news('user.updated', person(sub, { first_name: 'Other' })));
  assert.equal((await user.get('/me')).display_name, 'Amazing Grace');
  await screen.untilTable(await table.dm.get(`/campaigns/${table.id}/state`));
  screen.close();
});

test('who is deleted there is gone here; their campaigns go to the DM who is left', async () => {
  const table = await newTable({ secondDm: true });
  const { id: owner } = await table.dm.get('/me');
  const sub = sql(`select sub from users where id = '${owner}'`)[0];
  const alone = await table.dm.post('/campaigns', { name: 'Alone' });
  await join(table.dm, alone.id, table.player, 'player');
  const stream = await openStream(table.dm, table.id);
  assert.equal(await deliver(news('user.deleted', { id: sub, deleted: true, object: 'user' })), true);
  await stream.until('its end', () => stream.ended);
  const left = await table.dm2.get(`/campaigns/${table.id}`);
  assert.equal(left.owner_id, (await table.dm2.get('/me')).id);
  assert.ok(!(await table.dm2.get(`/campaigns/${table.id}/members`)).some((m) => m.user_id === owner));
  // Nobody could take that one over: it stays for its players.
  const members = await table.player.get(`/campaigns/${alone.id}/members`);
  assert.deepEqual(members.filter((m) => m.is_owner).map((m) => m.display_name), ['someone who left']);
  assert.equal(await deliver(news('user.deleted', { id: sub, deleted: true, object: 'user' })), true, 'and again, about nobody');
});

test('news in another order than things happened leaves the newest', async () => {
  const sub = newSub();
  const me = async () => (await clientOf(sub).get('/me')).display_name;
  const tell = (type, first_name, updated_at) => deliver(news(type, person(sub, { first_name, last_name: null, updated_at })));
  await tell('user.updated', 'Second', 2000);
  assert.equal(await me(), 'Second');
  await tell('user.created', 'First', 1000);
  assert.equal(await me(), 'Second');
  await tell('user.updated', 'Third', 3000);
  await tell('user.updated', 'Second again', 2500);
  assert.equal(await me(), 'Third');
  await tell('user.updated', 'Fourth', 4000);
  assert.equal(await me(), 'Fourth');
});

test('nobody who was deleted comes back by late news of them', async () => {
  const [known, unknown] = [newSub(), newSub()];
  const people = (sub) => sql(`select count(*) from users where sub = '${sub}'`)[0];
  await deliver(news('user.created', person(known)));
  assert.equal(people(known), '1');
  for (const sub of [known, unknown]) {
    await deliver(news('user.deleted', { id: sub, deleted: true, object: 'user' }));
    await deliver(news('user.created', person(sub)));
    await deliver(news('user.updated', person(sub, { updated_at: Date.now() + 1000 })));
    assert.equal(people(sub), '0');
  }
});
