// A soak: many tables of six fight, talk and play on maps at once, while streams are cut, lied to and slept on, people are removed and let in again, and
// every process is killed, ended or reloaded. The time is cut into stretches with a quiet point behind each, at which everything
// is reckoned. In the second half nothing is restarted any more, so that memory can be seen to stay.
import { readdirSync, readFileSync } from 'node:fs';
import { each, reckon, reckonMoves } from './soak-reckon.mjs';
import { acts } from './soak-acts.mjs';
import { CrowdedTable, SoakTable } from './soak-table.mjs';
import { healthy, killNow, pidOf, reloadNginx, sql, untilHealthy } from './stack.mjs';
import { sleep } from './wait.mjs';

const SERVICES = ['api', 'events', 'clock', 'nginx', 'postgres'];
// INT is PostgreSQL's fast shutdown, HUP nginx's reload.
const RESTARTS = [
  ['events', 'SIGKILL'], ['api', 'SIGKILL'], ['postgres', 'SIGINT'], ['nginx', 'SIGHUP'], ['events', 'SIGTERM'], ['clock', 'SIGKILL'],
  ['postgres', 'SIGKILL'], ['api', 'SIGTERM'], ['nginx', 'SIGKILL'], ['clock', 'SIGTERM'],
];
// Of each campaign the broadcaster keeps the last 64 KiB: so many events of this size are more.
const PADDING = { events: 70, bytes: 1000 };
const SAMPLE_MS = 5000;
const GROWTH = { share: 1.1, mb: 4 }; // that still counts as flat

const status = (pid, key) => new RegExp(`^${key}:\\s*(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];

// What a service's process and its children hold of their own, in MB: without files and PostgreSQL's shared buffers.
function memoryOf(service) {
  const main = pidOf(service);
  let kilobytes = 0;
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (Number(name) === main || Number(status(name, 'PPid')) === main) kilobytes += Number(status(name, 'RssAnon') ?? 0);
    } catch {
      // It has just ended.
    }
  }
  return kilobytes / 1024;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

export class Soak {
  complaints = [];
  events = 0;
  restarts = {};
  samples = [];

  constructor({ seconds, tables, rate, stretches, seed, say = () => {} }) {
    Object.assign(this, { seconds, rate, stretches, say });
    this.tables = [];
    for (let i = 0; i < tables; i++) {
      // One in fifty is a crowd.
      const table = new (i % 50 === 1 ? CrowdedTable : SoakTable)(seed + i, this.tables);
      table.number = i;
      this.tables.push(table);
    }
  }

  async restart() {
    const [service, signal] = RESTARTS[this.turn++ % RESTARTS.length];
    this.restarts[`${service} ${signal.slice(3)}`] = (this.restarts[`${service} ${signal.slice(3)}`] ?? 0) + 1;
    if (signal === 'SIGHUP') {
      await reloadNginx();
    } else {
      const back = await killNow(service, signal);
      await back();
    }
    await untilHealthy();
  }

  async restarting(until, pause) {
    while (Date.now() + pause < until) {
      await sleep(pause * (0.5 + Math.random()));
      await this.restart();
    }
  }

  async disturbing(until) {
    while (Date.now() < until) {
      const table = this.tables[Math.floor(Math.random() * this.tables.length)];
      table.disturb(Math.min(10_000, until - Date.now())).catch((error) => this.complaints.push(error.message));
      await sleep(1000 * Math.random());
    }
  }

  async movingGuests(until) {
    while (Date.now() < until) {
      const table = this.tables[Math.floor(Math.random() * this.tables.length)];
      if (!(table instanceof CrowdedTable)) await table.moveGuest();
      await sleep(1000 * Math.random());
    }
  }

  async sampling(until) {
    while (Date.now() < until) {
      this.samples.push(Object.fromEntries(SERVICES.map((service) => [service, memoryOf(service)])));
      await sleep(Math.min(SAMPLE_MS, Math.max(100, until - Date.now())));
    }
  }

  // Plays for a while, with or without restarts, and then reckons.
  async stretch(rough) {
    const until = Date.now() + (this.seconds / this.stretches) * 1000;
    const crowds = this.tables.filter((table) => table instanceof CrowdedTable);
    const pace = ((this.tables.length - crowds.length) / this.rate) * 1000;
    await Promise.all([
      ...this.tables.map((table) => table.play(until, crowds.includes(table) ? 250 : pace, pace)),
      this.disturbing(until), this.movingGuests(until),
      rough ? this.restarting(until, Math.min(30_000, (this.seconds * 1000) / 20)) : this.sampling(until),
    ]);
    const { complaints, events } = await reckon(this.tables);
    this.complaints.push(...complaints);
    this.events += events;
  }

  // So that memory has its full size before it is looked at, and not only after hours.
  fillRings() {
    const campaigns = this.tables.map(({ table }) => `'${table.id}'`).join(',');
    const bytes = (audience) => `'{"patch":{},"x":"' || repeat('${audience}', ${PADDING.bytes}) || '"}'`;
    sql(`with before as (select id, last_seq from campaigns where id in (${campaigns}) for update),
      numbered as (update campaigns c set last_seq = c.last_seq + ${PADDING.events} from before b where c.id = b.id)
      insert into events (campaign_id, seq, id, type, dm, party)
      select id, last_seq + i, gen_random_uuid(), 'soak.padding', ${bytes('d')}, ${bytes('p')} from before, generate_series(1, ${PADDING.events}) i`);
  }

  streams() { return this.tables.flatMap((table) => table.viewers.map((viewer) => viewer.stream)); }

  async run() {
    this.turn = 0;
    await each(this.tables, (table) => table.begin(), 8);
    for (let i = 0; i < this.stretches; i++) {
      if (i === this.stretches / 2) this.fillRings();
      await this.stretch(i < this.stretches / 2);
      this.say(`${i + 1}/${this.stretches}: ${this.moves()} moves, ${this.events} events, ${this.sum('opens')} connections, ${this.complaints.length} complaints`);
      if (this.complaints.length) break;
    }
    const { complaints, moves } = reckonMoves(this.tables);
    this.complaints.push(...complaints);
    if (!(await healthy())) this.complaints.push('not healthy at the end');
    return { moves, acts: this.acts(), heard: this.kinds(), events: this.events, connections: this.sum('opens'), lies: this.sum('lies'), slept: this.sum('slept'), restarts: this.restarts };
  }

  // How often each act was done, and how much of each kind of secret there was.
  acts() { return this.tables.reduce((all, { made }) => acts.reduce((sums, [, { name }]) => ({ ...sums, [name]: (sums[name] ?? 0) + (made.get(name) ?? 0) }), all), {}); }
  kinds() {
    const all = {};
    for (const [kind, { made, heard }] of this.tables.flatMap(({ marks }) => Object.entries(marks.kinds()))) {
      all[kind] = { made: (all[kind]?.made ?? 0) + made, heard: (all[kind]?.heard ?? 0) + heard };
    }
    return all;
  }

  moves() { return this.tables.reduce((sum, table) => sum + table.answered.length, 0); }
  sum(key) { return this.streams().reduce((sum, stream) => sum + stream[key], 0); }

  // Of each service, after a warm-up: MB at first, in the end, and at most.
  memory() {
    const steady = this.samples.slice(Math.floor(this.samples.length / 3));
    const part = Math.ceil(steady.length / 4);
    return SERVICES.map((service) => {
      const list = steady.map((sample) => sample[service]);
      const [from, to] = [median(list.slice(0, part)), median(list.slice(-part))];
      return { service, from, to, most: Math.max(...list), flat: to <= Math.max(from * GROWTH.share, from + GROWTH.mb) };
    });
  }

  end() {
    for (const stream of this.streams()) stream.close();
  }
}
