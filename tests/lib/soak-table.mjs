// A table of a soak: a random session over bad connections, watched by six people. Of each viewer the sequence of what came is
// kept from one quiet point to the next, to be held against the log.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { RoughSession } from './session-rough.mjs';
import { act } from './soak-acts.mjs';
import { Marks, marksIn } from './soak-marks.mjs';
import { moves } from './session-moves.mjs';
import { Stream } from './sse.mjs';
import { join, newUser, random } from './users.mjs';
import { call } from './client.mjs';
import { sleep } from './wait.mjs';

const CROWD = 150;
const KEPT = 12; // of what a session remembers for its next steps

const md5 = (text) => crypto.createHash('md5').update(text).digest('hex');

// Comes back by itself, sometimes with an id to go on from that is not its own.
class SoakStream extends Stream {
  heard = [];  // of the log
  passed = []; // the marks of signals
  wrong = [];
  lies = 0;
  slept = 0;

  open(options) {
    this.lie = options ? undefined : this.liar?.();
    this.lies += this.lie !== undefined;
    return super.open(this.lie === undefined ? options : { lastEventId: this.lie });
  }

  take(event) {
    super.take(event);
    this.raw.length = 0;
    this.passing.length = 0;
    this.events = this.events.slice(-1);
    const sync = event.type === 'sync';
    if (this.lie !== undefined && !sync && event.id !== undefined) this.wrong.push(`after the forged id ${this.lie} came ${event.type}`);
    this.lie = undefined;
    if (sync && this.table.campaign.id !== this.campaign) this.wrong.push(`a sync of campaign ${this.table.campaign.id}`);
    if (this.out) this.wrong.push(`${event.type} for one who is not in the campaign`);
    const marks = marksIn(event.data);
    if (event.id === undefined) this.passed.push(...marks);
    else this.heard.push({ id: event.id, type: event.type, hash: sync ? undefined : md5(event.data), marks });
  }

  mark(id) {
    super.mark(id);
    // An empty one goes with the end of what they were: it begins anew.
    if (id) this.heard.push({ id, type: 'mark' });
  }

  // Takes nothing from the network for a while.
  async sleep(ms) {
    const { response } = this;
    if (this.sleeping || !response) return;
    this.sleeping = true;
    this.slept++;
    response.pause();
    await sleep(ms);
    response.resume();
    this.sleeping = false;
  }
}

export class SoakTable extends RoughSession {
  seq = 0;         // everything up to it has been reckoned
  lastIds = [];    // of the last events up to it, for each audience and each viewer
  marks = new Marks();
  drops = 0;       // requests that may have moved a combatant's token
  said = [];       // messages that may still be changed
  told = [];       // marks of what was answered since then, which is in the log once,
  gone = new Set(); // and of messages that were taken back
  // Of every map this part stays in fog, once there is fog.
  fogged = [{ x: 8, y: 8, w: 4, h: 4, visible: false }];

  constructor(seed, others) {
    super(seed, { turn_seconds: 0, pause_when_dm_leaves: false, monster_hp: 'word' });
    this.others = others;
  }

  async begin() {
    await super.begin({ players: 2 });
    // One who is sent away, comes back, becomes a DM and is none again.
    this.guest = { client: newUser('guest'), role: 'observer', changes: [] };
    await join(this.table.dm, this.table.id, this.guest.client, 'observer');
    await this.watch(this.guest.client, 'observer');
    this.guest.viewer = this.viewers.at(-1);
    this.guest.id = this.guest.viewer.id;
    return this;
  }

  async watch(client, role) {
    const stream = new SoakStream(client, this.table.id);
    stream.campaign = this.table.id;
    const viewer = { client, role, stream, dm: role === 'dm', expected: [], id: (await client.get('/me')).id };
    stream.liar = () => this.liar(viewer);
    this.viewers.push(viewer);
    await stream.persist(this.pause());
    await stream.until('a sync', () => stream.table);
  }

  pause() {
    return Math.floor(20 + 1500 * this.random() ** 3);
  }

  // Now and then an id that this viewer has not got from this campaign: another one's, or of what was for others.
  liar(viewer) {
    if (!this.lying || !this.chance(0.1)) return undefined;
    const foreign = this.pick(this.pick(this.others).viewers)?.stream.lastId;
    const ids = [crypto.randomUUID(), 'x', '-1', "' or 1=1 --", 'a'.repeat(64), this.table.id];
    if (foreign && foreign !== '0' && this.viewers.every(({ stream }) => stream.lastId !== foreign)) ids.push(foreign, foreign, foreign);
    if (viewer.secret) ids.push(viewer.secret, viewer.secret);
    return this.pick(ids);
  }

  // What a DM's screen shows just now.
  seen() { return this.dms()[0].stream.table; }

  // Until it is answered with one of these.
  async ask({ client }, method, path, body, statuses) {
    const headers = method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {};
    const answer = await this.again(`${method} ${path} is answered`, () => {
      this.drops += path.startsWith('/tokens/');
      return call(method, path, { token: client.token, body, headers });
    });
    assert.ok(statuses.includes(answer.status), `${client.name} ${method} ${path} ${JSON.stringify(body)} -> ${answer.text}`);
    return answer;
  }

  // The fight, and everything else, until the time is over; the paces are the mean pauses between two moves and two acts.
  async play(until, pace, actPace) {
    const lane = async (mean, next) => {
      while (Date.now() < until) {
        await next();
        await sleep(Math.min(-Math.log(1 - this.random()) * mean, Math.max(0, until - Date.now())));
      }
    };
    this.lying = true;
    await Promise.all([lane(pace, () => this.step(this.pick(Object.keys(moves)))), lane(actPace, () => act(this))]);
    this.lying = false;
  }

  dropOut({ stream }) {
    stream.pause = this.pause();
    stream.request?.destroy();
  }

  // Cuts one of the streams, or lets it sleep.
  async disturb(ms) {
    const viewer = this.pick(this.viewers);
    if (this.chance(0.7)) this.dropOut(viewer);
    else await viewer.stream.sleep(this.below(ms));
  }

  member(method, body) {
    const path = `/campaigns/${this.table.id}/members/${this.guest.id}`;
    return this.again(`${method} the guest`, () => call(method, path, { token: this.table.dm.token, body }));
  }

  // The guest becomes something else, or is sent away and let in again.
  async moveGuest() {
    const { guest } = this;
    const { stream } = guest.viewer;
    const role = this.pick(['player', 'observer', 'dm'].filter((other) => other !== guest.role));
    if (this.chance(0.5)) {
      guest.changes.push(role);
      await this.member('PATCH', { role });
    } else {
      guest.changes.push(role);
      await this.member('DELETE');
      await stream.until('the guest is out', () => stream.failure !== undefined && !stream.request).catch((error) => {
        if (error.status !== 404) throw error;
      });
      stream.out = true;
      await sleep(this.below(1000));
      const { code } = (await this.again('an invite', () => this.table.dm.call('POST', `/campaigns/${this.table.id}/invites`, [201, 409, 503], { body: { role, max_uses: 9 } }))).json.data;
      stream.out = false;
      await this.again('the guest is let in', () => guest.client.call('POST', `/invites/${code}/accept`, [200, 409, 503]));
      stream.failure = undefined;
      await stream.persist(this.pause());
    }
    guest.role = role;
  }

  // At a quiet point, when all that came has been reckoned. Of the log only the last row of each of those `kinds` may still be named.
  remember(log, kinds) {
    this.seq = log.at(-1)?.seq ?? this.seq;
    this.lastIds = kinds.map((kind, i) => log.findLast(kind)?.id ?? this.lastIds[i]);
    Object.assign(this.guest, { before: this.guest.role, changes: [] });
    this.log = this.log.slice(-KEPT);
    this.told = [];
    for (const viewer of this.viewers) {
      viewer.expected = viewer.expected.slice(-KEPT);
      viewer.stream.heard = [];
      viewer.stream.passed = [];
    }
  }
}

// A table of so many goblins that a move's event is large: who sleeps here is cut off.
export class CrowdedTable extends SoakTable {
  async begin() {
    await super.begin();
    const { token } = this.table.dm;
    const [dm] = this.dms();
    for (let i = 0; i < CROWD; i += 50) await this.send(dm, 'moves', { type: 'add_combatant', custom: { name: random('Crowd'), hp: 10_000 }, count: 50 }, 201);
    await this.send(dm, 'moves', { type: 'roll_initiative' }, 201);
    await this.send(dm, 'moves', { type: 'start' }, 201);
    this.crowd = Object.keys((await call('GET', `/encounters/${this.encounter}`, { token })).json.data.combatants);
    this.look = () => {};
    return this;
  }

  step() {
    this.hurt = !this.hurt;
    return this.send(this.dms()[0], 'moves', { type: this.hurt ? 'damage' : 'heal', targets: this.crowd, amount: 1 }, 201);
  }

  // Somebody sleeps all the while.
  async play(until, ...paces) {
    const { stream } = this.pick(this.viewers.filter((viewer) => viewer !== this.guest.viewer));
    await Promise.all([super.play(until, ...paces), stream.sleep(until - Date.now())]);
  }
}
