// Nothing depends on a NOTIFY arriving: with the listening connection broken again and again, every stream still gets everything.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openStream } from '../lib/sse.mjs';
import { sql } from '../lib/stack.mjs';
import { move, newFight, newTable } from '../lib/users.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const LISTENERS = "from pg_stat_activity where usename = 'tabard_events' and query ilike '%listen %'";

test('moves reach the screens while nobody hears the doorbell', async () => {
  const table = await newTable({ players: 2 });
  const { id, ids: [goblin] } = await newFight(table, { goblins: 3 });
  const streams = await Promise.all(table.everyone.map((viewer) => openStream(viewer, table.id)));
  await eventually('the broadcaster listens', () => sql(`select count(*) ${LISTENERS}`)[0] === '1');
  let breaking = true;
  let broken = 0;
  const breaker = (async () => {
    while (breaking) {
      broken += sql(`select pg_terminate_backend(pid) ${LISTENERS}`).length;
      await sleep(10);
    }
  })();
  try {
    for (let i = 0; i < 12; i++) {
      await move(table.dm, id, i % 2 ? { type: 'heal', targets: [goblin], amount: 2 } : { type: 'damage', targets: [goblin], amount: 2 });
      await move(table.dm, id, { type: 'next_turn' });
    }
    // While it is still being broken.
    for (const stream of streams) await stream.untilTable(await stream.viewer.get(`/campaigns/${table.id}/state`));
  } finally {
    breaking = false;
  }
  await breaker;
  assert.ok(broken > 0, 'a listening connection was broken');
  for (const stream of streams) {
    assert.equal(stream.opens, 1, 'without losing the stream');
    assert.equal(stream.events.filter((e) => e.type === 'sync').length, 1);
    stream.close();
  }
  await eventually('the broadcaster listens again', () => sql(`select count(*) ${LISTENERS}`)[0] === '1');
});
