// Events for named people: they get theirs, and nobody else's stream tells of them. Written to the log by hand, so that
// every mixture of shares is there.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { openStream, Stream, untilStreaming } from '../lib/sse.mjs';
import { killNow, sql } from '../lib/stack.mjs';
import { newTable } from '../lib/users.mjs';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const data = (text) => JSON.stringify({ patch: {}, text, type: 'test.event' });
const quote = (text) => (text === undefined ? 'null' : `'${data(text)}'`);

async function table() {
  const made = await newTable({ players: 2, observer: false });
  made.ids = await Promise.all([made.dm, ...made.players].map(async (u) => (await u.get('/me')).id));
  made.viewers = [made.dm, ...made.players];
  made.log = [[], [], []]; // what each gets: [id, text]
  return made;
}

// Logs one event, the shares being texts, and rings. `readers` are indices of viewers.
function tell(made, { dm, party, named, readers = [] }) {
  const id = crypto.randomUUID();
  made.viewers.forEach((_, i) => {
    const text = readers.includes(i) ? named : i ? party : dm;
    if (text !== undefined) made.log[i].push([id, text]);
  });
  const [seq] = sql(`with numbered as (update campaigns set last_seq = last_seq + 1 where id = '${made.id}' returning last_seq)
    insert into events (campaign_id, seq, id, type, dm, party, named, readers)
    select '${made.id}', last_seq, '${id}', 'test.event', ${quote(dm)}, ${quote(party)}, ${quote(named)},
      ${readers.length ? `'{${readers.map((i) => made.ids[i])}}'` : 'null'} from numbered returning seq`);
  sql(`select pg_notify('tabard_${parseInt(made.id.slice(-2), 16) % 64}', '${made.id} ${seq}')`);
  return id;
}

const WHISPERS = [
  { named: 'to one', readers: [1] }, { named: 'to both', readers: [1, 2] }, { named: 'DM and one', readers: [0, 1] },
];
const MIXED = [
  { party: 'party', dm: 'dm', named: 'instead', readers: [1] }, { dm: 'dm only', named: 'and its author', readers: [1] },
  { party: 'party only', named: 'instead', readers: [1] },
];

const got = (stream) => stream.events.filter((e) => e.type === 'test.event').map((e) => [e.id, e.json.text]);

async function follow(made, i, from, expected) {
  const stream = new Stream(made.viewers[i], made.id);
  stream.table = {};
  await stream.open({ lastEventId: from });
  await stream.until(`${expected.length} events`, () => got(stream).length >= expected.length);
  assert.deepEqual(got(stream), expected);
  assert.ok(!stream.events.some((e) => e.type === 'sync'));
  stream.close();
}

test('the named get what is for them, live and from every id on, out of memory and out of the log', async () => {
  const made = await table();
  tell(made, { dm: 'first', party: 'first' });
  made.log = [[], [], []];
  const streams = await Promise.all(made.viewers.map((viewer) => openStream(viewer, made.id)));
  const began = streams.map((s) => s.lastId);
  for (const event of [...WHISPERS, { dm: 'all', party: 'all' }, ...MIXED, ...WHISPERS]) tell(made, event);
  for (const [i, stream] of streams.entries()) {
    await stream.until('all of them', () => got(stream).length >= made.log[i].length);
    assert.deepEqual(got(stream), made.log[i]);
    stream.close();
  }
  for (const where of ['memory', 'log']) {
    if (where === 'log') {
      await (await killNow('events'))();
      await untilStreaming(made.viewers[0], made.id);
    }
    for (const i of [0, 1, 2]) {
      const ids = [began[i], ...made.log[i].map(([id]) => id)];
      for (const [at, id] of ids.entries()) await follow(made, i, id, made.log[i].slice(at));
    }
  }
});

test('after a sync the named go on from what came last to them, and nothing comes twice', async () => {
  const made = await table();
  tell(made, { dm: 'all', party: 'all' });
  const last = tell(made, { named: 'to one', readers: [1] });
  for (const i of [0, 1, 2]) {
    const stream = await openStream(made.viewers[i], made.id);
    if (i === 1) await stream.until('its own mark', () => stream.lastId === last);
    else assert.equal(stream.lastId, made.log[i].at(-1)[0]);
    stream.cut();
    made.log[i].length = 0;
    made[`from${i}`] = stream.lastId;
  }
  tell(made, { dm: 'more', party: 'more' });
  for (const i of [0, 1, 2]) await follow(made, i, made[`from${i}`], made.log[i]);
});

test('the id of what was for others brings a sync', async () => {
  const made = await table();
  const streams = await Promise.all(made.viewers.map((viewer) => openStream(viewer, made.id)));
  const ids = WHISPERS.map((event) => [event, tell(made, event)]);
  await streams[1].until('all of them', () => got(streams[1]).length === ids.length);
  for (const where of ['memory', 'log']) {
    if (where === 'log') {
      for (const stream of streams) stream.cut();
      await (await killNow('events'))();
      await untilStreaming(made.viewers[0], made.id);
    }
    for (const [event, id] of ids) for (const i of [0, 1, 2]) {
      const stream = new Stream(made.viewers[i], made.id);
      stream.table = {};
      await stream.open({ lastEventId: id });
      tell(made, { dm: 'all', party: 'all' });
      await stream.until('something', () => stream.events.length);
      assert.equal(stream.events[0].type === 'sync', !event.readers.includes(i), `${where}: ${event.named}, viewer ${i}`);
      stream.close();
    }
  }
  for (const stream of streams) stream.close();
});

test('whoever is not named receives the same bytes as where nothing was whispered', async () => {
  const seen = [];
  for (const whispering of [false, true]) {
    const made = await table();
    const before = new Stream(made.viewers[2], made.id);
    await before.open();
    await before.untilEvent('sync');
    const whisper = () => { if (whispering) tell(made, { named: 'not for the other', readers: [1] }); };
    for (let n = 0; n < 4; n++) {
      whisper();
      tell(made, { dm: `step ${n}`, party: `step ${n}` });
    }
    whisper();
    await before.until('all steps', () => got(before).length === 4);
    const after = await openStream(made.viewers[2], made.id);
    const again = new Stream(made.viewers[2], made.id);
    again.table = {};
    await again.open({ lastEventId: before.events[1].id });
    await again.until('the rest', () => got(again).length === 3);
    const fresh = [];
    const known = new Map(made.viewers.map((v, i) => [made.ids[i], `viewer ${i}`]).concat([[made.id, 'campaign']]));
    const label = (id) => {
      if (known.has(id)) return known.get(id);
      if (!fresh.includes(id)) fresh.push(id);
      return `id ${fresh.indexOf(id)}`;
    };
    seen.push([before, after, again].map((s) => s.bytes().replace(UUID, label).replace(/retry: \d+/g, '').replace(/user-\w+|\d{4}-\d\d-\d\dT[^"]+/g, 'x')
      .replace(/"presence":\{(?:"[^"]+":\{[^{}]*\},?)*\}|event: presence.changed\ndata: .*\n\n|"display_name":"[^"]*"|"name":"[^"]*"/g, '')));
    assert.ok(!seen.at(-1).join('').includes('not for the other'));
    for (const stream of [before, after, again]) stream.close();
  }
  assert.deepEqual(seen[1], seen[0]);
  assert.ok(seen[0][0].includes('step 3'));
});
