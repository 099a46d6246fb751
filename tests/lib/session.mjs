// Random sessions on the real stack: several DMs, players with characters, observers, everybody watching. After each answered
// move every viewer's folded table must be what the server says it is for them.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { canon, mergePatch, nullsIn } from './canon.mjs';
import { contract } from './contract.mjs';
import { mapStep } from './session-map.mjs';
import { moves, towardsFight } from './session-moves.mjs';
import { openStream } from './sse.mjs';
import { join, newCharacter, newEncounter, newSheet, newTable, newUser } from './users.mjs';
import { eventually } from './wait.mjs';

// The same numbers for the same seed (mulberry32).
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// The types that the server knows.
export async function moveTypes() {
  const { document } = await contract();
  const [path] = Object.keys(document.paths).filter((p) => p.endsWith('/encounters/{id}/moves'));
  return Object.keys(document.paths[path].post.requestBody.content['application/json'].schema.discriminator.mapping);
}

// The whole log of an encounter, oldest first.
export async function readLog(client, encounter) {
  const log = [];
  let cursor = '';
  do {
    const { json } = await client.call('GET', `/encounters/${encounter}/moves?limit=100${cursor}`, 200);
    log.push(...json.data);
    cursor = json.meta.pagination.next_cursor ? `&cursor=${json.meta.pagination.next_cursor}` : '';
  } while (cursor);
  return log.sort((a, b) => a.version - b.version);
}

export function casterSheet() {
  return {
    ...newSheet(), classes: [{ class: 'wizard', level: 3 }], features_used: {}, species: 'human', hp: { current: 14, temp: 0 },
    equipment: [{ item: 'potion-of-healing', quantity: 5 }, { item: 'quarterstaff', quantity: 1, equipped: true }],
  };
}

// Who is there changes in its own time: it is compared where nothing else happens.
const sans = ({ presence, ...rest }) => canon(rest);

// Until the folded table is what GET state answers, all of it.
export async function untilSame(client, stream, campaign) {
  await eventually(`${client.name}: the folded table is the one of now`, async () => canon(await client.get(`/campaigns/${campaign}/state`)) === canon(stream.table));
}

// One who watches: what they have seen, and what they should have.
class Viewer {
  constructor(client, role, stream) {
    Object.assign(this, { client, role, stream, dm: role === 'dm', syncs: 0, expected: [], versions: new Map() });
  }

  // The moves among the events since the last sync.
  moves() {
    const last = this.stream.events.findLastIndex((event) => event.type === 'sync');
    return this.stream.events.slice(last + 1).filter((event) => event.json.move);
  }
}

export class Session {
  constructor(seed, settings, campaign = {}) {
    Object.assign(this, { seed, settings, campaign, random: randomOf(seed), viewers: [], characters: [], fogged: [], made: new Map(), log: [], last: {} });
  }

  below(n) { return Math.floor(this.random() * n); }
  chance(p) { return this.random() < p; }
  pick(list) { return list[this.below(list.length)]; }
  shuffled(list) { return list.map((v) => [this.random(), v]).sort(([a], [b]) => a - b).map(([, v]) => v); }
  ids() { return Object.keys(this.fight.combatants); }
  at(id) { return this.fight.combatants[id]; }
  any() { return this.pick(this.ids()); }
  hidden() { return this.ids().filter((id) => this.at(id).hidden); }
  heroes() { return this.ids().filter((id) => this.at(id).kind === 'character'); }
  hero() { return this.heroes().length ? this.pick(this.heroes()) : this.any(); }
  missing() { const there = this.ids().map((id) => this.at(id).character_id); return this.characters.filter((c) => !there.includes(c.id)); }
  pairs() { return this.ids().flatMap((id) => Object.entries(this.at(id).resources ?? {}).map(([key, r]) => ({ id, key, left: r.left }))); }
  dms() { return this.viewers.filter((v) => v.dm); }
  // What the first DM is answered.
  read(path) { return this.table.dm.get(path); }

  async begin({ players = 2 } = {}) {
    this.table = await newTable({ players, secondDm: true, campaign: { ...this.campaign, settings: this.settings } });
    const { dm, dm2, observer } = this.table;
    for (const [client, role] of [[dm, 'dm'], [dm2, 'dm'], ...this.table.players.map((p) => [p, 'player']), [observer, 'observer']]) await this.watch(client, role);
    for (const [i, player] of this.table.players.entries()) await this.bring(player, i % 2 ? casterSheet() : newSheet());
    await this.newFight();
    return this;
  }

  async watch(client, role) {
    const viewer = new Viewer(client, role, await openStream(client, this.table.id));
    viewer.table = sans(viewer.stream.table);
    this.viewers.push(viewer);
    return viewer;
  }

  async bring(client, sheet) {
    const character = await newCharacter(client, this.table.id, { sheet });
    this.characters.push({ id: character.id, owner: client });
  }

  // Somebody joins in the middle of it.
  async newcomer() {
    const client = newUser('newcomer');
    const role = this.pick(['player', 'player', 'observer', 'dm']);
    await join(this.table.dm, this.table.id, client, role);
    (await this.watch(client, role)).late = true;
    if (role === 'player') await this.bring(client, this.pick([newSheet(), casterSheet()]));
    await this.settle(`${role} joins`);
  }

  // One of those who came later goes, or is sent away: the stream ends, and the characters go along.
  async leave() {
    const gone = this.viewers.find((v) => v.late);
    if (!gone) return;
    const { id } = await gone.client.get('/me');
    await this.pick([gone.client, this.table.dm]).call('DELETE', `/campaigns/${this.table.id}/members/${id}`, 200);
    await gone.stream.until('the stream ends', (stream) => stream.ended);
    await gone.client.refused('GET', `/campaigns/${this.table.id}/state`, 404, 'CAMPAIGN_NOT_FOUND');
    this.viewers = this.viewers.filter((v) => v !== gone);
    this.characters = this.characters.filter((c) => c.owner !== gone.client);
    await this.settle(`${gone.role} leaves`);
  }

  // After what is no move of ours: everybody has the same table, and goes on from there.
  async settle(what) {
    this.log.push(what);
    this.fight = await this.table.dm.get(`/encounters/${this.encounter}`);
    for (const viewer of this.viewers) {
      await untilSame(viewer.client, viewer.stream, this.table.id);
      viewer.table = sans(viewer.stream.table);
      viewer.expected = viewer.moves().map((event) => event.json.move);
      const last = viewer.moves().findLast((event) => event.json.encounter_id === this.encounter);
      if (last) viewer.versions.set(this.encounter, last.json.version);
    }
  }

  async newFight() {
    this.encounter = (await newEncounter(this.table.dm, this.table.id, { notes: 'They flee at half.' })).id;
    this.fight = await this.table.dm.get(`/encounters/${this.encounter}`);
    this.log.push('a new encounter');
  }

  // Who sends it: a DM, or for players' moves the owner of the character as often.
  sender(body) {
    const { character_id: character } = this.at(body.combatant_id ?? body.combatant_ids?.[0] ?? this.fight.turn?.combatant_id) ?? {};
    const owner = this.characters.find((c) => c.id === character)?.owner;
    const own = owner && this.viewers.find((v) => v.client === owner && v.role === 'player');
    return own && !moves[body.type].dm && this.chance(0.7) ? own : this.pick(this.dms());
  }

  // Sends, and gives the viewer-checked answer when it was a change, else null. Refusals change nothing.
  async send(viewer, path, body, ok) {
    const answer = await viewer.client.call('POST', `/encounters/${this.encounter}/${path}`, [ok, 403, 404, 409, 422], { body });
    this.log.push(`${viewer.client.name} ${path} ${JSON.stringify(body)} -> ${answer.status} ${answer.json.error?.code ?? answer.json.data.version}`);
    assert.notEqual(answer.json.error?.code, 'CONFLICT', 'nobody else is there');
    if (answer.status !== ok) return null;
    const { data } = answer.json;
    if (!data.move) return null; // a dry run
    await this.agree(viewer, data);
    return data;
  }

  async move(body, viewer = this.sender(body)) {
    const data = await this.send(viewer, 'moves', body, 201);
    this.last = data ? body : {};
    if (data) this.made.set(body.type, (this.made.get(body.type) ?? 0) + 1);
    return data;
  }

  // What must be true after every answered move.
  async agree(sender, made) {
    const states = await Promise.all(this.viewers.map((v) => v.client.get(`/campaigns/${this.table.id}/state`)));
    this.fight = await this.table.dm.get(`/encounters/${this.encounter}`);
    if (sender.dm) assert.equal(this.fight.version, made.version);
    for (const [i, viewer] of this.viewers.entries()) await this.agreeOne(viewer, states[i], sender, made);
  }

  async agreeOne(viewer, state, sender, made) {
    const { stream } = viewer;
    const what = `${viewer.client.name} after ${made.move.type} (version ${made.version})`;
    const now = sans(state);
    const heard = viewer.dm || now !== viewer.table;
    assert.deepEqual(nullsIn(state), [], what);
    if (heard) viewer.expected.push(made.move.id);
    if (heard) await stream.until(`${what}: its event`, () => viewer.moves().some((event) => event.json.move === made.move.id));
    assert.equal(sans(stream.table), now, what);
    assert.deepEqual(viewer.moves().map((event) => event.json.move), viewer.expected, `${what}: no gap, none twice`);
    const ids = stream.events.map((event) => event.id);
    assert.equal(new Set(ids).size, ids.length, `${what}: ids of their own`);
    if (heard) this.checkEvent(viewer, viewer.moves().at(-1), sender, made, what);
    else if (viewer.dm === sender.dm) assert.equal(canon(made.patch), '{}', `${what}: nothing for the sender either`);
    if (state.encounter) assert.equal(state.encounter.id, this.encounter, what);
    assert.equal(sans(mergePatch(JSON.parse(viewer.table), heard ? viewer.moves().at(-1).json.patch : {})), now, what);
    viewer.table = now;
  }

  checkEvent(viewer, { json, type }, sender, made, what) {
    const count = `${json.encounter_id} ${viewer.versions.has(json.encounter_id)}`;
    assert.equal(json.type, type, what);
    assert.equal(json.encounter_id, this.encounter, what);
    assert.equal(json.by, made.move.by, what);
    assert.equal(json.at, made.move.at, what);
    if (viewer.dm === sender.dm) {
      assert.equal(canon(json.patch), canon(made.patch), `${what}: the sender's patch is the stream's`);
      assert.equal(json.version, made.version, what);
    }
    // Of what is not about the fight as a whole, players may be told another type.
    const event = { undo: 'move.undone', redo: 'move.redone' }[made.move.type] ?? moves[made.move.type].event;
    if (viewer.dm || /^(encounter|move)\./.test(event)) assert.equal(type, event, what);
    if (viewer.versions.has(this.encounter)) assert.equal(json.version, viewer.versions.get(this.encounter) + 1, `${what}: ${count}`);
    viewer.versions.set(this.encounter, json.version);
  }

  // Something on the map.
  map() { return mapStep(this); }

  // One step: mostly a move towards the type wanted, sometimes what goes on around moves.
  async step(want) {
    if (this.fight.status === 'completed') {
      if (this.chance(0.3)) await this.back('undo', { count: 1, confirm: true });
      if (this.fight.status === 'completed') await this.newFight();
      return false;
    }
    if (this.viewers.length < 9 && this.chance(0.02)) await this.newcomer();
    if (this.chance(0.015)) await this.leave();
    if (this.chance(0.03)) await this.dropOut(this.pick(this.viewers));
    if (this.chance(0.3)) await this.map();
    if (this.chance(0.12)) await this.reverse();
    if (this.chance(0.06)) await this.trespass(want);
    if (this.fight.status === 'completed') return false;
    const body = (moves[want].anyStatus ? undefined : towardsFight(this)) ?? moves[want].make(this);
    return (await this.move(body)) !== null && body.type === want;
  }

  // Taking back and bringing back, any way there is.
  async reverse() {
    const path = this.pick(['undo', 'undo', 'redo']);
    const moved = this.dms()[0].expected;
    await this.back(path, { ...this.pick([{}, { count: 1 + this.below(3) }, { move_id: moved.length ? this.pick(moved.slice(-12)) : crypto.randomUUID() }]), confirm: this.chance(0.8), ...(this.chance(0.15) ? { dry_run: true } : {}) });
  }

  async back(path, body) {
    const data = await this.send(this.pick(this.dms()), path, body, 200);
    if (data) this.made.set(path, (this.made.get(path) ?? 0) + 1);
  }

  // One who may not, tries; nothing happens.
  async trespass(want) {
    const viewer = this.pick(this.viewers.filter((v) => !v.dm));
    if (this.ids().length < 2) return;
    const body = moves[moves[want].dm ? want : 'next_turn'].make(this);
    if (!moves[body.type].dm) return;
    const answer = await viewer.client.call('POST', `/encounters/${this.encounter}/moves`, [403, 404], { body });
    const unseen = ['draft'].includes(this.fight.status) && viewer.role !== 'dm';
    assert.equal(answer.status, unseen ? 404 : 403, answer.text);
  }

  // The connection breaks, things happen, and it goes on where it was.
  async dropOut(viewer) {
    viewer.stream.cut();
    await viewer.stream.open();
    this.log.push(`${viewer.client.name} comes back`);
  }

  // Until `enough` steps were made and every type of `want` once.
  async play(steps, want) {
    try {
      let left = [...want];
      for (let i = 0; i < steps || left.length; i++) {
        assert.ok(i < steps * 3 + 100, `never made: ${left}`);
        const goal = left.length ? this.pick(left) : this.pick(Object.keys(moves));
        for (let tries = 0; tries < 6; tries++) if (await this.step(goal)) break;
        left = left.filter((type) => !this.made.has(type));
      }
      await this.settle('the end');
    } catch (error) {
      error.message = `seed ${this.seed}, ${JSON.stringify({ ...this.settings, ...this.campaign })}: ${error.message}\n  ${this.log.slice(-12).join('\n  ')}`;
      throw error;
    }
  }

  end() {
    for (const { stream } of this.viewers) stream.close();
  }
}
