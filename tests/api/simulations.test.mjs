// Simulations: an encounter from its draft to its end, on the very handlers that people use, told step by step.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { contract } from '../lib/contract.mjs';
import { sql } from '../lib/stack.mjs';
import { newUser } from '../lib/users.mjs';

async function newAdmin() {
  const admin = newUser('admin');
  const { id } = await admin.get('/me');
  sql(`update users set is_admin = true where id = '${id}'`);
  return Object.assign(admin, { id });
}

// An id that sorts before all others.
function longAgo() {
  return `00000000-0000-7000-8000-${crypto.randomBytes(6).toString('hex')}`;
}

// The events of a stream that has ended.
function events(text) {
  return text.split('\n\n').filter(Boolean).map((block) => {
    const [, type, data] = /^event: (\w+)\ndata: (.*)$/.exec(block);
    return { type, data: JSON.parse(data) };
  });
}

async function simulate(admin) {
  const answer = await call('POST', '/admin/simulations', { token: admin.token, raw: true });
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers['content-type'], /^text\/event-stream/);
  return events(answer.text);
}

test('simulations are for administrators', async () => {
  const admin = await newAdmin();
  const user = newUser();
  for (const method of ['GET', 'POST']) {
    await user.refused(method, '/admin/simulations', 403, 'FORBIDDEN');
    assert.equal((await call(method, '/admin/simulations')).status, 401);
  }
  assert.ok(Array.isArray(await admin.get('/admin/simulations')));
  const { operations } = await contract();
  const posted = operations.find((o) => o.method === 'POST' && o.template.endsWith('/admin/simulations'));
  assert.deepEqual(Object.keys(posted.operation.responses[200].content), ['text/event-stream']);
});

test('a simulation plays an encounter to its end, tells each step, and leaves nothing but its report', async () => {
  const admin = await newAdmin();
  const told = await simulate(admin);
  const done = told.pop();
  assert.equal(done.type, 'done');
  assert.deepEqual(told.filter((e) => !e.data.ok), []);
  assert.ok(done.data.ok && told.length > 25);
  assert.deepEqual(told.map((e) => [e.type, e.data.step]), told.map((_, i) => ['step', i + 1]));
  for (const path of ['/campaigns', '/characters']) assert.deepEqual(await admin.get(path), []);
  assert.deepEqual((await admin.get('/me')).live, []);
  const [kept] = await admin.get('/admin/simulations?limit=1');
  assert.equal(kept.id, done.data.id);
  assert.equal(kept.by, admin.id);
  assert.equal(kept.ok, true);
  assert.ok(kept.finished_at >= kept.started_at);
  assert.deepEqual(kept.steps, told.map((e) => e.data));
  assert.deepEqual(sql(`select count(*) from campaigns where owner_id = '${admin.id}'`), ['0']);
});

test('simulations run side by side, and the reports come in pages', async () => {
  const admins = await Promise.all([newAdmin(), newAdmin()]);
  const both = await Promise.all(admins.map(simulate));
  for (const told of both) assert.ok(told.at(-1).data.ok, JSON.stringify(told.filter((e) => e.data.ok === false)));
  const first = await admins[0].call('GET', '/admin/simulations?limit=1', 200);
  const { next_cursor: cursor } = first.json.meta.pagination;
  const [second] = await admins[0].get(`/admin/simulations?limit=1&cursor=${cursor}`);
  assert.notEqual(second.id, first.json.data[0].id);
});

test('what a crash has left of a simulation is cleared away by the next one, and nothing else is', async () => {
  const admin = await newAdmin();
  const left = await admin.post('/campaigns', { name: 'Left over' });
  const own = await admin.post('/campaigns', { name: 'My own' });
  const old = "now() - interval '11 minutes'";
  // One that died in the middle, and one that names a campaign which was there before it began.
  sql(`insert into simulations (id, by_user, campaign_id, started_at) values ('${longAgo()}', '${admin.id}', '${left.id}', ${old})`);
  sql(`update campaigns set created_at = now() - interval '1 hour' where id = '${own.id}'`);
  sql(`insert into simulations (id, by_user, campaign_id, started_at) values ('${longAgo()}', '${admin.id}', '${own.id}', ${old})`);
  await simulate(admin);
  assert.deepEqual((await admin.get('/campaigns')).map((c) => c.id), [own.id]);
  assert.deepEqual(sql(`select ok from simulations where by_user = '${admin.id}' and campaign_id in ('${left.id}', '${own.id}')`), ['f', 'f']);
});
