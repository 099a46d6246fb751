// Idle connections that nginx keeps to the API each hold a thread: with ten times as many clients as threads, all kept alive,
// every request must still be answered.
import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';
import { Stream } from '../lib/sse.mjs';
import { newTable } from '../lib/users.mjs';
import { exchange } from '../lib/http.mjs';

const THREADS = Number(process.env.API_THREADS || 80);

test('ten times as many clients as threads, kept alive, are all answered', async () => {
  const table = await newTable();
  const via = new http.Agent({ keepAlive: true, maxSockets: 10 * THREADS, maxFreeSockets: 10 * THREADS });
  const headers = { authorization: `Bearer ${table.player.token}` };
  try {
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 10 * THREADS }, (_, i) =>
        exchange('GET', i % 2 ? `/api/v1/campaigns/${table.id}` : '/api/v1/compendium/monsters/goblin', { headers, via })));
      const wrong = answers.filter((a) => a.status !== 200);
      assert.equal(wrong.length, 0, `${wrong.length} of ${answers.length}: ${wrong[0]?.status} ${wrong[0]?.text.slice(0, 200)}`);
    }
    // While all those connections stand idle, somebody else comes.
    assert.equal((await table.dm.get(`/campaigns/${table.id}`)).id, table.id);
  } finally {
    via.destroy();
  }
});

test('open streams hold no thread', async () => {
  const table = await newTable();
  const streams = [];
  try {
    for (let i = 0; i < 2 * THREADS; i++) streams.push(new Stream(table.player, table.id));
    await Promise.all(streams.map((stream) => stream.open()));
    await Promise.all(streams.map((stream) => stream.untilEvent('sync')));
    const answers = await Promise.all(Array.from({ length: THREADS }, () => table.dm.call('GET', `/campaigns/${table.id}`, 200)));
    assert.equal(answers.length, THREADS);
  } finally {
    for (const stream of streams) stream.close();
  }
});
