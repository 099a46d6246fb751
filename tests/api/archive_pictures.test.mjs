// A campaign's pictures go out and come in with it.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { call, fieldCodes } from '../lib/client.mjs';
import { varDir } from '../lib/config.mjs';
import { camera, chunk, jpeg, png, square, uvtt, webp } from '../lib/pictures.mjs';
import { ctl, orphans } from '../lib/stack.mjs';
import { newTable, newUser } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const folder = path.join(varDir, 'uploads');
const noise = png(Array.from({ length: 60 }, () => Array.from({ length: 50 }, () => [...crypto.randomBytes(3)])));

async function send(who, campaign, bytes, type, name) {
  const answer = await who.call('POST', `/campaigns/${campaign}/uploads?name=${encodeURIComponent(name)}`, 201, { body: bytes, headers: { 'content-type': type } });
  return answer.json.data;
}

async function bytesOf(who, id, query = '') {
  const answer = await call('GET', `/uploads/${id}${query}`, { token: who.token, raw: true });
  assert.equal(answer.status, 200, answer.text.slice(0, 200));
  return answer.bytes;
}

// Pictures wherever a campaign shows them.
async function picturedTable() {
  const table = await newTable();
  const letter = await send(table.player, table.id, noise, 'image/png', 'letter "one".png');
  const seal = await send(table.dm, table.id, camera(1), 'image/jpeg', 'seal');
  const turned = await send(table.dm, table.id, camera(6), 'image/jpeg', 'turned');
  await table.dm.post(`/campaigns/${table.id}/handouts`, { title: 'A letter', text: '', images: [seal.id, letter.id] });
  const map = (await table.dm.call('POST', `/campaigns/${table.id}/maps/import?name=Crypt`, 201, { body: Buffer.from(JSON.stringify(uvtt())), headers: { 'content-type': 'application/octet-stream' } })).json.data;
  await table.dm.post(`/maps/${map.id}/activate`, {}, 200);
  await table.dm.post(`/campaigns/${table.id}/tokens`, { map_id: map.id, name: 'Seal', x: 1, y: 1, image_url: `/api/v1/uploads/${turned.id}` });
  return { ...table, letter, seal, turned, map };
}

const parsed = (answer) => answer.json.data;
const exported = async (who, id, query = '') => parsed(await who.call('GET', `/campaigns/${id}/export${query}`, 200));
const imported = async (who, document, status = 201, headers = {}) => (await who.call('POST', '/campaigns/import', status, { body: document, headers })).json;

function withoutIds(document) {
  const seen = new Map();
  return JSON.stringify(document).replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
    if (!seen.has(id)) seen.set(id, `id ${seen.size}`);
    return seen.get(id);
  });
}

test('the export has every picture, and the import has them again, byte for byte', async () => {
  const table = await picturedTable();
  const first = await exported(table.dm, table.id);
  assert.equal(first.uploads.length, 4);
  for (const upload of first.uploads) {
    assert.deepEqual(Buffer.from(upload.picture, 'base64'), await bytesOf(table.dm, upload.id));
    assert.equal(Buffer.from(upload.picture, 'base64').toString('base64'), upload.picture);
  }
  const made = (await imported(table.dm, first)).data;
  const second = await exported(table.dm, made.id);
  for (const document of [first, second]) {
    const names = new Map(document.people.map((p) => [p.id, p.display_name]));
    document.people.sort((a, b) => (a.display_name < b.display_name ? -1 : 1));
    document.members.sort((a, b) => (names.get(a.user_id) < names.get(b.user_id) ? -1 : 1));
  }
  assert.equal(withoutIds(second), withoutIds(first));
  // What shows them shows the new ones.
  const [handout] = await table.dm.get(`/campaigns/${made.id}/handouts`);
  const { images } = await table.dm.get(`/handouts/${handout.id}`);
  assert.deepEqual(await bytesOf(table.dm, images[1]), await bytesOf(table.dm, table.letter.id));
  const [map] = await table.dm.get(`/campaigns/${made.id}/maps`);
  assert.notEqual(map.image, table.map.image);
  assert.deepEqual(await bytesOf(table.dm, map.image.split('/').at(-1)), await bytesOf(table.dm, table.map.image.split('/').at(-1)));
  const { tokens } = await table.dm.get(`/campaigns/${made.id}/state`);
  const [token] = Object.values(tokens);
  assert.deepEqual(await bytesOf(table.dm, token.image_url.split('/').at(-1)), await bytesOf(table.dm, table.turned.id));
  assert.deepEqual(await bytesOf(table.dm, images[1], '?size=thumb'), await bytesOf(table.dm, table.letter.id, '?size=thumb'));
  // Nobody else sees them.
  for (const other of [table.player, table.stranger]) await other.refused('GET', `/uploads/${images[0]}`, 404, 'UPLOAD_NOT_FOUND');
  // The campaign that they came from can go.
  await table.dm.call('DELETE', `/uploads/${table.letter.id}`, 200);
  assert.equal((await bytesOf(table.dm, images[1])).length, table.letter.bytes);
});

test('a picture that its format cannot keep as it is comes back as a picture', async () => {
  const table = await newTable();
  const { id } = await send(table.dm, table.id, webp, 'image/webp', 'leaf');
  const made = (await imported(table.dm, await exported(table.dm, table.id))).data;
  const [upload] = await table.dm.get(`/campaigns/${made.id}/uploads`);
  const was = await table.dm.get(`/campaigns/${table.id}/uploads`);
  assert.deepEqual([upload.media_type, upload.width, upload.height, upload.name, upload.created_at], [was[0].media_type, was[0].width, was[0].height, was[0].name, was[0].created_at]);
  assert.notEqual(upload.id, id);
  assert.equal((await bytesOf(table.dm, upload.id)).toString('latin1', 8, 12), 'WEBP');
});

test('pictures can be left out, or be missing, and the rest goes in', async () => {
  const table = await picturedTable();
  const bare = await exported(table.dm, table.id, '?pictures=false');
  assert.ok(bare.uploads.length === 4 && bare.uploads.every((u) => u.picture === undefined));
  await table.dm.refused('GET', `/campaigns/${table.id}/export?pictures=no`, 400, 'VALIDATION_FAILED');
  rmSync(path.join(folder, table.seal.id));
  const whole = await exported(table.dm, table.id);
  assert.deepEqual(whole.uploads.map((u) => u.picture === null), whole.uploads.map((u) => u.id === table.seal.id));
  const { uploads, ...before } = whole; // as it was exported when pictures did not go along
  for (const [document, count] of [[bare, 0], [before, 0], [{ ...whole, uploads: [] }, 0], [whole, 3]]) {
    const made = (await imported(table.dm, document)).data;
    assert.equal((await table.dm.get(`/campaigns/${made.id}/uploads`)).length, count);
    const [handout] = await table.dm.get(`/campaigns/${made.id}/handouts`);
    assert.equal((await table.dm.get(`/handouts/${handout.id}`)).images.length, count ? 1 : 0);
    assert.equal((await table.dm.get(`/campaigns/${made.id}/maps`)).length, 1);
  }
  assert.equal(uploads.length, 4);
});

test('a document that somebody has laid out anew goes in', async () => {
  const table = await picturedTable();
  const whole = await exported(table.dm, table.id);
  for (const text of [JSON.stringify(whole, null, 2), JSON.stringify(whole).replaceAll('/', '\\/'), JSON.stringify({ success: true, data: whole })]) {
    const made = (await imported(table.dm, text)).data;
    assert.equal((await table.dm.get(`/campaigns/${made.id}/uploads`)).length, 4);
  }
});

test('a picture that is none, or hides something, makes nothing', async () => {
  const table = await picturedTable();
  const user = newUser();
  const whole = await exported(table.dm, table.id);
  const before = orphans();
  const base64 = (bytes) => Buffer.from(bytes).toString('base64');
  const good = png(square());
  const bad = {
    'no picture': [base64('<svg onload="alert(1)"/>'), 422, 'IMAGE_UNREADABLE'],
    'half of one': [base64(noise.subarray(0, 900)), 422, 'IMAGE_UNREADABLE'],
    'one byte': ['AA==', 422, 'IMAGE_UNREADABLE'],
    'a bomb': [base64(png([[[0, 0, 0]]], { claim: { width: 10000, height: 6000 } })), 422, 'IMAGE_DIMENSIONS'],
    'a claim': [base64(png(square(4), { claim: { height: 4000 } })), 422, 'IMAGE_UNREADABLE'],
    'something behind it': [base64(Buffer.concat([good, Buffer.from('PK\x05\x06')])), 422, 'IMAGE_TRAILING_DATA'],
    'an animation': [base64(Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')), 422, 'IMAGE_UNREADABLE'],
    'too much': [base64(Buffer.alloc(20 * 1024 * 1024 + 1)), 413, 'PAYLOAD_TOO_LARGE'],
  };
  for (const [what, [picture, status, code]] of Object.entries(bad)) {
    const document = structuredClone(whole);
    document.uploads[2] = { ...document.uploads[2], picture };
    const { error } = await imported(user, document, status);
    assert.deepEqual([error.code, error.details.field], [code, '/uploads/2/picture'], `${what}: ${JSON.stringify(error)}`);
    if (status === 422) assert.equal(error.details.name, document.uploads[2].name);
  }
  // What is good but for a comment that nobody sees is made anew, as any upload is.
  const commented = structuredClone(whole);
  commented.uploads[0].picture = base64(png(square(), { more: [chunk('tEXt', Buffer.from('Comment\0SECRET', 'latin1'))] }));
  commented.uploads[1].picture = base64(jpeg);
  commented.uploads[1] = { ...commented.uploads[1], media_type: 'text/html', bytes: -7, width: 1e6, height: 0 };
  const made = (await imported(user, commented)).data;
  const list = await user.get(`/campaigns/${made.id}/uploads`);
  for (const upload of list) assert.ok(!(await bytesOf(user, upload.id)).includes('SECRET'));
  assert.ok(list.some((u) => u.media_type === 'image/jpeg' && u.width === 8 && u.height === 16));
  assert.equal((await user.get('/campaigns')).length, 1);
  await eventually('what came to nothing is gone from the disk', () => orphans().every((id) => before.includes(id)));
});

test('rows of pictures that are not of the document make nothing', async () => {
  const [mine, theirs] = [await picturedTable(), await picturedTable()];
  const [whole, other] = [await exported(mine.dm, mine.id), await exported(theirs.dm, theirs.id)];
  const user = newUser();
  const before = orphans();
  const bare = (id) => id.replaceAll('-', '');
  const row = (change) => (d) => Object.assign(d.uploads[1], change);
  const bad = {
    'of another campaign': [row({ campaign_id: theirs.id }), '/uploads'],
    'of another campaign, spelled': [row({ campaign_id: bare(theirs.id) }), '/uploads/1/campaign_id'],
    'of somebody': [row({ owner_id: (await theirs.dm.get('/me')).id }), '/uploads'],
    'another\'s picture, spelled': [row({ id: bare(theirs.letter.id) }), '/uploads/1/id'],
    'braced': [row({ id: `{${theirs.letter.id}}` }), '/uploads/1/id'],
    'without an id': [(d) => delete d.uploads[1].id, '/uploads/1/id'],
    'twice': [(d) => d.uploads.splice(1, 0, d.uploads[0]), '/uploads/1/id'],
    'the wrong way round': [(d) => d.uploads.reverse(), '/uploads/1/id'],
    'a path for a name': [row({ name: '../../keys' }), '/uploads'],
    'a long name': [row({ name: 'x'.repeat(121) }), '/uploads/1/name'],
    'a long row': [row({ more: 'x'.repeat(5000) }), '/uploads/1'],
    'no time': [row({ created_at: 'never' }), '/uploads'],
    'not base64': [row({ picture: 'no!' }), '/uploads/1/picture'],
    'a number': [(d) => d.uploads.splice(1, 0, 7), '/uploads/1'],
    'no list': [(d) => { d.uploads = {}; }, '/uploads'],
  };
  for (const [what, [change, field]] of Object.entries(bad)) {
    const document = structuredClone(whole);
    change(document);
    const { error } = await imported(user, document, 400).catch((e) => assert.fail(`${what}: ${e.message}`));
    assert.equal(fieldCodes(error, field).length, 1, `${what}: ${JSON.stringify(error)}`);
  }
  // Somebody else's id is renewed like all others, and is another picture then.
  const borrowed = structuredClone(whole);
  borrowed.uploads = borrowed.uploads.slice(0, 1).map((u) => ({ ...u, id: theirs.letter.id }));
  borrowed.handouts[0].images = [theirs.letter.id];
  const made = (await imported(user, borrowed)).data;
  const [upload] = await user.get(`/campaigns/${made.id}/uploads`);
  assert.notEqual(upload.id, theirs.letter.id);
  assert.deepEqual(await exported(theirs.dm, theirs.id), other);
  assert.equal((await user.get('/campaigns')).length, 1);
  await eventually('what came to nothing is gone from the disk', () => orphans().every((id) => before.includes(id)));
});

test('a picture that was brought in stays when another one comes by its id', async () => {
  const table = await newTable();
  await send(table.dm, table.id, noise, 'image/png', 'noise');
  const document = await exported(table.dm, table.id);
  const me = (await table.dm.get('/me')).id; // stays what it is on the way in
  document.uploads[0].id = me;
  await imported(table.dm, document);
  const before = await bytesOf(table.dm, me);
  await imported(table.dm, document, 422);
  assert.deepEqual(await bytesOf(table.dm, me), before);
});

test('a retry with the same key gets the first answer, and no second set of pictures', async () => {
  const table = await picturedTable();
  const whole = await exported(table.dm, table.id);
  const user = newUser();
  const key = { 'idempotency-key': crypto.randomUUID() };
  const bad = { ...whole, uploads: [{ ...whole.uploads[0], picture: 'AAAA' }] };
  await imported(user, bad, 422, key);
  const made = (await imported(user, whole, 201, key)).data;
  const again = await user.call('POST', '/campaigns/import', 201, { body: whole, headers: key });
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.equal(again.json.data.id, made.id);
  assert.equal((await imported(user, bad, 422, key)).error.code, 'IDEMPOTENCY_KEY_REUSED');
  assert.equal((await user.get('/campaigns')).length, 1);
});

test('walls, doors and lights of a map are what a map takes', async () => {
  const table = await picturedTable();
  const whole = await exported(table.dm, table.id, '?pictures=false');
  const at = { x: 1, y: 1 };
  const bad = {
    '/maps/0/walls': (m) => { m.walls = 7; },
    '/maps/0/walls/1/0/x': (m) => { m.walls[1][0].x = 'left'; },
    '/maps/0/walls/0/1/y': (m) => { delete m.walls[0][1].y; },
    '/maps/0/walls/0/0/z': (m) => { m.walls[0][0].z = 1; },
    '/maps/0/doors/0/position': (m) => { delete m.doors[0].position; },
    '/maps/0/doors/1/closed': (m) => { m.doors[1].closed = 'ajar'; },
    '/maps/0/doors/0/paint': (m) => { m.doors[0].paint = 'red'; },
    '/maps/0/doors/0/id': (m) => { m.doors[0].id = 'x'.repeat(9); },
    '/maps/0/lights': (m) => { m.lights = Array.from({ length: 2001 }, () => ({ position: at, range: 1 })); },
    '/maps/0/lights/0/range': (m) => { m.lights[0].range = -1; },
    '/maps/0/fog/0/x': (m) => { m.fog = [{ x: -1, y: 0, w: 1, h: 1, visible: false }]; },
    '/maps/0/fog': (m) => { m.fog = null; },
  };
  for (const [field, change] of Object.entries(bad)) {
    const document = structuredClone(whole);
    change(document.maps[0]);
    const { error } = await imported(table.dm, document, 400);
    assert.ok(fieldCodes(error, field).length >= 1, `${field}: ${JSON.stringify(error)}`);
  }
  const made = (await imported(table.dm, whole)).data;
  const [map] = await table.dm.get(`/campaigns/${made.id}/maps`);
  const [scene, was] = [await table.dm.get(`/maps/${map.id}/scene`), await table.dm.get(`/maps/${table.map.id}/scene`)];
  for (const part of ['walls', 'doors', 'lights', 'fog']) assert.deepEqual(scene[part], was[part]);
});

test('tabardctl puts the pictures into the SQLite file, and says which are not there', async () => {
  const table = await picturedTable();
  const file = path.join(varDir, `${table.id}.sqlite`);
  const kept = await bytesOf(table.dm, table.turned.id);
  ctl('export', table.id, file);
  const bytes = readFileSync(file);
  assert.ok(bytes.includes('"picture" blob') && bytes.includes(kept));
  rmSync(file);
  rmSync(path.join(folder, table.turned.id));
  ctl('export', table.id, file);
  assert.ok(!readFileSync(file).includes(kept) && readFileSync(file).includes('letter "one".png'));
  rmSync(file);
});
