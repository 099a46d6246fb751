// kill -9 of each program in the middle of a session: what was answered with 2xx is there afterwards, once, and the streams
// recover by themselves.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { Stream } from '../lib/sse.mjs';
import { killNow, untilHealthy } from '../lib/stack.mjs';
import { move, newEncounter, newTable } from '../lib/users.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

// A table with two walls to hit and everybody watching through streams that come back by themselves.
async function siege() {
  const table = await newTable({ players: 2 });
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', custom: { name: 'Wall', hp: 10000 }, count: 2 });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const walls = Object.keys((await table.dm.get(`/encounters/${id}`)).combatants);
  const streams = table.everyone.map((viewer) => new Stream(viewer, table.id));
  await Promise.all(streams.map((stream) => stream.persist()));
  await Promise.all(streams.map((stream) => stream.untilEvent('sync')));
  return { table, id, walls, streams };
}

// One attempt: the answer, or null where there was none to speak of. Anything but 201, 409 and 503 fails the test.
async function hit(siegeState, wall, headers) {
  let answer;
  try {
    answer = await call('POST', `/encounters/${siegeState.id}/moves`, {
      token: siegeState.table.dm.token, body: { type: 'damage', targets: [wall], amount: 1 }, headers,
    });
  } catch (error) {
    if (error.code === 'ERR_ASSERTION') throw error;
    return null; // the connection was lost
  }
  if (answer.status === 201) return answer;
  assert.ok([409, 503].includes(answer.status), `${answer.status} ${answer.text}`);
  return null;
}

// Hits the first wall as a careful client does: the same Idempotency-Key until it is answered.
async function careful(siegeState, log) {
  while (siegeState.playing) {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    log.careful += 1;
    await eventually('a move gets through', () => hit(siegeState, siegeState.walls[0], headers));
  }
}

// Hits the second wall without looking back.
async function careless(siegeState, log) {
  while (siegeState.playing) {
    log.tried += 1;
    const answer = await hit(siegeState, siegeState.walls[1]);
    if (answer) {
      log.answered += 1;
      log.versions.push(answer.json.data.version);
    } else {
      await sleep(20);
    }
  }
}

async function survive(victims) {
  const scene = await siege();
  const log = { careful: 0, tried: 0, answered: 0, versions: [] };
  const before = await scene.table.dm.get(`/encounters/${scene.id}`);
  scene.playing = true;
  const players = [careful(scene, log), careful(scene, log), careless(scene, log)];
  try {
    for (const group of victims) {
      const enough = log.careful + 5;
      await eventually('some moves before', () => log.careful >= enough);
      await sleep(Math.random() * 50);
      const back = await Promise.all(group.map((service) => killNow(service)));
      await Promise.all(back.map((wait) => wait()));
      await untilHealthy();
      const more = log.careful + 5;
      await eventually('some moves after', () => log.careful >= more);
    }
  } finally {
    scene.playing = false;
    await Promise.all(players);
  }
  const after = await scene.table.dm.get(`/encounters/${scene.id}`);
  const lost = (wall) => before.combatants[wall].hp.current - after.combatants[wall].hp.current;
  assert.equal(lost(scene.walls[0]), log.careful, 'every careful move once, and once only');
  assert.ok(lost(scene.walls[1]) >= log.answered, 'everything that was answered is there');
  assert.ok(lost(scene.walls[1]) <= log.tried, 'and nothing that was not tried');
  assert.equal(new Set(log.versions).size, log.versions.length);
  assert.equal(after.version - before.version, lost(scene.walls[0]) + lost(scene.walls[1]), 'each a version of its own');
  for (const stream of scene.streams) {
    await stream.untilTable(await stream.viewer.get(`/campaigns/${scene.table.id}/state`));
    // The party sees nothing of a wall's hit points here, so only the DM's stream has much to say.
    if (stream.viewer === scene.table.dm) {
      let { current } = before.combatants[scene.walls[0]].hp;
      const firstWall = stream.events.map((e) => e.json.patch?.encounter?.combatants?.[scene.walls[0]]?.hp?.current).filter((hp) => hp !== undefined);
      for (const hp of firstWall) assert.equal(hp, --current, 'in order, none missing, none twice');
    }
    stream.close();
  }
  return scene;
}

test('kill -9 of the API', async () => {
  await survive([['api'], ['api']]);
});

test('kill -9 of the broadcaster', async () => {
  const { streams } = await survive([['events'], ['events']]);
  for (const stream of streams) assert.ok(stream.opens >= 2, 'the streams were cut and came back');
});

test('kill -9 of PostgreSQL', async () => {
  await survive([['postgres'], ['postgres']]);
});

test('kill -9 of all of them at once', async () => {
  await survive([['api', 'events', 'postgres']]);
});

test('while PostgreSQL is away requests are answered with 503, and never kept waiting for ever', async () => {
  const { table, streams } = await siege();
  const back = await killNow('postgres');
  const statuses = new Set();
  for (let i = 0; i < 20; i++) {
    const answer = await call('GET', `/campaigns/${table.id}`, { token: table.dm.token });
    statuses.add(answer.status);
    if (answer.status === 503) {
      assert.equal(answer.json.error.code, 'SERVICE_UNAVAILABLE');
      assert.ok(answer.headers['retry-after']);
    }
  }
  for (const status of statuses) assert.ok([200, 503].includes(status), String(status));
  await back();
  await untilHealthy();
  await table.dm.get(`/campaigns/${table.id}`);
  for (const stream of streams) stream.close();
});

test('after PostgreSQL came back nobody is refused', async () => {
  const table = await newTable();
  const crowd = () => Promise.all(Array.from({ length: 60 }, () => call('GET', `/campaigns/${table.id}/state`, { token: table.dm.token })));
  await crowd(); // every connection of the pool has been used
  const back = await killNow('postgres');
  await back();
  await untilHealthy();
  await eventually('one is answered', async () => (await call('GET', `/campaigns/${table.id}`, { token: table.dm.token })).status === 200);
  const refused = (await crowd()).filter((answer) => answer.status !== 200);
  assert.equal(refused.length, 0, `${refused.length} of 60: ${refused[0]?.text}`);
});
