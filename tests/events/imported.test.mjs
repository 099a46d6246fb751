// kill -9 of the API in the middle of a map's import, at whatever moment: the map is there with its picture or not at all, what is
// left of a picture without a row is swept, and the import can be repeated. In this suite because it kills the API.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { existsSync, readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { varDir } from '../lib/config.mjs';
import { agent } from '../lib/http.mjs';
import { png, uvtt } from '../lib/pictures.mjs';
import { killNow, sql, untilHealthy } from '../lib/stack.mjs';
import { newTable } from '../lib/users.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const SIDE = 1200; // of noise, which packs to nothing less
const KILLS = 6;

const folder = path.join(varDir, 'uploads');
const files = () => readdirSync(folder);
const rows = (table) => sql(`select id from uploads where campaign_id = '${table.id}'`);

async function killAndWait() {
  const back = await killNow('api');
  await back();
  await untilHealthy();
  agent.destroy();
}

test('kill -9 of the API in the middle of a map\'s import', async (t) => {
  const table = await newTable();
  const image = png(Array.from({ length: SIDE }, () => Array.from({ length: SIDE }, () => [...crypto.randomBytes(3)]))).toString('base64');
  const body = Buffer.from(JSON.stringify(uvtt({ image })));
  const send = () => table.dm.call('POST', `/campaigns/${table.id}/maps/import`, [201, 503], { body, headers: { 'content-type': 'application/octet-stream' } });
  const maps = () => table.dm.get(`/campaigns/${table.id}/maps?limit=100`);

  const began = Date.now();
  const answered = [(await send()).json.data.id];
  const whole = Date.now() - began;
  const before = new Set(files());
  let cut = 0;
  let left = 0;
  for (let i = 0; i < KILLS; i++) {
    const here = files().length;
    const asked = send().catch(() => ({ status: 0 }));
    // Every other time as soon as a file is being written, else at any moment.
    if (i % 2) await sleep(Math.random() * whole);
    else await eventually('a file', () => files().length > here);
    await killAndWait();
    const answer = await asked;
    if (answer.status === 201) answered.push(answer.json.data.id);
    else cut++;
    left = files().filter((name) => !before.has(name) && !rows(table).includes(name.slice(0, 36))).length;

    // Each map has its picture, which is there to be seen; each picture is of a map.
    const all = await maps();
    assert.deepEqual(all.map((map) => map.image?.slice(-36)).sort(), rows(table).sort());
    for (const map of all) assert.equal((await table.player.call('GET', map.image.replace('/api/v1', ''), 200, { raw: true })).headers['content-type'], 'image/png');
  }
  t.diagnostic(`${cut} of ${KILLS} cut off, ${left} files without a row`);
  assert.ok(cut > 0 && left > 0, 'in the middle of it');
  const ids = (await maps()).map(({ id }) => id);
  for (const id of answered) assert.ok(ids.includes(id), 'what was answered is there');

  answered.push((await eventually('a repeat', async () => { const answer = await send(); return answer.status === 201 && answer; })).json.data.id);
  const old = Date.now() / 1000 - 7200;
  const orphans = files().filter((name) => !before.has(name) && !rows(table).includes(name.slice(0, 36)));
  for (const name of files().filter((one) => !before.has(one))) utimesSync(path.join(folder, name), old, old);
  await killAndWait();
  await eventually('the sweep', () => orphans.every((name) => !existsSync(path.join(folder, name))));
  for (const id of rows(table)) for (const name of [id, `${id}.thumb`]) assert.ok(existsSync(path.join(folder, name)), name);
  assert.equal((await maps()).length, ids.length + 1);
});
