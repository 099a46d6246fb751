// The client of every test: sends, checks the answer against the contract, and asserts the status.
import assert from 'node:assert/strict';
import { contract } from './contract.mjs';
import { exchange } from './http.mjs';
import { sleep } from './wait.mjs';

// { status, headers, text, json }; `body` that is no string and no Buffer goes out as JSON.
export async function call(method, path, { token, body, headers = {}, raw = false } = {}) {
  const target = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`;
  const sent = { ...headers };
  if (token) sent.authorization ??= `Bearer ${token}`;
  let out = body;
  if (body !== undefined) {
    sent['content-type'] ??= 'application/json';
    if (typeof body !== 'string' && !Buffer.isBuffer(body)) out = JSON.stringify(body);
  }
  const answer = await exchange(method, target, { headers: sent, body: out });
  if (raw) return answer;
  if (answer.status !== 304) {
    try {
      answer.json = JSON.parse(answer.text);
    } catch {
      assert.fail(`${method} ${target} -> ${answer.status}, no JSON: ${answer.text.slice(0, 300)}`);
    }
  }
  (await contract()).check(method, target, answer);
  return answer;
}

// One campaign is brought in at a time, and other files of tests bring some in as well.
export async function callInTurn(method, path, options) {
  for (;;) {
    const answer = await call(method, path, options);
    if (answer.status !== 503 || !path.endsWith('/campaigns/import')) return answer;
    await sleep(100);
  }
}

// A person with a token. Each method asserts the status (200, or 201 for a POST, unless told) and gives the answer.
export class Client {
  constructor(token, name) {
    this.token = token;
    this.name = name;
  }

  async call(method, path, status, options = {}) {
    const allowed = [status].flat();
    const answer = await (allowed.includes(503) ? call : callInTurn)(method, path, { token: this.token, ...options });
    assert.ok(allowed.includes(answer.status),
      `${this.name}: ${method} ${path} -> ${answer.status}, not ${allowed.join(' or ')}: ${answer.text.slice(0, 600)}`);
    return answer;
  }

  // The data of a good answer.
  async get(path, options) {
    return (await this.call('GET', path, 200, options)).json.data;
  }

  async post(path, body, status = 201, options = {}) {
    return (await this.call('POST', path, status, { body, ...options })).json.data;
  }

  async patch(path, body, options = {}) {
    return (await this.call('PATCH', path, 200, { body, ...options })).json.data;
  }

  async put(path, body, options = {}) {
    return (await this.call('PUT', path, 200, { body, ...options })).json.data;
  }

  async delete(path, options = {}) {
    return (await this.call('DELETE', path, 200, options)).json.data;
  }

  // A refusal: asserts status and code, gives the error.
  async refused(method, path, status, code, options = {}) {
    const answer = await this.call(method, path, status, options);
    assert.equal(answer.json.error.code, code, answer.text);
    return answer.json.error;
  }
}

// The codes of one field in a VALIDATION_FAILED.
export function fieldCodes(error, field) {
  return error.details.fields.filter((f) => f.field === field).map((f) => f.code);
}
