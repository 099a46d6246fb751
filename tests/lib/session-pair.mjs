// One of a pair of sessions that differ only in what players may not know. Everything that its players and observers receive is
// written down, so that the two can be compared.
import assert from 'node:assert/strict';
import { canon } from './canon.mjs';
import { contract } from './contract.mjs';
import { openStream } from './sse.mjs';
import { newCharacter, newEncounter, newSheet, newTable } from './users.mjs';
import { eventually } from './wait.mjs';

const NOBODY = '0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10';
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const HASH = /(?<=["-])[0-9a-f]{16}(?=\\?")/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

// Reads that may not be there yet, each for a viewer: the log, the encounter as it was, and why a combatant stands as it does.
async function historyReads(id, ids, version) {
  const { document } = await contract();
  const there = (end) => Object.keys(document.paths).some((p) => p.endsWith(end) && document.paths[p].get);
  const at = JSON.stringify(document.paths['/api/v1/encounters/{id}']?.get ?? {}).includes('"at"');
  return [
    ...(there('/encounters/{id}/moves') ? [`/encounters/${id}/moves`] : []),
    ...(at ? Array.from({ length: version }, (_, i) => `/encounters/${id}?at=${i + 1}`) : []),
    ...(there('/combatants/{combatant_id}/why') || there('/why') ? [...ids, NOBODY].map((c) => `/encounters/${id}/combatants/${c}/why`) : []),
  ];
}

export class Scene {
  // `secret(scene, n)` is called before visible step n; `values` are what it is told besides, and `values.both(scene, n)` is what
  // both sessions of a pair do at that point for everybody to see.
  constructor(settings, secret, values = {}) {
    Object.assign(this, { settings, secret, values, labels: new Map(), names: {}, steps: 0, records: new Map() });
  }

  label(id, name) {
    this.labels.set(id, name);
    this.names[name] = id;
    return id;
  }

  async begin() {
    this.table = await newTable({ players: 2, secondDm: true, campaign: { settings: this.settings } });
    const { table } = this;
    for (const [name, client] of [['dm', table.dm], ['dm2', table.dm2], ['p1', table.players[0]], ['p2', table.players[1]], ['observer', table.observer]]) {
      this.label((await client.get('/me')).id, name);
      client.as = name;
    }
    this.label(table.id, 'campaign');
    this.heroes = [];
    for (const [i, player] of table.players.entries()) {
      const hero = await newCharacter(player, table.id, { name: `Hero ${i + 1}`, sheet: newSheet() });
      this.heroes.push(this.label(hero.id, `character${i + 1}`));
    }
    this.watchers = [table.players[0], table.players[1], table.observer, table.dm2];
    for (const client of this.watchers) this.records.set(client.as, []);
    // Everybody is there before the streams open that are compared: who came first would show in them.
    const open = () => Promise.all(this.watchers.map((client) => openStream(client, table.id)));
    this.tabs = await open();
    await eventually('all are there', async () => Object.keys((await table.dm.get(`/campaigns/${table.id}/state`)).presence).length === this.watchers.length);
    this.streams = await open();
    this.id = this.label((await newEncounter(table.dm, table.id, { name: 'Ambush', notes: this.values.notes ?? '' })).id, 'encounter');
    return this;
  }

  // A DM's move; those who join are known by these names.
  async dm(body, ...names) {
    const made = await this.table.dm.post(`/encounters/${this.id}/moves`, body);
    const joined = made.result.filter((c) => c.kind === 'joined');
    for (const [i, name] of names.entries()) this.label(joined[i].combatant_id, name);
    return made;
  }

  undo(body = {}) {
    return this.table.dm.post(`/encounters/${this.id}/undo`, body, 200);
  }

  redo(body = {}) {
    return this.table.dm.post(`/encounters/${this.id}/redo`, body, 200);
  }

  // The DM plays whoever is not seen, until it is the turn of one who is.
  async passHidden() {
    if (this.settings.hidden_in_order !== 'absent') return;
    for (;;) {
      const { turn, combatants } = await this.table.dm.get(`/encounters/${this.id}`);
      if (!turn || !combatants[turn.combatant_id].hidden) return;
      await this.secretTurn?.(this, turn.combatant_id);
      await this.dm({ type: 'next_turn' });
    }
  }

  // The DM passes the turn; where it comes to one who is not seen, players try what they can while it is theirs.
  async pass() {
    const { turn, order, combatants } = await this.table.dm.get(`/encounters/${this.id}`);
    const next = order[(order.indexOf(turn.combatant_id) + 1) % order.length];
    const unseen = this.settings.hidden_in_order === 'absent' && combatants[next].hidden;
    if (!unseen) await this.probe();
    await this.dm({ type: 'next_turn' });
    if (unseen) await this.probe();
  }

  // What a player asks, written down with all of its answer.
  async ask(client, method, path, options = {}) {
    const answer = await client.call(method, path, [200, 201, 304, 400, 403, 404, 409, 412, 422], options);
    const { etag, 'idempotency-replayed': replayed } = answer.headers;
    // Times are written without the zeros at their end.
    const bytes = answer.text.replace(TIME, '').length;
    this.records.get(client.as).push({ asked: `${method} ${path} ${JSON.stringify(options.body ?? null)}`, status: answer.status, etag, replayed, bytes, body: answer.json });
    return answer;
  }

  // One player looks after every step, and everybody at everything now and then.
  async look() {
    const all = this.steps % 6 === 0;
    for (const client of all ? this.watchers : [this.watchers[0]]) {
      await this.ask(client, 'GET', `/campaigns/${this.table.id}/state`);
      await this.ask(client, 'GET', `/encounters/${this.id}`);
      if (!all) continue;
      await this.ask(client, 'GET', `/campaigns/${this.table.id}/encounters`);
      for (const hero of this.heroes) await this.ask(client, 'GET', `/characters/${hero}`);
    }
  }

  // What players try that is refused, in all the ways that could tell something.
  async probe() {
    const path = `/encounters/${this.id}/moves`;
    const tries = [
      { type: 'next_turn' }, { type: 'reveal', combatant_ids: [NOBODY] }, { type: 'damage', targets: [NOBODY], amount: 1 },
      { type: 'end_turn', combatant_id: NOBODY }, { type: 'take_turn', combatant_id: NOBODY },
      { type: 'take_turn', combatant_id: this.names.goblin }, { type: 'move', combatant_id: this.names.goblin, x: 1, y: 1 },
      { type: 'queue_turn', combatant_id: this.names.h1, action: 'x', targets: [NOBODY] }, { type: 'roll_initiative' },
      { type: 'death_save', combatant_id: this.names.h2 }, { type: 'use_feature', combatant_id: this.names.h2, feature: 'no-such' },
      { type: 'delay', combatant_id: this.names.h1, after: NOBODY }, { type: 'concentration_save', combatant_id: this.names.h1 },
    ];
    for (const [i, client] of this.watchers.slice(0, 3).entries()) {
      for (const body of i ? tries.slice(4, 7) : tries) await this.ask(client, 'POST', path, { body });
      await this.ask(client, 'POST', `/encounters/${this.id}/undo`, { body: {} });
      await this.ask(client, 'POST', path, { body: { type: 'move', combatant_id: this.names[client.as === 'p2' ? 'h2' : 'h1'], x: 9, y: 9 }, headers: { 'if-match': '"1"' } });
    }
    // Whoever's turn it is not, by what they see.
    const seen = (await this.table.players[0].get(`/encounters/${this.id}`)).turn?.combatant_id;
    for (const [i, hero] of ['h1', 'h2'].entries()) {
      if (seen === this.names[hero]) continue;
      await this.ask(this.table.players[i], 'POST', path, { body: { type: 'end_turn' } });
      await this.ask(this.table.players[i], 'POST', path, { body: { type: 'take_turn', combatant_id: this.names[hero] } });
    }
  }

  // The clock ends the turn, and that of whoever is not seen behind it.
  async clockSkips() {
    const { turn } = await this.table.players[0].get(`/encounters/${this.id}`);
    await this.table.dm.patch(`/campaigns/${this.table.id}`, { settings: { turn_seconds: 1 } });
    await this.dm({ type: 'pause' });
    await this.dm({ type: 'resume' });
    await eventually('the clock has skipped them', async () => {
      const e = await this.table.dm.get(`/encounters/${this.id}`);
      return e.turn.combatant_id !== turn.combatant_id && !e.combatants[e.turn.combatant_id].hidden;
    });
    await this.dm({ type: 'pause' });
    await this.table.dm.patch(`/campaigns/${this.table.id}`, { settings: { turn_seconds: 0 } });
    await this.dm({ type: 'resume' });
  }

  // A visible step: before it, what this session has for itself; after it, everybody looks.
  async step(play) {
    await this.secret?.(this, this.steps);
    await this.values.both?.(this, this.steps);
    this.steps++;
    await play();
    await this.passHidden();
    await this.look();
  }

  async finish() {
    const ids = ['h1', 'h2', 'goblin', 'ogre'].map((name) => this.names[name]);
    const { version } = await this.table.players[0].get(`/encounters/${this.id}`);
    for (const client of this.watchers) {
      for (const path of await historyReads(this.id, ids, version)) await this.ask(client, 'GET', path);
    }
    for (const stream of this.streams) {
      await stream.untilTable(await stream.viewer.get(`/campaigns/${this.table.id}/state`));
      // Comments only keep the connection open, and who is here is told at once or one by one, as they come.
      const frames = stream.bytes().replace(/^:.*\n/gm, '').split(/\n\n+/).filter((frame) => !frame.includes('event: presence.changed\n'));
      const bytes = frames.join('\n\n').replace(TIME, '').length;
      this.records.get(stream.viewer.as).push({ bytes, events: stream.events.map(({ id, type, json }) => ({ id, type, json })) });
    }
    for (const stream of [...this.streams, ...this.tabs]) stream.close();
  }

  // What one received, with ids and times by name or by order of appearance: text to be compared.
  received(as) {
    const labels = new Map(this.labels);
    let appeared = 0;
    const known = (text) => {
      if (!labels.has(text)) labels.set(text, `random-${appeared++}`);
      return labels.get(text);
    };
    const clean = (text) => text.replace(TIME, 'TIME').replace(UUID, known).replace(HASH, known).replace(/-[0-9a-f]{12}\b/g, '-name');
    return this.records.get(as).map((record) => canon(JSON.parse(clean(JSON.stringify(record)))));
  }
}

// The first place where what they received differs, or null.
export function difference(a, b, as) {
  const [x, y] = [a.received(as), b.received(as)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    if (x[i] === y[i]) continue;
    const [p, q] = [x[i] ?? '', y[i] ?? ''];
    let at = 0;
    while (p[at] === q[at]) at++;
    const from = Math.max(0, at - 120);
    return `${as}, ${i}: ${JSON.parse(p || '{}').asked ?? 'the stream'}\n  …${p.slice(from, at + 200)}\n  …${q.slice(from, at + 200)}`;
  }
  assert.ok(x.length > 20, 'something was received at all');
  return null;
}
