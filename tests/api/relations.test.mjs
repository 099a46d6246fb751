import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { call, fieldCodes } from '../lib/client.mjs';
import { sql } from '../lib/stack.mjs';
import { newTable } from '../lib/users.mjs';

const node = async (table, name, visibility = 'party', more = {}) =>
  (await table.dm.post(`/campaigns/${table.id}/relations/nodes`, { kind: 'person', name, visibility, ...more })).id;
const tie = async (table, from, to, visibility = 'party', label = 'knows') =>
  (await table.dm.post(`/campaigns/${table.id}/relations/ties`, { from_id: from, to_id: to, label, visibility })).id;
const path = async (who, table, from, to) =>
  (await who.get(`/campaigns/${table.id}/relations/path?from=${from}&to=${to}`)).map((s) => s.name).join('');

// a – b – c – d, a secret e between a and d, and a secret tie from a to c.
async function web() {
  const table = await newTable();
  const ids = {};
  for (const name of 'abcd') ids[name] = await node(table, name);
  ids.e = await node(table, 'e', 'dm');
  ids.x = await node(table, 'x');
  for (const [from, to] of ['ab', 'cb', 'cd', 'ae', 'ed']) ids[from + to] = await tie(table, ids[from], ids[to]);
  ids.ac = await tie(table, ids.a, ids.c, 'dm');
  return { table, ids };
}

test('players see what is visible to them, everywhere', async () => {
  const { table, ids } = await web();
  const nodes = async (who) => (await who.get(`/campaigns/${table.id}/relations/nodes`)).map((n) => n.name).sort().join('');
  const ties = async (who) => (await who.get(`/campaigns/${table.id}/relations/ties`)).length;
  const around = async (who, id) => (await who.get(`/relations/nodes/${id}/neighbours`)).map((n) => n.name + n.direction).sort();
  assert.equal(await nodes(table.dm), 'abcdex');
  assert.equal(await ties(table.dm), 6);
  assert.deepEqual(await around(table.dm, ids.a), ['bout', 'cout', 'eout']);
  for (const who of [table.player, table.observer]) {
    assert.equal(await nodes(who), 'abcdx');
    assert.equal(await ties(who), 3, 'neither the secret tie nor those of the secret node');
    assert.deepEqual(await around(who, ids.a), ['bout']);
    assert.deepEqual(await around(who, ids.b), ['ain', 'cin']);
    const gone = crypto.randomUUID();
    for (const at of ['', '/neighbours']) {
      assert.deepEqual(await who.refused('GET', `/relations/nodes/${ids.e}${at}`, 404, 'RELATION_NOT_FOUND'),
        await who.refused('GET', `/relations/nodes/${gone}${at}`, 404, 'RELATION_NOT_FOUND'));
    }
    for (const hidden of ['ac', 'ae', 'ed']) await who.refused('DELETE', `/relations/ties/${ids[hidden]}`, 404, 'RELATION_NOT_FOUND');
    await who.refused('DELETE', `/relations/ties/${ids.ab}`, 403, 'FORBIDDEN');
  }
  const page = await table.player.call('GET', `/campaigns/${table.id}/relations/ties?limit=3`, 200);
  assert.equal(page.json.meta.pagination.next_cursor, undefined, 'what is hidden makes no further page');
});

test('the shortest way leads through what the viewer sees', async () => {
  const { table, ids } = await web();
  assert.equal(await path(table.player, table, ids.a, ids.d), 'abcd');
  assert.equal(await path(table.player, table, ids.d, ids.a), 'dcba');
  assert.ok(['acd', 'aed'].includes(await path(table.dm, table, ids.a, ids.d)));
  assert.equal(await path(table.player, table, ids.a, ids.a), 'a');
  assert.equal(await path(table.player, table, ids.a, ids.x), '', 'no way');
  const at = (from, to) => `/campaigns/${table.id}/relations/path?from=${from}&to=${to}`;
  await table.player.refused('GET', at(ids.a, ids.e), 404, 'RELATION_NOT_FOUND');
  await table.player.refused('GET', at(ids.e, ids.e), 404, 'RELATION_NOT_FOUND');
  await table.player.refused('GET', at(crypto.randomUUID(), ids.a), 404, 'RELATION_NOT_FOUND');
  for (const query of ['', `?from=${ids.a}`, `?to=${ids.a}`, '?from=x&to=y']) {
    await table.player.refused('GET', `/campaigns/${table.id}/relations/path${query}`, 400, 'VALIDATION_FAILED');
  }
  const steps = await table.player.get(at(ids.a, ids.c));
  assert.deepEqual(steps.map((s) => s.tie_id), [ids.ab, ids.cb, undefined]);
});

test('a web of many circles is searched step by step, not way by way', async () => {
  const table = await newTable();
  const first = await node(table, 'first');
  // Layers of ten, each tied to all of the next: ten to the tenth ways, eleven steps.
  sql(`with made as (
      insert into relation_nodes (id, campaign_id, kind, name, text, visibility)
      select gen_random_uuid(), '${table.id}', 'person', l || '.' || n, '', 'party'
      from generate_series(1, 10) l, generate_series(1, 10) n returning id, split_part(name, '.', 1)::int as l)
    insert into relation_ties (id, campaign_id, from_id, to_id, label, visibility)
    select gen_random_uuid(), '${table.id}', a.id, b.id, 'knows', 'party' from made a join made b on b.l = a.l + 1`);
  const [start] = sql(`select id from relation_nodes where campaign_id = '${table.id}' and name = '1.1'`);
  const [end] = sql(`select id from relation_nodes where campaign_id = '${table.id}' and name = '10.10'`);
  await tie(table, first, start);
  assert.equal((await table.player.get(`/campaigns/${table.id}/relations/path?from=${first}&to=${end}`)).length, 11);
});

test('a tie has two ends of one campaign', async () => {
  const [table, other] = [await newTable(), await newTable()];
  const [a, foreign] = [await node(table, 'a'), await node(other, 'b')];
  for (const [from, to, field] of [[a, foreign, '/to_id'], [foreign, a, '/from_id'], [a, a, '/from_id'], [a, crypto.randomUUID(), '/to_id']]) {
    const error = await table.dm.refused('POST', `/campaigns/${table.id}/relations/ties`, 400, 'VALIDATION_FAILED', { body: { from_id: from, to_id: to, label: 'x' } });
    assert.equal(fieldCodes(error, field).length, 1, JSON.stringify(error));
  }
});

test('what changes changes, and a node takes its ties with it', async () => {
  const { table, ids } = await web();
  const changed = await table.dm.patch(`/relations/nodes/${ids.a}`, { text: 'Old.', kind: 'faction' });
  assert.deepEqual([changed.name, changed.text, changed.kind, changed.visibility], ['a', 'Old.', 'faction', 'party']);
  assert.equal((await table.dm.patch(`/relations/ties/${ids.ac}`, { visibility: 'party' })).label, 'knows');
  assert.equal(await path(table.player, table, ids.a, ids.d), 'acd');
  await table.dm.patch(`/relations/nodes/${ids.c}`, { visibility: 'dm' });
  assert.equal(await path(table.player, table, ids.a, ids.d), '');
  await table.dm.call('DELETE', `/relations/nodes/${ids.b}`, 200);
  assert.deepEqual((await table.dm.get(`/campaigns/${table.id}/relations/ties`)).map((t) => t.id).sort(), [ids.cd, ids.ae, ids.ed, ids.ac].sort());
});

test('GraphML is well-formed, whatever it is about, and has what the viewer sees', async () => {
  const { table, ids } = await web();
  const name = `"<a b='&amp;'>]]> \u0001 \u{1F600}\u{FFFE} é`;
  const odd = await node(table, name, 'party', { text: 'two\nlines' });
  const last = await tie(table, odd, ids.a, 'party', '<loves & "hates">');
  const graph = async (who) => (await call('GET', `/campaigns/${table.id}/relations/graphml`, { token: who.token, raw: true }));
  const answer = await graph(table.player);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'application/graphml+xml');
  const { text } = answer;
  // Nothing of what was written is markup, and every tag that opens is closed.
  const open = [];
  const bare = text.replace(/^<\?xml [^>]*\?>/, '').replace(/<(\/?)([a-z]+)((?: [a-z.]+="[^"<&]*")*)(\/?)>/g, (_, close, tag, attributes, empty) => {
    if (close) assert.equal(open.pop(), tag);
    else if (!empty) open.push(tag);
    return '';
  });
  assert.deepEqual(open, []);
  assert.match(bare, /^(?:[^<&]|&(?:amp|lt|gt|quot|#\d+);)*$/);
  // eslint-disable-next-line no-control-regex
  assert.ok(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text));
  assert.ok(text.includes(`<data key="name">&quot;&lt;a b='&amp;amp;'&gt;]]&gt; \ufffd \u{1F600}\ufffd é</data>`));
  assert.ok(text.includes(`<edge id="${last}" source="${odd}" target="${ids.a}"><data key="label">&lt;loves &amp; &quot;hates&quot;&gt;</data>`));
  const count = (of, tag) => of.split(`<${tag} `).length - 1;
  assert.deepEqual([count(text, 'node'), count(text, 'edge')], [6, 4]);
  for (const secret of ['e', 'ae', 'ed', 'ac']) assert.ok(!text.includes(ids[secret]), secret);
  const whole = (await graph(table.dm)).text;
  assert.deepEqual([count(whole, 'node'), count(whole, 'edge')], [7, 7]);
  assert.equal((await graph(table.stranger)).status, 404);
});
