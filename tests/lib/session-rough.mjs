// A random session over a bad connection to servers that die: every request is sent again, with the same Idempotency-Key, until
// it is answered, and every stream comes back by itself. What was answered is written down, and must be there at the end.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { canon } from './canon.mjs';
import { call } from './client.mjs';
import { readLog, Session, untilSame } from './session.mjs';
import { Stream } from './sse.mjs';
import { newEncounter } from './users.mjs';
import { eventually } from './wait.mjs';

export class RoughSession extends Session {
  answered = [];
  encounters = [];

  // Not lost on the way, and not turned away because somebody else was in the way.
  again(what, ask) {
    return eventually(what, async () => {
      const answer = await ask();
      const lost = answer.status >= 500 || answer.json.error?.code === 'CONFLICT';
      if (lost) throw new Error(`${answer.status} ${answer.text}`);
      return answer;
    });
  }

  async watch(client, role) {
    const stream = new Stream(client, this.table.id);
    await stream.persist(20);
    await stream.untilEvent('sync');
    this.viewers.push({ client, role, stream, dm: role === 'dm', expected: [] });
  }

  async read(path) {
    return (await this.again(path, () => call('GET', path, { token: this.table.dm.token }))).json.data;
  }

  async look() {
    this.fight = await this.read(`/encounters/${this.encounter}`);
  }

  async newFight() {
    this.encounter = (await eventually('a new encounter', () => newEncounter(this.table.dm, this.table.id))).id;
    this.encounters.push(this.encounter);
    await this.look();
  }

  async send(viewer, path, body, ok) {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const answer = await this.again(`${path} ${JSON.stringify(body)} is answered`,
      () => call('POST', `/encounters/${this.encounter}/${path}`, { token: viewer.client.token, body, headers }));
    const { data } = answer.json;
    this.log.push(`${path} ${JSON.stringify(body)} -> ${answer.status} ${answer.json.error?.code ?? data.version}`);
    assert.ok([ok, 403, 404, 409, 422].includes(answer.status), answer.text);
    if (answer.status !== ok || !data.move) return null;
    this.answered.push({ encounter: this.encounter, id: data.move.id, type: data.move.type });
    for (const v of this.viewers) v.expected.push(data.move.id);
    await this.look();
    return data;
  }

  newcomer() {}
  map() {}
  leave() {}
  trespass() {}
  dropOut(viewer) { viewer.stream.request?.destroy(); }

  // Everything that was answered is there once, nothing else is, and everybody sees the same.
  async reckon() {
    const logs = await Promise.all(this.encounters.map((id) => eventually('the log', () => readLog(this.table.dm, id))));
    const lines = logs.flatMap((log, i) => {
      assert.deepEqual(log.map((line) => line.version), log.map((_, n) => n + 2), 'every version once');
      return log.map(({ id, type }) => `${this.encounters[i]} ${id} ${type}`);
    });
    assert.deepEqual(lines.sort(), this.answered.map(({ encounter, id, type }) => `${encounter} ${id} ${type}`).sort(), 'what was answered, once, and nothing else');
    const tables = { true: new Set(), false: new Set() };
    for (const { client, dm, stream } of this.viewers) {
      await untilSame(client, stream, this.table.id);
      tables[dm].add(canon(stream.table));
      const seen = new Map();
      for (const { json } of stream.events.filter((event) => event.json.move)) {
        assert.ok((seen.get(json.encounter_id) ?? 0) < json.version, `${client.name}: in order, none twice`);
        seen.set(json.encounter_id, json.version);
      }
      const moves = new Set(this.answered.map(({ id }) => id));
      for (const { json } of stream.events) assert.ok(!json.move || moves.has(json.move), `${client.name}: an event of nothing that was answered`);
    }
    for (const [dm, all] of Object.entries(tables)) assert.equal(all.size, 1, `${dm === 'true' ? 'DMs' : 'players'} see the same`);
  }
}
