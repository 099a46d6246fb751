// What browsers do by themselves: cookies that come along, pages of other origins that ask.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { origin, started } from '../lib/config.mjs';
import { exchange } from '../lib/http.mjs';
import { goodClaims, goodHeader, makeToken } from '../lib/tokens.mjs';
import { newTable, newUser } from '../lib/users.mjs';

const origins = started.ALLOWED_ORIGINS.split(',');
const own = origin;
const cookie = (user) => ({ cookie: `__client_uat=1; __session=${user.token}; theme=dark` });

test('the session cookie of the server\'s own pages signs in like the token in it', async () => {
  const user = newUser();
  const { id } = await user.get('/me');
  for (const more of [{}, { 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }, { origin: own }]) {
    const answer = await call('GET', '/me', { headers: { ...cookie(user), ...more } });
    assert.equal(answer.status, 200, JSON.stringify(more));
    assert.equal(answer.json.data.id, id);
  }
  for (const more of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null' }, { origin: origins[1] }]) {
    const answer = await call('GET', '/me', { headers: { ...cookie(user), ...more } });
    assert.equal(answer.status, 403, JSON.stringify(more));
    assert.equal(answer.json.error.code, 'ORIGIN_REFUSED');
  }
});

test('with the cookie alone, a page of another origin changes nothing', async () => {
  const user = newUser();
  const body = { name: 'By cookie' };
  for (const more of [{}, { origin: 'https://evil.example' }, { origin: `${own}.evil.example` }, { origin: 'null' }, { origin: origins[1] }, { 'sec-fetch-site': 'cross-site', origin: own }]) {
    const answer = await call('POST', '/campaigns', { body, headers: { ...cookie(user), ...more } });
    assert.equal(answer.status, 403, JSON.stringify(more));
    assert.equal(answer.json.error.code, 'ORIGIN_REFUSED');
  }
  assert.deepEqual(await user.get('/campaigns'), []);
  for (const more of [{ origin: own }, { origin: own, 'sec-fetch-site': 'same-origin' }]) {
    assert.equal((await call('POST', '/campaigns', { body, headers: { ...cookie(user), ...more } })).status, 201);
  }
  // Who sends the token says who they are, wherever the page comes from.
  await user.call('POST', '/campaigns', 201, { body, headers: { origin: origins[1], 'sec-fetch-site': 'cross-site' } });
});

test('a cookie is a token with all its checks, and not more than one', async () => {
  const user = newUser();
  const expired = makeToken(goodHeader(), { ...goodClaims('x', 'x'), exp: 1, nbf: 0, iat: 0 });
  for (const [value, code] of [[`__session=${expired}`, 'TOKEN_EXPIRED'], ['__session=x.y.z', 'TOKEN_INVALID'], ['__session=', 'TOKEN_MISSING'], [`__Session=${user.token}`, 'TOKEN_MISSING'], [`x__session=${user.token}`, 'TOKEN_MISSING'], [`__session=${user.token}; __session=${user.token}`, 'TOKEN_MISSING']]) {
    const answer = await call('GET', '/me', { headers: { cookie: value } });
    assert.equal(answer.status, 401, value);
    assert.equal(answer.json.error.code, code, value.slice(0, 30));
    assert.equal((await call('GET', '/me', { headers: cookie(user) })).status, 200);
  }
  // The header wins: a page that sends a bad token is not signed in as whoever the cookie names.
  assert.equal((await call('GET', '/me', { token: 'bad', headers: cookie(user) })).status, 401);
});

test('an EventSource of the server\'s own page opens its stream with the cookie', async () => {
  const table = await newTable();
  const answer = await call('GET', `/campaigns/${table.id}/events`, { headers: { ...cookie(table.player), origin: 'https://evil.example' } });
  assert.equal(answer.status, 403);
  const opened = await exchangeStream(`/api/v1/campaigns/${table.id}/events`, cookie(table.player));
  assert.match(opened, /event: sync/);
});

// The first bytes of a stream, up to its sync.
async function exchangeStream(path, headers) {
  const http = await import('node:http');
  const { baseUrl } = await import('../lib/config.mjs');
  return new Promise((resolve, reject) => {
    const request = http.request({ host: baseUrl.hostname, port: baseUrl.port, path, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (bytes) => {
        text += bytes;
        if (!text.includes('event: sync')) return;
        request.destroy();
        resolve(Object.entries(response.headers).map((pair) => pair.join(': ')).join('\n') + text);
      });
      response.on('error', () => {});
    });
    request.on('error', reject);
    request.end();
  });
}

test('pages of the configured origins may read the answers, good and bad, and no others', async () => {
  const user = newUser();
  for (const allowed of origins) {
    for (const [path, token, status] of [['/me', user.token, 200], ['/me', undefined, 401], ['/campaigns/x', user.token, 400], ['/nothing', user.token, 404], ['/openapi.json', undefined, 200]]) {
      const answer = await exchange('GET', `/api/v1${path}`, { headers: { origin: allowed, ...(token && { authorization: `Bearer ${token}` }) } });
      assert.equal(answer.status, status);
      assert.equal(answer.headers['access-control-allow-origin'], allowed, path);
      assert.match(answer.headers['access-control-expose-headers'], /ETag/);
      assert.equal(answer.headers['access-control-allow-credentials'], undefined, 'cookies stay at home');
      assert.match(answer.headers.vary, /Origin/);
    }
  }
  for (const other of ['https://evil.example', 'null', '*', `${own}.evil.example`, own.toUpperCase(), `${own}/`, `x, ${own}`]) {
    const answer = await user.call('GET', '/me', 200, { headers: { origin: other } });
    assert.equal(answer.headers['access-control-allow-origin'], undefined, other);
    assert.match(answer.headers.vary, /Origin/);
  }
  assert.equal((await user.call('GET', '/me', 200)).headers['access-control-allow-origin'], undefined);
});

test('a preflight is answered for what is there', async () => {
  const ask = (path, from = origins[1]) => exchange('OPTIONS', path, { headers: { origin: from, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization,content-type,if-match' } });
  const answer = await ask('/api/v1/campaigns');
  assert.equal(answer.status, 204);
  assert.equal(answer.headers['access-control-allow-origin'], origins[1]);
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) assert.ok(answer.headers['access-control-allow-methods'].includes(method));
  for (const header of ['Authorization', 'Content-Type', 'If-Match', 'Idempotency-Key', 'Last-Event-ID']) assert.ok(answer.headers['access-control-allow-headers'].includes(header));
  assert.match(answer.headers.allow, /POST/);
  const refused = await ask('/api/v1/campaigns', 'https://evil.example');
  assert.equal(refused.headers['access-control-allow-origin'], undefined);
  assert.equal(refused.headers['access-control-allow-methods'], undefined);
  assert.equal((await ask('/api/v1/nothing')).status, 404);
});

test('a stream can be read by the same origins', async () => {
  const table = await newTable();
  const path = `/api/v1/campaigns/${table.id}/events`;
  const authorization = `Bearer ${table.player.token}`;
  assert.match(await exchangeStream(path, { authorization, origin: origins[1] }), new RegExp(`access-control-allow-origin: ${origins[1]}\n`));
  assert.ok(!(await exchangeStream(path, { authorization, origin: 'https://evil.example' })).includes('access-control'));
});

test('what nginx itself refuses can be read by pages of other origins', async () => {
  const user = newUser();
  const headers = { origin: origins[1], authorization: `Bearer ${user.token}`, 'content-type': 'application/json' };
  const answer = await exchange('POST', '/api/v1/campaigns', { headers, body: Buffer.alloc(17 << 20, ' '), via: false });
  assert.equal(answer.status, 413);
  assert.equal(answer.headers['access-control-allow-origin'], '*');
  assert.equal(answer.headers['access-control-allow-credentials'], undefined);
  assert.equal(JSON.parse(answer.text).success, false);
  // What is no error of the API's paths is nobody else's to read.
  assert.equal((await exchange('GET', '/nothing', { headers })).headers['access-control-allow-origin'], undefined);
});
