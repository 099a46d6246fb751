// Events are written to the log by hand and announced in every wrong way there is: the streams carry them once and in order.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { Log } from '../lib/log.mjs';
import { openStream } from '../lib/sse.mjs';
import { newTable } from '../lib/users.mjs';

async function heard(streams, log) {
  for (const stream of streams) {
    const expected = log.expected[stream.viewer === log.table.dm ? 'dm' : 'party'];
    const got = () => stream.events.filter((event) => event.type !== 'sync').map((event) => [event.id, event.data]);
    await stream.until(`${expected.length} events`, () => got().length >= expected.length);
    assert.deepEqual(got(), expected);
    assert.equal(stream.events.filter((event) => event.type === 'sync').length, 1);
    assert.equal(stream.opens, 1);
  }
}

async function watched(t) {
  const table = await newTable({ players: 1, observer: false });
  const streams = await Promise.all([table.dm, table.player].map((viewer) => openStream(viewer, table.id)));
  t.after(() => streams.forEach((stream) => stream.close()));
  return { streams, log: new Log(table) };
}

test('in the wrong order and twice', async (t) => {
  const { streams, log } = await watched(t);
  const bells = [0, 1, 2, 3, 4, 5].map((i) => log.add({ to: i % 2 ? ['dm'] : ['dm', 'party'] }).parcel);
  log.ring(bells[3], bells[1], bells[5], bells[3], bells[0], bells[2], bells[0], bells[4], bells[5]);
  await heard(streams, log);
});

test('bare, too big for a parcel, or not at all', async (t) => {
  const { streams, log } = await watched(t);
  log.ring(log.add().bare, log.add({ size: 4000 }).bare);
  await heard(streams, log);
  log.add();
  log.add({ to: ['party'] });
  await heard(streams, log);
});

test('garbled', async (t) => {
  const { streams, log } = await watched(t);
  const { parcel, bare } = log.add();
  log.ring('', 'hello', log.table.id, `${log.table.id} x`, `${bare} `, `${parcel}x`, parcel.slice(0, -1), parcel.replace('test.', 'test\n'));
  await heard(streams, log);
});

test('announcing what never was', async (t) => {
  const { streams, log } = await watched(t);
  log.ring(`${log.table.id} 4000000000000000000`, `${log.table.id} ${log.seq + 7} ${crypto.randomUUID()} a.b 2 -\n{}`, `${crypto.randomUUID()} 1`);
  for (let i = 0; i < 10; i++) log.ring(log.add({ to: [i % 3 ? 'party' : 'dm'] }).parcel);
  await heard(streams, log);
});
