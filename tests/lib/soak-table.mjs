// A table of a soak: a random session over bad connections, watched by six people. Of each viewer the sequence of what came is
// kept from one quiet point to the next, to be held against the log.
import crypto from 'node:crypto';
import { RoughSession } from './session-rough.mjs';
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
  heard = [];
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
    if (event.id === undefined) return;
    if (sync && this.table.campaign.id !== this.campaign) this.wrong.push(`a sync of campaign ${this.table.campaign.id}`);
    if (this.out) this.wrong.push(`${event.type} for one who is not in the campaign`);
    this.heard.push({ id: event.id, type: event.type, hash: sync ? undefined : md5(event.data) });
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
  seq = 0;       // everything up to it has been reckoned
  lastIds = {};  // by audience, of the last event up to it

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
    this.guest.id = (await this.guest.client.get('/me')).id;
    this.guest.viewer.id = this.guest.id;
    return this;
  }

  async watch(client, role) {
    const stream = new SoakStream(client, this.table.id);
    stream.campaign = this.table.id;
    stream.liar = () => this.liar(role !== 'dm' && client !== this.guest?.client);
    this.viewers.push({ client, role, stream, dm: role === 'dm', expected: [] });
    await stream.persist(this.pause());
    await stream.until('a sync', () => stream.table);
  }

  pause() {
    return Math.floor(20 + 1500 * this.random() ** 3);
  }

  // Now and then an id that this viewer has not got from this campaign. What only DMs got is none of the `party`'s.
  liar(party) {
    if (!this.lying || !this.chance(0.1)) return undefined;
    const foreign = this.pick(this.pick(this.others).viewers)?.stream.lastId;
    const ids = [crypto.randomUUID(), 'x', '-1', "' or 1=1 --", 'a'.repeat(64), this.table.id];
    if (foreign && foreign !== '0' && this.viewers.every(({ stream }) => stream.lastId !== foreign)) ids.push(foreign, foreign, foreign);
    if (party && this.secret) ids.push(this.secret, this.secret);
    return this.pick(ids);
  }

  // Moves, cuts and sleepers until the time is over; `pace` is the mean pause between two moves.
  async play(until, pace) {
    this.lying = true;
    while (Date.now() < until) {
      await this.step(this.pick(Object.keys(moves)));
      await sleep(Math.min(-Math.log(1 - this.random()) * pace, Math.max(0, until - Date.now())));
    }
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

  // At a quiet point, when all that came has been reckoned.
  forget() {
    this.log = this.log.slice(-KEPT);
    for (const viewer of this.viewers) {
      viewer.expected = viewer.expected.slice(-KEPT);
      viewer.stream.heard = [];
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
  async play(until, pace) {
    const { stream } = this.pick(this.viewers.filter((viewer) => viewer !== this.guest.viewer));
    await Promise.all([super.play(until, pace), stream.sleep(until - Date.now())]);
  }
}
