// A reader of event streams by the WHATWG grammar, which folds what it receives into a table document as a front end would.
import assert from 'node:assert/strict';
import http from 'node:http';
import { canon, mergePatch, nullsIn } from './canon.mjs';
import { baseUrl } from './config.mjs';
import { PATIENCE, eventually, sleep } from './wait.mjs';

// Each stream has a connection of its own.
const agent = new http.Agent({ keepAlive: false });

// Feed it bytes in any pieces; it calls back with { id, type, data } of each event (id undefined when it has none), and
// onId with an id that stands alone: no event, but what is resumed from.
export class SseParser {
  constructor(onEvent) {
    this.onEvent = onEvent;
    this.rest = Buffer.alloc(0);
    this.begin();
    this.comments = 0;
    this.retry = undefined;
  }

  begin() {
    this.event = { id: undefined, type: '', data: [] };
  }

  feed(bytes) {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      const end = this.rest.findIndex((byte) => byte === 10 || byte === 13);
      // A carriage return at the very end may be half of a CRLF.
      if (end < 0 || (this.rest[end] === 13 && end === this.rest.length - 1)) return;
      const line = this.rest.subarray(0, end).toString('utf8');
      const crlf = this.rest[end] === 13 && this.rest[end + 1] === 10;
      this.rest = this.rest.subarray(end + (crlf ? 2 : 1));
      this.line(line);
    }
  }

  line(line) {
    if (line === '') {
      this.dispatch();
      return;
    }
    if (line.startsWith(':')) {
      this.comments++;
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.event.data.push(value);
    else if (name === 'event') this.event.type = value;
    else if (name === 'id' && !value.includes('\0')) this.event.id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
  }

  dispatch() {
    const { id, type, data } = this.event;
    this.begin();
    if (data.length) this.onEvent({ id, type: type || 'message', data: data.join('\n') });
    else if (id !== undefined) this.onId?.(id);
  }
}

// One viewer's stream of one campaign, over as many connections as it takes.
export class Stream {
  constructor(viewer, campaignId) {
    this.viewer = viewer;
    this.path = `/api/v1/campaigns/${campaignId}/events`;
    this.events = [];   // syncs, and what is in the log
    this.passing = [];  // what has no id, and is in no log
    this.raw = [];      // every byte of every body
    this.table = undefined;
    this.lastId = undefined;
    this.opens = 0;
    this.waiting = new Set();
    this.persistent = false; // reconnect by itself, as EventSource does
  }

  // Opens it and waits for the headers. Resumes after lastId unless told otherwise ({ lastEventId, query, headers }).
  open({ lastEventId = this.lastId, query = '', headers: more = {} } = {}) {
    return new Promise((resolve, reject) => {
      const headers = { accept: 'text/event-stream', ...more };
      if (this.viewer?.token) headers.authorization = `Bearer ${this.viewer.token}`;
      if (lastEventId !== undefined) headers['last-event-id'] = lastEventId;
      const request = http.request({
        agent, host: baseUrl.hostname, port: baseUrl.port, path: this.path + query, headers,
      });
      const parser = new SseParser((event) => this.take(event));
      parser.onId = (id) => this.mark(id);
      this.parser = parser;
      this.request = request;
      request.on('error', (error) => {
        this.lost(request);
        reject(error);
      });
      request.on('response', (response) => {
        this.response = response;
        // A test that fails leaves its streams open: they must not keep the process alive.
        if (response.statusCode === 200) response.socket.unref();
        this.opens++;
        const parts = [];
        response.on('data', (bytes) => {
          if (response.statusCode === 200) {
            this.raw.push(bytes);
            if (this.request === request) parser.feed(bytes);
          } else {
            parts.push(bytes);
          }
        });
        response.on('error', () => {}); // 'close' follows
        response.on('close', () => this.lost(request));
        if (response.statusCode === 200) {
          assert.match(response.headers['content-type'], /^text\/event-stream/);
          resolve(this);
        } else {
          response.on('end', () => {
            const error = new Error(`stream: ${response.statusCode} ${Buffer.concat(parts)}`);
            error.status = response.statusCode;
            error.headers = response.headers;
            error.text = Buffer.concat(parts).toString();
            reject(error);
          });
        }
      });
      request.end();
    });
  }

  // Opens again whenever the connection is lost, until close().
  async persist(pause = 100) {
    this.persistent = true;
    this.pause = pause;
    await this.retry({ ref: true });
    return this;
  }

  async retry(options) {
    if (this.retrying) return;
    this.retrying = true;
    await this.retryUntilOpen(options).finally(() => { this.retrying = false; });
  }

  async retryUntilOpen({ ref = false } = {}) {
    while (this.persistent) {
      try {
        await this.open();
        return;
      } catch (error) {
        // While something is being restarted: 502s made 503, refused connections. Anything else is final.
        if (error.status && error.status !== 503 && error.status < 500) {
          this.failure = error;
          this.wake();
          return;
        }
      }
      await sleep(this.pause, { ref });
    }
  }

  lost(request) {
    if (this.request !== request) return;
    this.request = undefined;
    this.ended = true;
    this.wake();
    if (this.persistent) setTimeout(() => this.retry(), this.pause).unref();
  }

  // An id that stands alone: what is resumed from.
  mark(id) {
    this.lastId = id || undefined;
  }

  take(event) {
    event.json = JSON.parse(event.data);
    (event.id === undefined ? this.passing : this.events).push(event);
    if (event.id !== undefined) this.lastId = event.id;
    if (event.type === 'sync') {
      this.table = event.json.table;
    } else if (event.json.patch !== undefined) {
      assert.notEqual(this.table, undefined, 'a patch came before the first sync');
      this.table = mergePatch(this.table, event.json.patch);
    }
    if (this.table !== undefined) {
      assert.deepEqual(nullsIn(this.table), [], `nulls in the table after ${event.type}`);
    }
    this.wake();
  }

  wake() {
    for (const check of [...this.waiting]) check();
  }

  // Waits until `probe(this)` is truthy, looking after every event; fails when it takes longer than anybody would wait.
  until(what, probe, patience = PATIENCE) {
    return new Promise((resolve, reject) => {
      let timer;
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.waiting.delete(check);
        settle(value);
      };
      const check = () => {
        try {
          const found = probe(this);
          if (found) finish(resolve, found);
          else if (this.failure) finish(reject, this.failure);
        } catch (error) {
          finish(reject, error);
        }
      };
      timer = setTimeout(() => finish(reject,
        new Error(`${this.viewer?.name}: ${what}: not within ${patience / 1000} s; ` +
          `last event ${this.events.at(-1)?.type}, table ${this.table && canon(this.table).slice(0, 1500)}`)), patience);
      this.waiting.add(check);
      check();
    });
  }

  // Until the folded table is this document, byte for byte in canonical form, but for who is there: that changes by itself,
  // see untilAgreed.
  untilTable(expected) {
    const wanted = canon({ ...expected, presence: {} });
    return this.until(`the table ${wanted.slice(0, 1500)}`,
      () => this.table !== undefined && canon({ ...this.table, presence: {} }) === wanted);
  }

  // Until the folded table is what REST answers the viewer, who is there and all; gives that.
  async untilAgreed() {
    const path = this.path.replace('/api/v1', '').replace('/events', '/state');
    return eventually(`${this.viewer.name} sees the table as it is`, async () => {
      const state = await this.viewer.get(path);
      return this.table !== undefined && canon(this.table) === canon(state) && state;
    });
  }

  untilEvent(type) {
    return this.until(`an event ${type}`, () => this.events.find((event) => event.type === type));
  }

  // All that was received, for searching.
  bytes() {
    return Buffer.concat(this.raw).toString('latin1');
  }

  // The network goes away in the middle of whatever was being sent.
  cut() {
    this.request?.destroy();
    this.request = undefined;
  }

  close() {
    this.persistent = false;
    this.cut();
  }
}

// Opens one and waits for its sync. One that is put off, since something is being restarted, is opened again, as EventSource
// would do.
export async function openStream(viewer, campaignId, options) {
  const opened = await eventually('a stream that begins', async () => {
    const stream = await new Stream(viewer, campaignId).open(options).catch((error) => ({ error }));
    const synced = () => stream.events.some((event) => event.type === 'sync');
    if (!stream.error) await stream.until('a sync, or its end', () => stream.ended || synced());
    return (stream.error || synced()) && stream;
  });
  if (opened.error) throw opened.error;
  return opened;
}

// A broadcaster that was killed is healthy, as far as anybody knows, before it listens again.
export async function untilStreaming(viewer, campaignId) {
  (await openStream(viewer, campaignId)).close();
}
