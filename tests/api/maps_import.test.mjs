import assert from 'node:assert/strict';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { png, square, uvtt } from '../lib/pictures.mjs';
import { openStream } from '../lib/sse.mjs';
import { newTable } from '../lib/users.mjs';

const at = (x, y) => ({ x, y });

function send(who, table, file, status = 201, more = {}) {
  const body = typeof file === 'string' || Buffer.isBuffer(file) ? file : JSON.stringify(file);
  return who.call('POST', `/campaigns/${table.id}/maps/import${more.query ?? ''}`, status, { body: Buffer.from(body), headers: { 'content-type': more.type ?? 'application/json' } });
}

async function refused(who, table, file, status, code, more) {
  const { json } = await send(who, table, file, status, more);
  assert.equal(json.error.code, code, JSON.stringify(json.error));
  return json.error;
}

test('a file becomes a map with its picture, walls, doors and lights', async () => {
  const table = await newTable();
  const { json, headers } = await send(table.dm, table, uvtt(), 201, { query: '?name=Crypt' });
  const map = json.data;
  assert.match(headers.location, new RegExp(`/api/v1/maps/${map.id}$`));
  assert.deepEqual([map.name, map.width, map.height, map.grid_size, map.active], ['Crypt', 22, 18, 100, false]);
  const picture = await table.player.call('GET', map.image.replace('/api/v1', ''), 200, { raw: true });
  assert.equal(picture.headers['content-type'], 'image/png');
  const scene = await table.dm.get(`/maps/${map.id}/scene`);
  assert.deepEqual(scene.walls, [[at(0, 0), at(3.25, 0), at(3.25, 3.123)], [at(1, 3), at(2, 4)], [at(7, 9), at(8, 9)]]);
  assert.deepEqual(scene.doors.map((d) => [d.id, d.closed, d.position]), [['0', true, at(2, 1.5)], ['1', false, at(5, 7)]]);
  assert.deepEqual(scene.lights, [{ position: at(4, 6), range: 6, intensity: 1, color: 'ffeccd8b', shadows: true }]);
  await table.player.refused('GET', `/maps/${map.id}/scene`, 404, 'MAP_NOT_FOUND');

  // DMs' screens learn that there is another version; players learn nothing of doors.
  await table.dm.post(`/maps/${map.id}/activate`, {}, 200);
  await table.player.refused('GET', `/maps/${map.id}/scene`, 403, 'FORBIDDEN');
  const [dm, player] = await Promise.all([openStream(table.dm, table.id), openStream(table.player, table.id)]);
  const events = player.events.length;
  const opened = await table.dm.patch(`/maps/${map.id}/doors/0`, { closed: false });
  assert.equal(opened.version, 2);
  await dm.untilEvent('map.updated');
  assert.equal(dm.table.map.version, 2);
  assert.equal((await table.dm.get(`/maps/${map.id}/scene`)).doors[0].closed, false);
  for (const id of ['2', '00', '-1', 'x']) await table.dm.refused('PATCH', `/maps/${map.id}/doors/${id}`, 404, 'DOOR_NOT_FOUND', { body: { closed: true } });
  await table.player.refused('PATCH', `/maps/${map.id}/doors/0`, 403, 'FORBIDDEN', { body: { closed: true } });
  await table.dm.patch(`/maps/${map.id}`, { name: 'Open crypt' });
  await player.untilEvent('map.updated');
  assert.equal(player.events.length, events + 1);
  for (const stream of [dm, player]) stream.close();
});

test('what programs write differently is taken as well', async () => {
  const table = await newTable();
  const base64 = uvtt().image;
  for (const image of [`data:image/png;base64,${base64}`, base64.replaceAll('=', '')]) await send(table.dm, table, uvtt({ image }));
  await send(table.dm, table, JSON.stringify(uvtt()).replaceAll('/', '\\/'), 201, { type: 'application/octet-stream' });
  await send(table.dm, table, `\ufeff${JSON.stringify(uvtt())}`);
  const { image, line_of_sight: walls, lights, portals, ...bare } = uvtt();
  const made = (await send(table.dm, table, bare)).json.data;
  assert.equal(made.image, undefined);
  assert.deepEqual((await table.dm.get(`/maps/${made.id}/scene`)).doors, []);
});

test('a bad file says which field is wrong, and leaves nothing behind', async () => {
  const table = await newTable();
  const wrong = {
    '/resolution': uvtt({ resolution: undefined }),
    '/resolution/map_size': uvtt({ resolution: { map_size: at(0, 5), pixels_per_grid: 70 } }),
    '/resolution/pixels_per_grid': uvtt({ resolution: { map_size: at(5, 5), pixels_per_grid: 7 } }),
    '/line_of_sight/0/1/y': uvtt({ line_of_sight: [[at(1, 1), { x: 1 }]] }),
    '/line_of_sight/0/0/x': uvtt({ line_of_sight: [[at('1', 1)]] }),
    '/lights/0/range': uvtt({ lights: [{ position: at(1, 1), range: -1 }] }),
    '/portals/0/bounds': uvtt({ portals: [{ position: at(1, 1), bounds: 7 }] }),
    '/image': uvtt({ image: 'not base64!' }),
    '': '{"resolution":',
  };
  for (const [field, file] of Object.entries(wrong)) {
    const error = await refused(table.dm, table, file, 400, 'VALIDATION_FAILED');
    assert.ok(fieldCodes(error, field).length, `${field}: ${JSON.stringify(error.details)}`);
  }
  for (const cut of [0, 1, 40, 400]) await refused(table.dm, table, JSON.stringify(uvtt()).slice(0, cut), 400, 'VALIDATION_FAILED');
  await refused(table.dm, table, uvtt({ image: Buffer.from('GIF89a').toString('base64') }), 415, 'UNSUPPORTED_IMAGE');
  await refused(table.dm, table, uvtt({ image: png(square()).subarray(0, 60).toString('base64') }), 422, 'IMAGE_UNREADABLE');
  await refused(table.dm, table, uvtt({ image: Buffer.alloc(10 * 1024 * 1024 + 3).toString('base64') }), 413, 'PAYLOAD_TOO_LARGE');
  await refused(table.dm, table, uvtt({ software: 'x'.repeat(2 * 1024 * 1024) }), 400, 'VALIDATION_FAILED');
  await refused(table.dm, table, JSON.stringify(uvtt()).replace('{', '{"image":"",'), 400, 'VALIDATION_FAILED');
  await refused(table.player, table, uvtt(), 403, 'FORBIDDEN');
  await refused(table.stranger, table, uvtt(), 404, 'CAMPAIGN_NOT_FOUND');
  assert.deepEqual(await table.dm.get(`/campaigns/${table.id}/maps`), []);
  assert.deepEqual(await table.dm.get(`/campaigns/${table.id}/uploads`), []);
  await send(table.dm, table, uvtt());
  assert.equal((await table.dm.get(`/campaigns/${table.id}/uploads`)).length, 1);
});
