// The document and the server agree: what it lists answers, what it does not list is not there.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { contract } from '../lib/contract.mjs';
import { exchange } from '../lib/http.mjs';
import { newUser } from '../lib/users.mjs';

// The slice as issue 2 has it; the document may list more, never less.
const promised = [
  'GET /api/v1/me', 'GET /api/v1/campaigns', 'POST /api/v1/campaigns', 'GET /api/v1/campaigns/{id}', 'GET /api/v1/campaigns/{id}/members',
  'GET /api/v1/campaigns/{id}/invites', 'POST /api/v1/campaigns/{id}/invites', 'GET /api/v1/invites/{code}', 'POST /api/v1/invites/{code}/accept',
  'GET /api/v1/characters', 'POST /api/v1/characters', 'GET /api/v1/characters/{id}', 'PATCH /api/v1/characters/{id}', 'PUT /api/v1/characters/{id}/campaign',
  'DELETE /api/v1/characters/{id}/campaign', 'GET /api/v1/compendium/{type}', 'GET /api/v1/compendium/{type}/{slug}', 'GET /api/v1/campaigns/{id}/encounters',
  'POST /api/v1/campaigns/{id}/encounters', 'GET /api/v1/encounters/{id}', 'POST /api/v1/encounters/{id}/moves', 'POST /api/v1/encounters/{id}/undo',
  'GET /api/v1/campaigns/{id}/state', 'GET /api/v1/campaigns/{id}/events', 'GET /api/v1/openapi.json', 'GET /health',
];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

// Parameters filled with something well formed that is not there.
function target(path) {
  return path.replace('{type}', 'monsters').replace('{slug}', 'goblin').replace('{code}', 'nosuchcode').replace(/\{[^}]*\}/g, () => crypto.randomUUID());
}

test('everything promised is documented', async () => {
  const { operations } = await contract();
  const listed = operations.map((o) => `${o.method} ${o.path}`);
  assert.deepEqual(promised.filter((p) => !listed.includes(p)), []);
  assert.equal(new Set(listed).size, listed.length);
});

test('every operation answers, and every method that is not documented is refused', async () => {
  const { operations } = await contract();
  const user = newUser();
  for (const path of new Set(operations.map((o) => o.path))) {
    for (const method of methods) {
      const documented = operations.some((o) => o.method === method && o.path === path);
      const answer = await exchange(method, target(path), {
        headers: { authorization: `Bearer ${user.token}`, 'content-type': 'application/json' }, body: method === 'GET' || method === 'DELETE' ? undefined : '{}',
      });
      if (documented) {
        assert.notEqual(answer.status, 405, `${method} ${path}`);
        assert.ok(answer.status < 500, `${method} ${path} -> ${answer.status}`);
        if (answer.status === 404) assert.notEqual(JSON.parse(answer.text).error.code, 'ROUTE_NOT_FOUND', `${method} ${path}`);
      } else {
        assert.equal(answer.status, 405, `${method} ${path}`);
        const allow = answer.headers.allow.split(', ');
        for (const o of operations.filter((each) => each.path === path)) assert.ok(allow.includes(o.method), `${path}: Allow: ${allow}`);
      }
    }
  }
});

test('what is documented as public is, and nothing else', async () => {
  const { operations } = await contract();
  for (const { method, path, operation } of operations) {
    const answer = await exchange(method, target(path), { headers: { 'content-type': 'application/json' }, body: method === 'GET' || method === 'DELETE' ? undefined : '{}' });
    if (operation.security.length) assert.equal(answer.status, 401, `${method} ${path}`);
    else assert.equal(answer.status, 200, `${method} ${path}`);
  }
});

test('the document is whole: every reference leads somewhere, operations have names and answers of their own', async () => {
  const api = await contract();
  const text = JSON.stringify(api.document);
  for (const [, ref] of text.matchAll(/"\$ref":"([^"]+)"/g)) assert.ok(api.resolve({ $ref: ref }), ref);
  const ids = api.operations.map((o) => o.operation.operationId);
  assert.equal(new Set(ids).size, ids.length);
  for (const { operation, method, path } of api.operations) {
    assert.ok(operation.summary, `${method} ${path}`);
    for (const name of Object.keys(operation.responses)) assert.match(name, /^([1-5]\d\d|[45]XX)$/);
    // Every parameter in the path is described.
    for (const [, name] of path.matchAll(/\{([^}]*)\}/g)) {
      assert.ok(operation.parameters.some((p) => p.in === 'path' && p.name === name && p.required), `${method} ${path} {${name}}`);
    }
  }
  assert.equal(api.document.openapi.slice(0, 3), '3.1');
});

test('a body is required exactly where one of its fields is', async () => {
  const api = await contract();
  for (const { operation, method, path } of api.operations.filter((o) => o.operation.requestBody?.content['application/json'])) {
    const { schema } = operation.requestBody.content['application/json'];
    // What has no fields of its own is a file.
    const needed = Boolean(schema.discriminator || api.resolve(schema).required?.length || !api.resolve(schema).properties);
    assert.equal(operation.requestBody.required ?? false, needed, `${method} ${path}`);
  }
});

test('headers that a route heeds are documented', async () => {
  const { operations } = await contract();
  const documented = (key) => operations.find((o) => `${o.method} ${o.path}` === key).operation.parameters.filter((p) => p.in === 'header').map((p) => p.name);
  for (const key of ['POST /api/v1/encounters/{id}/moves', 'POST /api/v1/encounters/{id}/undo']) {
    assert.deepEqual(documented(key).sort(), ['Idempotency-Key', 'If-Match'], key);
  }
  assert.deepEqual(documented('PATCH /api/v1/characters/{id}'), ['If-Match']);
  assert.deepEqual(documented('GET /api/v1/campaigns/{id}/events'), ['Last-Event-ID']);
});

test('every field of every body and answer is explained', async () => {
  const { document } = await contract();
  const mute = [];
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    for (const [field, of] of Object.entries(schema.properties ?? {})) {
      if (name !== 'Error' && !of.description && !of.$ref && !of.oneOf) mute.push(`${name}.${field}`);
    }
  }
  assert.deepEqual(mute, []);
});
