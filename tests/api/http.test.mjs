// What holds for every path: unknown ones, wrong methods, bodies that are too large or of the wrong kind, odd addresses.
import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { baseUrl } from '../lib/config.mjs';
import { exchange } from '../lib/http.mjs';
import { newTable, newUser } from '../lib/users.mjs';

test('a path that is none', async () => {
  const user = newUser();
  for (const path of ['/', '/nope', '/me/x', '/campaigns/x/y/z', '/ME', '/me.json', '/campaigns//members', '/openapi', '/me;x', '/%6d%65%2f']) {
    const answer = await user.call('GET', path, 404);
    assert.equal(answer.json.error.code, 'ROUTE_NOT_FOUND', path);
  }
});

test('a method that a path does not take', async () => {
  const user = newUser();
  for (const [method, path, allow] of [
    ['PUT', '/me', 'GET, PATCH, DELETE'], ['POST', '/me', 'GET, PATCH, DELETE'], ['PUT', '/campaigns', 'GET, POST'], ['PATCH', '/campaigns', 'GET, POST'],
    ['PROPFIND', '/me', 'GET, PATCH, DELETE'], ['POST', '/openapi.json', 'GET'],
  ]) {
    const answer = await user.call(method, path, 405, method === 'POST' ? { body: {} } : {});
    assert.equal(answer.json.error.code, 'METHOD_NOT_ALLOWED');
    const said = answer.headers.allow.split(', ').filter((m) => m !== 'HEAD').join(', ');
    assert.equal(said, allow, `${method} ${path}`);
  }
});

test('HEAD is GET without the body', async () => {
  const user = newUser();
  const got = await user.call('GET', '/me', 200);
  const head = await call('HEAD', '/me', { token: user.token, raw: true });
  assert.equal(head.status, 200);
  assert.equal(head.bytes.length, 0);
  assert.equal(head.headers.etag, got.headers.etag);
  assert.equal((await call('HEAD', '/me', { raw: true })).status, 401);
});

test('a body must be JSON and say so', async () => {
  const user = newUser();
  const body = JSON.stringify({ name: 'typed' });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp', 'text/json', '', 'application/json-patch+json', 'json']) {
    await user.refused('POST', '/campaigns', 415, 'UNSUPPORTED_MEDIA_TYPE', { body, headers: { 'content-type': type } });
  }
  assert.deepEqual(await user.get('/campaigns'), []);
  for (const type of ['application/json', 'Application/JSON', 'application/json; charset=utf-8', 'application/json;charset=UTF-8', 'application/json ; a=b']) {
    await user.post('/campaigns', { name: 'typed' }, 201, { headers: { 'content-type': type } });
  }
});

test('a body may be as large as its route takes, and no larger', async () => {
  const user = newUser();
  const error = await user.refused('POST', '/campaigns', 413, 'PAYLOAD_TOO_LARGE', { body: JSON.stringify({ name: 'x' }) + ' '.repeat(100_000) });
  assert.ok(error);
  assert.deepEqual(await user.get('/campaigns'), []);
  await user.post('/campaigns', { name: 'ok' }, 201); // the same client, the same connections
  await user.call('POST', '/campaigns', 201, { body: JSON.stringify({ name: 'padded' }) + ' '.repeat(60_000) });
});

test('17 MB are refused before anybody reads them', async () => {
  const user = newUser();
  await user.get('/me');
  const table = await newTable({ players: 0, observer: false });
  for (const [who, path] of [[user, '/campaigns'], [table.dm, `/campaigns/${table.id}/invites`], [newUser(), '/nope']]) {
    const answer = await call('POST', path, { token: who.token, body: Buffer.alloc(17 * 1024 * 1024, 0x20), headers: { connection: 'close' } });
    assert.equal(answer.status, 413, path);
    assert.equal(answer.json.error.code, 'PAYLOAD_TOO_LARGE');
  }
  assert.deepEqual(await user.get('/campaigns'), []);
});

test('a refused body does not spoil the connection for whoever comes next', async () => {
  const user = newUser();
  await user.get('/me');
  const large = JSON.stringify({ name: 'x'.repeat(50_000) });
  // Few connections lead from nginx to the API: what is left unread on one would meet the next request there. One after
  // the other, so that it is the same connection again.
  const refusals = [
    [401, 'POST', '/campaigns', undefined], [404, 'POST', '/nope', user.token], [405, 'PUT', '/me', user.token], [200, 'GET', '/me', user.token],
    [400, 'POST', '/campaigns/x/invites', user.token], [400, 'POST', '/campaigns?x=1', user.token], [413, 'POST', '/invites/x/accept', user.token],
  ];
  for (let round = 0; round < 70; round++) {
    const [status, method, path, token] = refusals[round % refusals.length];
    assert.equal((await call(method, path, { token, body: large })).status, status, `${method} ${path}`);
    const good = await call('POST', '/campaigns', { token: user.token, body: { name: 'good' } });
    assert.equal(good.status, 201, `after ${method} ${path}: ${good.text}`);
  }
  assert.equal((await user.get('/campaigns?limit=100')).length, 70);
});

test('ids in paths', async () => {
  const user = newUser();
  const good = '0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10';
  for (const id of ['1', 'x', good.slice(1), `${good}0`, good.replaceAll('-', ''), `{${good}}`, `${good}%00`, '%00', '..', '%2e%2e', `${good}%20`, "'", 'null', '-1', good.replace('0', 'g')]) {
    for (const path of [`/campaigns/${id}`, `/characters/${id}`, `/encounters/${id}`, `/campaigns/${id}/state`, `/campaigns/${id}/events`]) {
      const answer = await user.call('GET', path, [400, 404]);
      if (answer.status === 404) {
        assert.ok(id.includes('..') || id.includes('%2e'), `${path}: ${answer.text}`);
        continue;
      }
      if (answer.json.error.code === 'BAD_REQUEST' && id.includes('%00')) continue; // nginx itself will have none of that
      assert.equal(answer.json.error.code, 'VALIDATION_FAILED', `${path}: ${answer.text}`);
      assert.deepEqual(answer.json.error.details.fields.map((f) => [f.field, f.code]), [['id', 'NOT_A_UUID']], path);
    }
  }
  await user.refused('GET', `/campaigns/${good}`, 404, 'CAMPAIGN_NOT_FOUND');
  await user.refused('GET', `/campaigns/${good.toUpperCase()}`, 404, 'CAMPAIGN_NOT_FOUND');
});

test('query parameters are checked and named', async () => {
  const user = newUser();
  for (const [query, field] of [
    ['limit=0', 'limit'], ['limit=101', 'limit'], ['limit=-1', 'limit'], ['limit=x', 'limit'], ['limit=', 'limit'], ['limit=1.5', 'limit'],
    ['limit=1e1', 'limit'], ['limit=99999999999999999999', 'limit'], ['limit=%31%00', 'query'], ['limit', 'limit'], ['nope=1', 'nope'],
    ['Limit=1', 'Limit'], ['cursor=', 'cursor'], [`cursor=${'x'.repeat(301)}`, 'cursor'], ['%zz=1', 'query'], ['limit=%', 'query'],
    ['limit=%ff', 'query'], ['a%00b=1', 'query'],
  ]) {
    const error = await user.refused('GET', `/campaigns?${query}`, 400, 'VALIDATION_FAILED');
    assert.ok(error.details.fields.some((f) => f.field === field), `${query}: ${JSON.stringify(error)}`);
  }
  await user.call('GET', '/campaigns?limit=1', 200);
  await user.call('GET', '/campaigns?limit=100&', 200);
  await user.call('GET', '/campaigns?', 200);
  await user.call('GET', '/campaigns?%6cimit=%31', 200);
  for (const query of ['q=%00', 'q=a%00b', 'q=%c0%af', 'q=', `q=${'x'.repeat(101)}`, 'ruleset=', 'ruleset=2014%00']) {
    await user.refused('GET', `/compendium/monsters?${query}`, 400, 'VALIDATION_FAILED');
  }
});

test('what is behind the API is not to be reached around it', async () => {
  const user = newUser();
  for (const target of [
    '/internal/events?campaign=0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10&user=0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10&role=dm&conn=x&seq=0',
    '/api/v1/../../internal/events?campaign=x', '/api/v1/%2e%2e/%2e%2e/internal/events', '//internal/events', '/_error', '/etc/passwd', '/.well-known/../keys/signing.pem',
    '/.well-known/signing.pem', '/keys/signing.pem', '/api/v1/..%2fkeys%2fsigning.pem',
  ]) {
    const answer = await exchange('GET', target, { headers: { authorization: `Bearer ${user.token}` } });
    assert.ok([400, 404].includes(answer.status), `${target} -> ${answer.status}`);
    assert.ok(!answer.text.includes('PRIVATE KEY'));
  }
  const jwks = await exchange('GET', '/.well-known/jwks.json');
  assert.equal(jwks.status, 200);
  for (const key of JSON.parse(jwks.text).keys) assert.ok(!('d' in key), 'the public half only');
});

test('headers that nginx would obey mean nothing from outside', async () => {
  const user = newUser();
  const { id } = await user.get('/me');
  const answer = await user.call('GET', '/me', 200, {
    headers: { 'x-accel-redirect': '/internal/events', 'x-forwarded-for': '10.0.0.1', 'x-original-url': '/health', 'x-http-method-override': 'DELETE' },
  });
  assert.equal(answer.json.data.id, id);
});

test('answers forbid being guessed at, framed or kept', async () => {
  const user = newUser();
  const good = await user.call('GET', '/me', 200);
  const bad = await call('GET', '/me');
  for (const { headers } of [good, bad]) {
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.ok(headers['cache-control'], 'Cache-Control');
    assert.ok(!/nginx\/\d/.test(headers.server ?? ''), 'no version of nginx');
  }
  assert.match(good.headers['cache-control'], /private|no-store/);
  assert.match(bad.headers['cache-control'], /no-store/);
});

test('requests that are not HTTP get an answer, and the next one is served', async () => {
  const { connect } = await import('node:net');
  for (const bytes of ['GARBAGE\r\n\r\n', 'GET /api/v1/me HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 'GET /api/v1/me HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef', `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(70_000)}\r\n\r\n`, `GET /api/v1/${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`]) {
    const text = await new Promise((resolve, reject) => {
      const socket = connect(Number(baseUrl.port), baseUrl.hostname, () => socket.write(bytes));
      let got = '';
      socket.on('data', (data) => { got += data; });
      socket.on('error', (error) => (got ? resolve(got) : reject(error)));
      socket.on('close', () => resolve(got));
      socket.setTimeout(30_000, () => socket.destroy());
    });
    assert.match(text, /^HTTP\/1\.1 4\d\d /, bytes.slice(0, 40));
  }
  await newUser().get('/me');
});

test('health says what is up, without a token', async () => {
  const answer = await call('GET', '//health');
  assert.equal(answer.status, 200, answer.text);
  const { version, ...rest } = answer.json;
  assert.ok(version.length > 0);
  assert.deepEqual(rest, { status: 'healthy', database: 'ok', events: 'ok', clock: 'ok', disk_space: 'ok' });
});

test('many connections that ask one thing each', async () => {
  const user = newUser();
  await user.get('/me');
  const via = new http.Agent({ keepAlive: false, maxSockets: 200 });
  const answers = await Promise.all(Array.from({ length: 200 }, () => exchange('GET', '/api/v1/me', { headers: { authorization: `Bearer ${user.token}` }, via })));
  assert.ok(answers.every((a) => a.status === 200));
});
