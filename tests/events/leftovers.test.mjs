// What a crash leaves of an upload: never served, and swept. In this suite because it kills the API.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { varDir } from '../lib/config.mjs';
import { png, square } from '../lib/pictures.mjs';
import { killNow, sql, untilHealthy } from '../lib/stack.mjs';
import { newTable, newUser } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const at = (name) => path.join(varDir, 'uploads', name);

function plant(name, ageSeconds) {
  writeFileSync(at(name), 'half a picture');
  age(name, ageSeconds);
}

function age(name, seconds) {
  const then = Date.now() / 1000 - seconds;
  utimesSync(at(name), then, then);
}

test('files without a row are not served, and swept when they are old', async () => {
  const table = await newTable();
  const upload = () => table.player.call('POST', `/campaigns/${table.id}/uploads`, 201, { body: png(square()), headers: { 'content-type': 'image/png' } });
  const kept = (await upload()).json.data.id;
  const orphan = (await upload()).json.data.id;
  const [half, young, scratch] = [crypto.randomUUID(), crypto.randomUUID(), `${crypto.randomUUID()}-`];
  for (const name of [half, `${half}.thumb`, scratch, 'notes.txt']) plant(name, 7200);
  plant(young, 60);
  for (const name of [kept, `${kept}.thumb`, orphan, `${orphan}.thumb`]) age(name, 7200);
  sql(`delete from uploads where id = '${orphan}'`);
  assert.equal((await call('GET', `/uploads/${half}`, { token: table.dm.token, raw: true })).status, 404);
  const back = await killNow('api');
  await back();
  await untilHealthy();
  await eventually('the sweep', () => [half, `${half}.thumb`, scratch, orphan, `${orphan}.thumb`].every((name) => !existsSync(at(name))));
  // What is young may still get its row, and what is not ours is not ours.
  for (const name of [young, 'notes.txt', kept, `${kept}.thumb`]) assert.ok(existsSync(at(name)), name);
  assert.equal((await call('GET', `/uploads/${kept}`, { token: table.observer.token, raw: true })).status, 200);
});

test('an import that is cut short makes nothing, and what it had made is swept', async () => {
  const table = await newTable();
  const noisy = png(Array.from({ length: 500 }, () => Array.from({ length: 500 }, () => [...crypto.randomBytes(3)])));
  await table.dm.call('POST', `/campaigns/${table.id}/uploads`, 201, { body: noisy, headers: { 'content-type': 'image/png' } });
  const whole = await table.dm.get(`/campaigns/${table.id}/export`);
  const [one] = whole.uploads;
  const ids = Array.from({ length: 40 }, () => crypto.randomUUID()).sort();
  whole.uploads = ids.map((id) => ({ ...one, id }));
  const user = newUser();
  const mine = (await user.get('/me')).id;
  const before = new Set(readdirSync(at('.')));
  const fresh = () => readdirSync(at('.')).filter((name) => !before.has(name));
  const cut = user.call('POST', '/campaigns/import', [502, 503], { body: JSON.stringify(whole), raw: true });
  await eventually('some pictures are made', () => fresh().length >= 6);
  const back = await killNow('api');
  await cut;
  await back();
  await untilHealthy();
  const left = fresh();
  assert.ok(left.length >= 6 && left.length < 80, `${left.length}`);
  assert.deepEqual(sql(`select (select count(*) from campaigns where owner_id = '${mine}'), (select count(*) from uploads where owner_id = '${mine}')`), ['0|0']);
  for (const name of left) age(name, 7200);
  await (await killNow('api'))();
  await untilHealthy();
  await eventually('the sweep', () => left.every((name) => !existsSync(at(name))));
  // And then it goes in.
  const made = await user.post('/campaigns/import', whole);
  assert.equal((await user.get(`/campaigns/${made.id}/uploads?limit=100`)).length, 40);
});
