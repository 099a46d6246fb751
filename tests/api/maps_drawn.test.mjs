// Walls, doors and lights that a DM draws, or corrects after an import.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { uvtt } from '../lib/pictures.mjs';
import { openStream } from '../lib/sse.mjs';
import { newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const at = (x, y) => ({ x, y });
const door = (more = {}) => ({ position: at(2, 1.5), bounds: [at(2, 1), at(2, 2)], rotation: 1.571, closed: true, freestanding: false, ...more });
const light = (more = {}) => ({ position: at(4, 6), range: 6, intensity: 1, color: 'ffeccd8b', shadows: true, ...more });
const WALLS = [[at(0, 0), at(3.25, 0), at(3.25, 3.123)], [at(-1, 3), at(2, 4)]];
const PARTS = ['walls', 'doors', 'lights'];

const scene = async (table, map) => {
  const all = await table.dm.get(`/maps/${map.id}/scene`);
  return Object.fromEntries(PARTS.map((part) => [part, all[part]]));
};
const draw = (table, parts) => table.dm.post(`/campaigns/${table.id}/maps`, { name: 'Drawn', width: 20, height: 20, ...parts });

test('a map is drawn with walls, doors and lights, and each can be drawn anew by itself', async () => {
  const table = await newTable();
  const map = await draw(table, { walls: WALLS, doors: [door(), door({ closed: false })], lights: [light()] });
  assert.equal(map.version, 1);
  assert.deepEqual(await scene(table, map), { walls: WALLS, doors: [door({ id: '0' }), door({ id: '1', closed: false })], lights: [light()] });
  await table.dm.post(`/maps/${map.id}/activate`, {}, 200);
  const [dm, player] = await Promise.all([openStream(table.dm, table.id), openStream(table.player, table.id)]);
  const heard = player.events.length;

  const changed = await table.dm.patch(`/maps/${map.id}`, { walls: WALLS.slice(1) });
  assert.equal(changed.version, 2);
  assert.deepEqual(await scene(table, map), { walls: WALLS.slice(1), doors: [door({ id: '0' }), door({ id: '1', closed: false })], lights: [light()] });
  await table.dm.patch(`/maps/${map.id}`, { lights: [] });
  await table.dm.patch(`/maps/${map.id}`, { doors: [] });
  assert.deepEqual(await scene(table, map), { walls: WALLS.slice(1), doors: [], lights: [] });
  await dm.until('every version', () => dm.table.map.version === 4);
  assert.deepEqual(dm.events.filter((e) => e.type === 'map.updated').map((e) => e.json.patch), [2, 3, 4].map((version) => ({ map: { version } })));

  // Players learn nothing of it, and of what they may know together with it just that.
  await table.dm.patch(`/maps/${map.id}`, { darkness: 0.5, walls: WALLS });
  await player.untilEvent('map.updated');
  assert.deepEqual(player.events.slice(heard).map((e) => [e.type, e.json.patch]), [['map.updated', { map: { darkness: 0.5 } }]]);
  assert.doesNotMatch(player.bytes(), /walls|doors|lights|3\.25|ffeccd8b/);
  await table.player.refused('PATCH', `/maps/${map.id}`, 403, 'FORBIDDEN', { body: { walls: [] } });
  await table.observer.refused('POST', `/campaigns/${table.id}/maps`, 403, 'FORBIDDEN', { body: { name: 'x', width: 1, height: 1, walls: [] } });
  await table.stranger.refused('PATCH', `/maps/${map.id}`, 404, 'MAP_NOT_FOUND', { body: { walls: [] } });
  await table.dm.refused('PATCH', `/maps/${map.id}`, 412, 'VERSION_MISMATCH', { body: { walls: [] }, headers: { 'if-match': '"4"' } });
  assert.deepEqual((await scene(table, map)).walls, WALLS);
  for (const stream of [dm, player]) stream.close();
});

test('an imported map is corrected, and what the scene says can be sent back as it is', async () => {
  const table = await newTable();
  const file = uvtt({ portals: Array.from({ length: 12 }, (_, i) => ({ ...door({ position: at(i, 0) }), strange: i })) });
  const map = (await table.dm.call('POST', `/campaigns/${table.id}/maps/import`, 201, { body: Buffer.from(JSON.stringify(file)), headers: { 'content-type': 'application/octet-stream' } })).json.data;
  const imported = await scene(table, map);
  await table.dm.patch(`/maps/${map.id}`, imported);
  assert.deepEqual(await scene(table, map), imported);

  // A door keeps its number while others come and go.
  const [, second, ...others] = imported.doors;
  await table.dm.patch(`/maps/${map.id}`, { doors: [door(), ...others, second, door({ position: at(9, 9) })] });
  assert.deepEqual((await scene(table, map)).doors.map((d) => d.id), ['0', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '1', '12']);
  await table.dm.patch(`/maps/${map.id}/doors/12`, { closed: false });
  await table.dm.patch(`/maps/${map.id}/doors/1`, { closed: false });
  const { doors } = await scene(table, map);
  assert.deepEqual(doors.filter((d) => !d.closed).map((d) => [d.id, d.position]), [['1', second.position], ['12', at(9, 9)]]);
});

test('what is wrong is named, and nothing of it is kept', async () => {
  const table = await newTable();
  const map = await draw(table, { walls: WALLS });
  const wrong = [
    ['/walls', { walls: {} }], ['/walls/1', { walls: [[], 'x'] }], ['/walls/0/1/x', { walls: [[at(1, 1), at('1', 1)]] }], ['/walls/3/0/y', { walls: [[], [], [], [{ x: 1 }]] }],
    ['/walls/0/0/x', { walls: [[at(4000.001, 0)]] }], ['/walls/0/0/z', { walls: [[{ x: 1, y: 1, z: 1 }]] }], ['/walls', { walls: Array(10_001).fill([]) }],
    ['/doors/1/position', { doors: [door(), { bounds: [] }] }], ['/doors/0/bounds/0/y', { doors: [door({ bounds: [{ x: 0 }] })] }], ['/doors/0/bounds', { doors: [door({ bounds: Array(11).fill(at(0, 0)) })] }],
    ['/doors/0/closed', { doors: [door({ closed: 'yes' })] }], ['/doors/0/strange', { doors: [door({ strange: 1 })] }], ['/doors', { doors: Array(2001).fill(door()) }],
    ['/lights/0/range', { lights: [light({ range: -1 })] }], ['/lights/0/color', { lights: [light({ color: 'x'.repeat(21) })] }], ['/lights/1/range', { lights: [light(), { position: at(1, 1) }] }],
    ...['x', '-1', '2000', '1.5', ' 1'].map((id) => ['/doors/1/id', { doors: [door(), door({ id })] }]),
    ['/doors/2/id', { doors: [door({ id: '7' }), door(), door({ id: '07' })] }],
  ];
  for (const [field, body] of wrong) for (const [method, path, more] of [['PATCH', `/maps/${map.id}`, {}], ['POST', `/campaigns/${table.id}/maps`, { name: 'x', width: 1, height: 1 }]]) {
    const error = await table.dm.refused(method, path, 400, 'VALIDATION_FAILED', { body: { ...more, ...body } });
    assert.ok(fieldCodes(error, field).length, `${field}: ${JSON.stringify(error.details)}`);
  }
  assert.deepEqual(await scene(table, map), { walls: WALLS, doors: [], lights: [] });
  assert.equal((await table.dm.get(`/campaigns/${table.id}/maps`)).length, 1);

  // As much as may be, and one byte more.
  const many = { walls: Array(10_000).fill([at(1, 1), at(2, 2)]), doors: Array(2000).fill(door()), lights: Array(2000).fill(light()) };
  // Others may be at something large just now.
  const patient = (body, status) => eventually('an answer', async () => { const answer = await table.dm.call('PATCH', `/maps/${map.id}`, [status, 503], { body }); return answer.status === status && answer; });
  for (const part of PARTS) await patient({ [part]: many[part] }, 200);
  const full = await scene(table, map);
  assert.deepEqual(PARTS.map((part) => full[part].length), [10_000, 2000, 2000]);
  assert.equal(full.doors[1999].id, '1999');
  const limit = 2 * 1024 * 1024;
  const body = (bytes) => `{"walls":[]${' '.repeat(bytes - '{"walls":[]}'.length)}}`;
  assert.equal((await patient(body(limit + 1), 413)).json.error.code, 'PAYLOAD_TOO_LARGE');
  await patient(body(limit), 200);
  assert.deepEqual((await scene(table, map)).walls, []);
});

test('one large body is read at a time, and small ones are not kept waiting by it', async () => {
  const table = await newTable();
  const map = await draw(table, {});
  const patch = (body) => table.dm.call('PATCH', `/maps/${map.id}`, [200, 503], { body });
  const large = { walls: Array(10_000).fill([at(1, 1), at(2, 2), at(3, 3)]) };
  let statuses;
  await eventually('one is read and others are refused', async () => {
    const [small, ...answers] = await Promise.all([patch({ walls: WALLS }), ...Array.from({ length: 12 }, () => patch(large))]);
    assert.equal(small.status, 200);
    statuses = answers.map((answer) => answer.status);
    for (const answer of answers.filter((one) => one.status === 503)) assert.ok(answer.headers['retry-after'], answer.text);
    return statuses.includes(200) && statuses.includes(503);
  });
});
