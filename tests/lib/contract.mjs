// Every answer, good or bad, is held against the OpenAPI document that the server itself publishes.
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { exchange } from './http.mjs';

let loading;

class Contract {
  constructor(document) {
    this.document = document;
    // The document's own keywords (openapi, paths, …) are no JSON Schema.
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema(document, 'openapi', undefined, false);
    this.compiled = new Map();
    this.operations = Object.entries(document.paths).flatMap(([template, item]) =>
      Object.entries(item)
        .filter(([method]) => ['get', 'put', 'post', 'patch', 'delete'].includes(method))
        .map(([method, operation]) => this.operation(template, item, method, operation)));
  }

  operation(template, item, method, operation) {
    const servers = operation.servers ?? item.servers ?? this.document.servers ?? [{ url: '' }];
    const prefix = new URL(servers[0].url, 'http://server').pathname.replace(/\/$/, '');
    const path = prefix + template;
    const pattern = path.split('/')
      .map((part) => (/^\{.*\}$/.test(part) ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
    return {
      method: method.toUpperCase(), template, path, operation,
      pointer: ['paths', template, method],
      matches: new RegExp(`^${pattern.join('/')}$`),
    };
  }

  // Literal paths before those with parameters: /compendium/search is no /compendium/{type}.
  find(method, pathname) {
    return this.operations
      .filter((o) => o.method === method && o.matches.test(pathname))
      .sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
  }

  resolve(value) {
    let found = value;
    while (found?.$ref) {
      found = found.$ref.slice(2).split('/')
        .reduce((at, part) => at[part.replaceAll('~1', '/').replaceAll('~0', '~')], this.document);
    }
    return found;
  }

  validator(pointer) {
    const key = pointer
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    if (!this.compiled.has(key)) this.compiled.set(key, this.ajv.compile({ $ref: `openapi#/${key}` }));
    return this.compiled.get(key);
  }

  // Where in the document the schema of an answer stands.
  answerPointer(operation, status) {
    const responses = operation.operation.responses;
    const name = [String(status), `${String(status)[0]}XX`, 'default'].find((n) => responses[n]);
    if (!name) return null;
    let pointer = [...operation.pointer, 'responses', name];
    if (responses[name].$ref) {
      pointer = responses[name].$ref.slice(2).split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    }
    return { pointer, response: this.resolve(responses[name]) };
  }

  // Fails the test when the answer is not what the document says.
  check(method, target, answer) {
    const pathname = target.split('?')[0];
    const what = `${method} ${target} -> ${answer.status} ${answer.text?.slice(0, 400)}`;
    if (answer.status === 304) {
      assert.equal(answer.bytes.length, 0, `${what}: a 304 has no body`);
      return;
    }
    assert.match(answer.headers['content-type'] ?? '', /^application\/json(; *charset=utf-8)?$/i, what);
    const operation = this.find(method, pathname);
    const place = operation && this.answerPointer(operation, answer.status);
    if (answer.status >= 400) {
      this.checkError(what, answer);
      // A route that is not there, or a body that nginx refused, is nobody's operation.
      if (!place) {
        assert.ok(!operation || [405, 413, 414, 431].includes(answer.status),
          `${what}: this status is not in the OpenAPI document`);
        return;
      }
    } else {
      assert.ok(operation, `${what}: this operation is not in the OpenAPI document`);
      assert.ok(place, `${what}: this status is not in the OpenAPI document`);
    }
    const media = place.response.content?.['application/json'];
    assert.ok(media?.schema, `${what}: the OpenAPI document gives no schema`);
    const valid = this.validator([...place.pointer, 'content', 'application/json', 'schema']);
    assert.ok(valid(answer.json), `${what}: ${JSON.stringify(valid.errors, null, 1)}`);
  }

  checkError(what, { json, status }) {
    assert.deepEqual(Object.keys(json).sort(), ['error', 'success'], what);
    assert.equal(json.success, false, what);
    assert.deepEqual(Object.keys(json.error).sort(), ['code', 'details', 'message'], what);
    assert.match(json.error.code, /^[A-Z][A-Z0-9_]+$/, what);
    assert.ok(json.error.message.length > 5, what);
    assert.equal(typeof json.error.details, 'object', what);
    if (json.error.code !== 'VALIDATION_FAILED') return;
    assert.equal(status, 400, what);
    assert.ok(json.error.details.fields.length > 0, `${what}: no field is named`);
    for (const field of json.error.details.fields) {
      assert.equal(typeof field.field, 'string', what);
      assert.match(field.code, /^[A-Z][A-Z0-9_]*$/, what);
      assert.ok(field.message.length > 0, what);
    }
  }
}

async function load() {
  const answer = await exchange('GET', '/api/v1/openapi.json');
  assert.equal(answer.status, 200, answer.text);
  return new Contract(JSON.parse(answer.text));
}

export function contract() {
  loading ??= load();
  return loading;
}
