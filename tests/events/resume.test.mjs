import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { canon, mergePatch } from '../lib/canon.mjs';
import { openStream, Stream } from '../lib/sse.mjs';
import { join, move, newEncounter, newFight, newTable, newUser } from '../lib/users.mjs';
import { sleep } from '../lib/wait.mjs';

const state = (viewer, table) => viewer.get(`/campaigns/${table.id}/state`);

// Moves of all kinds, some of which players see nothing of.
async function commotion(table, id, rounds) {
  const ids = Object.keys((await table.dm.get(`/encounters/${id}`)).combatants);
  for (let i = 0; i < rounds; i++) {
    const target = ids[i % ids.length];
    const bodies = [
      { type: 'damage', targets: [target], amount: 1 }, { type: 'next_turn' }, { type: 'hide', combatant_ids: [target] },
      { type: 'heal', targets: [target], amount: 1 }, { type: 'reveal', combatant_ids: [target] },
    ];
    await move(table.dm, id, bodies[i % bodies.length]);
  }
}

test('from every id on, exactly what followed comes again', async () => {
  const table = await newTable({ observer: false });
  const fight = await newFight(table, { goblins: 3, hidden: 1 });
  for (const viewer of [table.dm, table.player]) {
    const live = await openStream(viewer, table.id);
    const tables = [live.table];
    await commotion(table, fight.id, 10);
    await live.untilTable(await state(viewer, table));
    for (const event of live.events.slice(1)) tables.push(mergePatch(tables.at(-1), event.json.patch));
    const ids = live.events.map((event) => event.id);
    for (const [i, id] of ids.entries()) {
      for (const how of [{ lastEventId: id }, { lastEventId: undefined, query: `?last_event_id=${id}` }, { lastEventId: id, query: `?last_event_id=${ids[0]}` }]) {
        const again = new Stream(viewer, table.id);
        again.table = tables[i];
        await again.open(how);
        await again.untilTable(tables.at(-1));
        await again.until('all of them', () => again.events.length >= ids.length - 1 - i);
        assert.deepEqual(again.events.map((e) => [e.id, e.type, canon(e.json)]), live.events.slice(i + 1).map((e) => [e.id, e.type, canon(e.json)]), `from ${i}`);
        again.close();
      }
    }
    live.close();
  }
});

test('the id of a table that nothing has happened to is one to resume from, too', async () => {
  const table = await newTable({ players: 0, observer: false });
  const first = await openStream(table.dm, table.id);
  const before = first.table;
  first.cut();
  await join(table.dm, table.id, newUser(), 'player');
  const again = new Stream(table.dm, table.id);
  again.table = before;
  await again.open({ lastEventId: first.lastId });
  await again.untilTable(await state(table.dm, table));
  again.close();
});

test('an id that is foreign, forged or malformed brings a sync and nothing else', async () => {
  const [table, other] = [await newTable(), await newTable()];
  const ours = await newFight(table, { goblins: 2, hidden: 1 });
  const theirs = await newFight(other);
  const dm = await openStream(table.dm, table.id);
  const foreign = await openStream(other.dm, other.id);
  const hidden = Object.entries((await table.dm.get(`/encounters/${ours.id}`)).combatants).find(([, c]) => c.hidden)[0];
  // An event that only the DM got: for a player its id is none.
  await move(table.dm, ours.id, { type: 'damage', targets: [hidden], amount: 1 });
  await move(other.dm, theirs.id, { type: 'next_turn' });
  await dm.untilEvent('combatant.hp_changed');
  await foreign.until('a move', () => foreign.events.length > 1);
  const secret = dm.events.at(-1).id;
  const odd = [foreign.lastId, foreign.events[0].id, crypto.randomUUID(), '00000000-0000-0000-0000-000000000000', 'x', '-1', '1', '18446744073709551616', "' or 1=1 --", '%00', 'null', 'undefined', ' ', 'a'.repeat(64), ours.id, table.id];
  for (const [viewer, ids] of [[table.player, [secret, ...odd]], [table.dm, odd]]) {
    for (const id of ids) {
      const stream = new Stream(viewer, table.id);
      await stream.open({ lastEventId: id });
      await stream.untilEvent('sync');
      assert.equal(stream.events[0].type, 'sync', `${id}: the first thing that comes`);
      await stream.untilTable(await state(viewer, table));
      assert.ok(!stream.bytes().includes(other.id) && !stream.bytes().includes(theirs.id), 'nothing of the other campaign');
      stream.close();
      stream.opened = true;
    }
  }
  // They go on as any other stream does.
  const late = new Stream(table.player, table.id);
  await late.open({ lastEventId: secret });
  await late.untilEvent('sync');
  await move(table.dm, ours.id, { type: 'next_turn' });
  await late.untilTable(await state(table.player, table));
  assert.equal(late.events.filter((e) => e.type === 'sync').length, 1);
  for (const stream of [dm, foreign, late]) stream.close();
});

test('a Last-Event-ID that is far too long harms nobody', async () => {
  const table = await newTable({ observer: false });
  const stream = new Stream(table.player, table.id);
  await stream.open({ lastEventId: 'x'.repeat(3000) }).then(() => stream.untilEvent('sync'), (error) => assert.ok(error.status < 500, error.message));
  stream.close();
  await assert.rejects(new Stream(table.player, table.id).open({ query: `?last_event_id=${'x'.repeat(3000)}` }), { status: 400 });
  await assert.rejects(new Stream(table.player, table.id).open({ query: '?nope=1' }), { status: 400 });
  const good = await openStream(table.player, table.id);
  good.close();
});

test('streams cut at random moments end with the table of those never cut', async () => {
  const table = await newTable({ players: 3 });
  const { id } = await newFight(table, { goblins: 4, hidden: 1 });
  const viewers = [table.dm, ...table.players, table.observer];
  const steady = await Promise.all(viewers.map((viewer) => openStream(viewer, table.id)));
  const shaky = await Promise.all(viewers.map((viewer) => openStream(viewer, table.id)));
  // Each is cut so many times, and the game goes on for as long as that takes.
  let cutting = true;
  const cuts = Promise.all(shaky.map(async (stream) => {
    for (let cut = 0; cut < 8; cut++) {
      await sleep(Math.random() * 40);
      stream.cut();
      if (Math.random() < 0.5) await sleep(Math.random() * 40);
      await stream.open();
    }
  })).finally(() => { cutting = false; });
  do await commotion(table, id, 10); while (cutting);
  await cuts;
  for (const [i, viewer] of viewers.entries()) {
    const expected = await state(viewer, table);
    await steady[i].untilTable(expected);
    await shaky[i].untilTable(expected);
    // Nothing was lost and nothing came twice: what was cut in the middle was no event yet.
    assert.deepEqual(shaky[i].events.map((e) => e.id), steady[i].events.map((e) => e.id), `${viewer.name}, ${shaky[i].opens} connections`);
    assert.equal(shaky[i].opens, 9);
    steady[i].close();
    shaky[i].close();
  }
});

test('many who come back at once all get what they missed', async () => {
  const table = await newTable({ players: 2 });
  const { id } = await newFight(table);
  const streams = await Promise.all(Array.from({ length: 60 }, (_, i) => openStream(table.everyone[i % table.everyone.length], table.id)));
  for (const stream of streams) stream.cut();
  await commotion(table, id, 15);
  await Promise.all(streams.map((stream) => stream.open()));
  for (const viewer of table.everyone) {
    const expected = await state(viewer, table);
    await Promise.all(streams.filter((s) => s.viewer === viewer).map((s) => s.untilTable(expected)));
  }
  for (const stream of streams) {
    assert.equal(stream.events.filter((e) => e.type === 'sync').length, 1, 'resumed, not begun anew');
    stream.close();
  }
});

test('what happens while a stream opens is neither lost nor doubled', async () => {
  const table = await newTable({ observer: false });
  const encounter = await newEncounter(table.dm, table.id);
  await move(table.dm, encounter.id, { type: 'add_combatant', custom: { name: 'Wall', hp: 10000 } });
  await move(table.dm, encounter.id, { type: 'roll_initiative' });
  await move(table.dm, encounter.id, { type: 'start' });
  const [wall] = Object.keys((await table.dm.get(`/encounters/${encounter.id}`)).combatants);
  let playing = true;
  const playingOn = (async () => {
    while (playing) await move(table.dm, encounter.id, { type: 'damage', targets: [wall], amount: 1 });
  })();
  const streams = [];
  try {
    for (let i = 0; i < 40; i++) streams.push(await openStream(i % 2 ? table.dm : table.player, table.id));
  } finally {
    playing = false;
  }
  await playingOn;
  for (const viewer of [table.dm, table.player]) {
    const expected = await state(viewer, table);
    for (const stream of streams.filter((s) => s.viewer === viewer)) await stream.untilTable(expected);
  }
  for (const stream of streams.filter((s) => s.viewer === table.dm)) {
    // Each event takes one hit point off what the one before left: a doubled or lost one would show.
    let hp = stream.events[0].json.table.encounter.combatants[wall].hp.current;
    for (const { json } of stream.events.slice(1)) assert.equal(json.patch.encounter.combatants[wall].hp.current, --hp);
  }
  for (const stream of streams) stream.close();
});
