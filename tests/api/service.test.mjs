// Figures for operators, and the page for developers.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { root } from '../lib/config.mjs';
import { exchange } from '../lib/http.mjs';
import { openStream } from '../lib/sse.mjs';
import { eventually } from '../lib/wait.mjs';
import { newTable, newUser } from '../lib/users.mjs';

const metrics = async () => (await call('GET', '//metrics')).json;
const ofRoute = (all, method, route) => all.routes.find((r) => r.method === method && r.path === route) ?? { requests: 0, client_errors: 0 };

test('the figures count what is there and what was asked', async () => {
  const user = newUser();
  await user.get('/me');
  const before = await metrics();
  await user.post('/campaigns', { name: 'Counted' });
  for (let i = 0; i < 5; i++) await user.get('/campaigns');
  for (let i = 0; i < 3; i++) await user.refused('GET', '/campaigns/x', 400, 'VALIDATION_FAILED');
  await user.refused('GET', '/nothing/here', 404, 'ROUTE_NOT_FOUND');
  const after = await metrics();
  const grown = (method, route, field = 'requests') => ofRoute(after, method, route)[field] - ofRoute(before, method, route)[field];
  assert.ok(grown('GET', '/api/v1/campaigns') >= 5);
  assert.ok(grown('GET', '/api/v1/campaigns/{id}', 'client_errors') >= 3);
  assert.ok(grown('', '') >= 1, 'what is none of the paths');
  assert.ok(after.total_campaigns > before.total_campaigns);
  assert.ok(after.active_users >= 1 && after.total_users >= 1 && after.database_bytes > 1_000_000);
  assert.ok(after.uptime_seconds >= before.uptime_seconds);
  assert.ok(after.pool_in_use <= after.pool_connections);
  for (const route of after.routes) assert.ok(route.p50_us <= route.p99_us, route.path);
});

test('open streams are counted, as the broadcaster last said', async () => {
  const table = await newTable();
  const streams = await Promise.all(table.everyone.map((viewer) => openStream(viewer, table.id)));
  await eventually('they are counted', async () => (await metrics()).streams >= streams.length);
  for (const stream of streams) stream.close();
});

test('Prometheus gets its own format, each metric in one piece, with histograms that add up', async () => {
  await newUser().get('/me');
  const answer = await call('GET', '//metrics', { raw: true, headers: { accept: 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1' } });
  assert.match(answer.headers['content-type'], /^text\/plain; version=0\.0\.4/);
  const seen = [];
  const last = new Map();
  for (const line of answer.text.trimEnd().split('\n')) {
    const comment = /^# (HELP|TYPE) ([a-z_]+) \S/.exec(line);
    const sample = /^([a-z_]+)(\{([a-z]+="[^"\\\n]*",?)+\})? -?[0-9.e+]+$/.exec(line);
    assert.ok(comment || sample, line);
    const name = (comment?.[2] ?? sample[1]).replace(/_(bucket|sum|count)$/, '');
    if (seen.at(-1) !== name) {
      assert.ok(!seen.includes(name), `${name} comes in pieces`);
      seen.push(name);
    }
    if (!sample?.[1].endsWith('_bucket')) continue;
    const [, labels, le] = /\{(.*),le="(.*)"\}/.exec(line);
    const value = Number(line.split(' ').at(-1));
    assert.ok(value >= (last.get(labels) ?? 0), line);
    last.set(labels, le === '+Inf' ? 0 : value);
    if (le === '+Inf') assert.ok(answer.text.includes(`tabard_request_seconds_count{${labels}} ${value}\n`), labels);
  }
  assert.ok(seen.includes('tabard_total_campaigns') && seen.includes('tabard_requests_total') && seen.includes('tabard_request_seconds'));
  for (const accept of ['application/json', '*/*', 'text/html', 'text/plainish']) {
    assert.match((await call('GET', '//metrics', { headers: { accept } })).headers['content-type'], /json/);
  }
});

test('the figures name nobody', async () => {
  const user = newUser('nameless');
  const table = await user.post('/campaigns', { name: 'A secret campaign' });
  await user.get(`/campaigns/${table.id}`);
  const json = (await call('GET', '//metrics')).text;
  const { text } = await call('GET', '//metrics', { raw: true, headers: { accept: 'text/plain' } });
  for (const word of [user.name, table.id, 'secret']) assert.ok(!json.includes(word) && !text.includes(word), word);
});

test('the page of the API is served with all that it needs, from here and from nowhere else', async () => {
  const moved = await exchange('GET', '/docs');
  assert.equal(moved.status, 301);
  assert.equal(moved.headers.location, '/docs/');
  const folder = path.join(root, 'nginx/docs');
  for (const [file, type] of [['', 'text/html'], ['docs.css', 'text/css'], ['docs.js', 'text/javascript']]) {
    const answer = await exchange('GET', `/docs/${file}`);
    assert.equal(answer.status, 200, file);
    assert.ok(answer.headers['content-type'].startsWith(type), answer.headers['content-type']);
    assert.match(answer.headers['content-security-policy'], /default-src 'none'; script-src 'self'/);
    assert.ok(!/['"(]https?:\/\//.test(answer.text), `${file} leads elsewhere`);
    assert.equal(answer.text, readFileSync(path.join(folder, file || 'index.html'), 'utf8'));
  }
  const page = (await exchange('GET', '/docs/')).text;
  for (const [, link] of page.matchAll(/(?:href|src)="([^"]+)"/g)) {
    if (link.startsWith('data:')) continue;
    const target = new URL(link, 'http://here/docs/').pathname;
    assert.equal((await exchange('GET', target)).status, 200, target);
  }
  assert.deepEqual(readdirSync(folder).sort(), ['docs.css', 'docs.js', 'index.html', 'join.html', 'join.js']);
  for (const outside of ['/docs/../docs.conf', '/docs/..%2f..%2fREADME.md', '/docs/%2e%2e/nginx/main.conf.in', '/docs../nginx/main.conf.in', '/docs/.']) {
    const { status } = await exchange('GET', outside);
    assert.notEqual(status >= 200 && status < 300 && outside !== '/docs/.', true, `${outside} -> ${status}`);
  }
});

test('a join link leads to a page that keeps the token to itself', async () => {
  const page = await exchange('GET', '/join');
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'], /^text\/html/);
  assert.match(page.headers['content-security-policy'], /default-src 'none'; script-src 'self'/);
  assert.match(page.headers['referrer-policy'], /no-referrer/);
  assert.equal(page.text, readFileSync(path.join(root, 'nginx/docs/join.html'), 'utf8'));
  for (const [, link] of page.text.matchAll(/(?:href|src)="([^"]+)"/g)) {
    if (!link.startsWith('data:')) assert.equal((await exchange('GET', link)).status, 200, link);
  }
  assert.equal((await exchange('GET', '/join/AbC-_123')).text, page.text, 'an invite leads there as well');
  assert.ok(!/['"(]https?:\/\//.test(page.text + (await exchange('GET', '/docs/join.js')).text), 'it leads elsewhere');
  for (const other of ['/join/..', '/joined', '/join/x/y', '/join/%2e%2e/README.md']) assert.equal((await exchange('GET', other)).status, 404, other);
});
