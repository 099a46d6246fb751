import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { call, fieldCodes } from '../lib/client.mjs';
import { varDir } from '../lib/config.mjs';
import { camera, chunk, exif, jpeg, jpegSize, pixelsOf, png, square, webp } from '../lib/pictures.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { orphans, sql } from '../lib/stack.mjs';
import { newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const folder = path.join(varDir, 'uploads');
const good = png(square());

function send(who, campaignId, body, type = 'image/png', query = '', status = 201) {
  return who.call('POST', `/campaigns/${campaignId}/uploads${query}`, status, { body, headers: { 'content-type': type } });
}

async function sent(...args) {
  return (await send(...args)).json.data;
}

async function refuses(who, campaignId, body, type, status, code, query = '') {
  const before = await who.get(`/campaigns/${campaignId}/uploads`);
  const answer = await send(who, campaignId, body, type, query, status);
  assert.equal(answer.json.error.code, code, answer.text);
  assert.deepEqual(await who.get(`/campaigns/${campaignId}/uploads`), before);
  return answer.json.error;
}

// Other tests make files at the same time: what counts is that the campaign has none.
async function nothingOf(who, campaignId) {
  return (await who.get(`/campaigns/${campaignId}/uploads`)).length === 0;
}

function fetchPicture(who, id, { headers = {}, query = '', method = 'GET' } = {}) {
  return call(method, `/uploads/${id}${query}`, { token: who?.token, headers, raw: true });
}

test('who may do what with pictures', async () => {
  const table = await newTable({ secondDm: true });
  const mine = await sent(table.player, table.id, good);
  const members = { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: 200, player: 200, dm: 200, owner: 200 };
  await matrix(peopleOf(table), [
    { method: 'GET', path: `/campaigns/${table.id}/uploads`, expect: members },
    { method: 'DELETE', path: `/uploads/${mine.id}`, expect: { none: 'TOKEN_MISSING', stranger: 'UPLOAD_NOT_FOUND', observer: 'FORBIDDEN', player: 200 } },
    { method: 'DELETE', path: async () => `/uploads/${(await sent(table.dm, table.id, good)).id}`, expect: { stranger: 'UPLOAD_NOT_FOUND', player: 'FORBIDDEN', dm: 200 } },
  ]);
  for (const who of table.everyone) await send(who, table.id, good);
  const refused = await send(table.stranger, table.id, good, 'image/png', '', 404);
  assert.equal(refused.json.error.code, 'CAMPAIGN_NOT_FOUND');
  const nobody = await call('POST', `/campaigns/${table.id}/uploads`, { body: good, headers: { 'content-type': 'image/png' } });
  assert.equal(nobody.json.error.code, 'TOKEN_MISSING');
});

test('a picture of each format comes back upright, small and whole', async () => {
  const table = await newTable();
  for (const [bytes, type, width, height] of [[good, 'image/png', 4, 4], [jpeg, 'image/jpeg', 8, 16], [webp, 'image/webp', 16, 8]]) {
    const answer = await send(table.player, table.id, bytes, type, '?name=a%20map.png');
    const made = answer.json.data;
    assert.equal(answer.headers.location, `/api/v1/uploads/${made.id}`);
    assert.deepEqual([made.media_type, made.width, made.height, made.name], [type, width, height, 'a map.png']);
    const full = await fetchPicture(table.observer, made.id);
    assert.equal(full.status, 200, full.text);
    assert.equal(full.headers['content-type'], type);
    assert.equal(full.bytes.length, made.bytes);
    assert.equal(full.headers['x-content-type-options'], 'nosniff');
    assert.match(full.headers['content-security-policy'], /default-src 'none'/);
    assert.match(full.headers['cache-control'], /private/);
    assert.equal(full.headers['x-accel-redirect'], undefined);
    const thumb = await fetchPicture(table.observer, made.id, { query: '?size=thumb' });
    assert.equal(thumb.headers['content-type'], 'image/webp');
    assert.equal(thumb.bytes.toString('latin1', 8, 12), 'WEBP');
  }
});

test('ranges, ETags and HEAD are served, for members only', async () => {
  const table = await newTable();
  const { id, bytes } = await sent(table.dm, table.id, jpeg, 'image/jpeg');
  const full = await fetchPicture(table.player, id);
  const part = await fetchPicture(table.player, id, { headers: { range: 'bytes=10-19' } });
  assert.equal(part.status, 206);
  assert.deepEqual(part.bytes, full.bytes.subarray(10, 20));
  assert.equal(part.headers['content-range'], `bytes 10-19/${bytes}`);
  assert.equal((await fetchPicture(table.player, id, { headers: { range: `bytes=${bytes}-` } })).status, 416);
  assert.ok(full.headers.etag);
  const same = await fetchPicture(table.player, id, { headers: { 'if-none-match': full.headers.etag } });
  assert.equal(same.status, 304);
  assert.equal(same.bytes.length, 0);
  const head = await fetchPicture(table.player, id, { method: 'HEAD' });
  assert.deepEqual([head.status, head.bytes.length, head.headers['content-length']], [200, 0, String(bytes)]);
  // A tag or a range is no way around the question who asks.
  for (const headers of [{}, { 'if-none-match': full.headers.etag }, { range: 'bytes=0-1' }]) {
    const stranger = await fetchPicture(table.stranger, id, { headers });
    assert.equal(stranger.status, 404);
    assert.equal(JSON.parse(stranger.text).error.code, 'UPLOAD_NOT_FOUND');
    assert.equal((await fetchPicture(undefined, id, { headers })).status, 401);
  }
  for (const target of [`//internal/uploads/${id}`, `//uploads/${id}`, `//internal/uploads/../keys/signing.pem`, `//internal/uploads/%2e%2e/keys/signing.pem`]) {
    assert.ok([400, 404].includes((await call('GET', target, { token: table.dm.token, raw: true })).status), target);
  }
});

test('nothing that the picture said of its maker is kept', async () => {
  const table = await newTable();
  const text = chunk('tEXt', Buffer.from('Comment\0SECRET PLACE', 'latin1'));
  for (const [bytes, type] of [[camera(1), 'image/jpeg'], [png(square(), { more: [text, chunk('eXIf', exif(1))] }), 'image/png']]) {
    assert.ok(bytes.includes('SECRET PLACE'));
    const { id } = await sent(table.player, table.id, bytes, type);
    for (const query of ['', '?size=thumb']) {
      const { bytes: kept } = await fetchPicture(table.player, id, { query });
      for (const word of ['SECRET', 'Exif', 'eXIf', 'tEXt', 'script']) assert.ok(!kept.includes(word), word);
    }
  }
});

test('a picture is turned as its orientation says', async () => {
  const table = await newTable();
  const [a, b, c, d, e, f] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [0, 255, 255], [255, 0, 255]];
  const rows = [[a, b, c], [d, e, f]];
  const upright = {
    1: rows, 2: [[c, b, a], [f, e, d]], 3: [[f, e, d], [c, b, a]], 4: [[d, e, f], [a, b, c]],
    5: [[a, d], [b, e], [c, f]], 6: [[d, a], [e, b], [f, c]], 7: [[f, c], [e, b], [d, a]], 8: [[c, f], [b, e], [a, d]],
    9: rows, 0: rows,
  };
  for (const [orientation, expected] of Object.entries(upright)) {
    const made = await sent(table.player, table.id, png(rows, { more: [chunk('eXIf', exif(Number(orientation)))] }));
    assert.deepEqual(pixelsOf((await fetchPicture(table.player, made.id)).bytes), expected, `orientation ${orientation}`);
    assert.deepEqual([made.width, made.height], [expected[0].length, expected.length]);
  }
  const made = await sent(table.player, table.id, camera(6), 'image/jpeg');
  assert.deepEqual([made.width, made.height], [16, 8]);
  assert.deepEqual(jpegSize((await fetchPicture(table.player, made.id)).bytes), [16, 8]);
});

test('what is no picture is refused, whatever it calls itself', async () => {
  const table = await newTable();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const bad = [
    [svg, 'image/svg+xml'], [svg, 'image/png'], [`<?xml version="1.0"?>${svg}`, 'image/webp'], ['GIF89a\x01\0\x01\0\0\0\0;', 'image/gif'],
    ['GIF89a\x01\0\x01\0\0\0\0;', 'image/png'], ['<html>', 'text/html'], ['%PDF-1.7', 'image/jpeg'], ['', 'image/png'], ['PK\x03\x04', 'image/png'],
    [good, 'image/jpeg'], [jpeg, 'image/png'], [webp, 'image/png'], [good, 'application/json'], [good, 'image/svg+xml'], [good, 'image/pngx'], [good, ''],
    [Buffer.concat([Buffer.from(' '), good]), 'image/png'],
  ];
  for (const [body, type] of bad) await refuses(table.player, table.id, Buffer.from(body, 'latin1'), type, 415, 'UNSUPPORTED_IMAGE');
  assert.ok(await nothingOf(table.player, table.id));
  await send(table.player, table.id, good, 'IMAGE/PNG; charset=binary');
});

test('a picture that is two things at once is refused', async () => {
  const table = await newTable();
  const zip = Buffer.from('PK\x05\x06' + '\0'.repeat(18), 'latin1');
  for (const [bytes, type] of [[good, 'image/png'], [jpeg, 'image/jpeg'], [webp, 'image/webp']]) {
    for (const behind of [zip, Buffer.from('<script>alert(1)</script>'), Buffer.from('<?php phpinfo();'), Buffer.concat([jpeg, zip])]) {
      await refuses(table.player, table.id, Buffer.concat([bytes, behind]), type, 422, 'IMAGE_TRAILING_DATA');
    }
    // Padding is none of that.
    await send(table.player, table.id, Buffer.concat([bytes, Buffer.alloc(7)]), type);
  }
  // What phones put behind a JPEG is taken, and cut off.
  for (const behind of [jpeg, Buffer.from('\0\0\0\x18ftypmp42 a film', 'latin1'), Buffer.from('SEFH....SEFT')]) {
    const made = await sent(table.player, table.id, Buffer.concat([jpeg, behind]), 'image/jpeg');
    const { bytes } = await fetchPicture(table.player, made.id);
    assert.ok(!bytes.includes('ftyp') && !bytes.includes('SEFT') && bytes.indexOf(Buffer.from([0xff, 0xd9])) === bytes.length - 2);
  }
});

test('what ends too early or is damaged is refused', async () => {
  const table = await newTable();
  for (const [bytes, type] of [[png(square(40)), 'image/png'], [jpeg, 'image/jpeg'], [webp, 'image/webp']]) {
    for (const left of [0.3, 0.6, 0.9]) {
      await refuses(table.player, table.id, bytes.subarray(0, Math.floor(bytes.length * left)), type, 422, 'IMAGE_UNREADABLE');
    }
    await refuses(table.player, table.id, bytes.subarray(0, bytes.length - 1), type, 422, 'IMAGE_UNREADABLE');
    await send(table.player, table.id, bytes, type);
  }
  // Cut in the middle, with an end sewn on.
  const sewn = Buffer.concat([jpeg.subarray(0, jpeg.length - 30), Buffer.from([0xff, 0xd9])]);
  await refuses(table.player, table.id, sewn, 'image/jpeg', 422, 'IMAGE_UNREADABLE');
  const flipped = Buffer.from(good);
  flipped[45] ^= 0x55;
  await refuses(table.player, table.id, flipped, 'image/png', 422, 'IMAGE_UNREADABLE');
  await refuses(table.player, table.id, png(square(4), { claim: { height: 4000 } }), 'image/png', 422, 'IMAGE_UNREADABLE');
});

test('a picture that would grow beyond measure is refused before it does', async () => {
  const table = await newTable();
  const left = orphans();
  const wide = Buffer.from(jpeg);
  const frame = wide.indexOf(Buffer.from([0xff, 0xc0]));
  wide.writeUInt16BE(65000, frame + 5);
  wide.writeUInt16BE(65000, frame + 7);
  const dimensions = [[1, 16385], [16385, 1], [8000, 8000], [0x7fffffff, 1], [0x10000, 0x10000]];
  for (const [width, height] of dimensions) {
    const code = width > 1_000_000 ? ['IMAGE_DIMENSIONS', 'IMAGE_UNREADABLE'] : ['IMAGE_DIMENSIONS'];
    const answer = await send(table.player, table.id, png(square(1), { claim: { width, height } }), 'image/png', '', 422);
    assert.ok(code.includes(answer.json.error.code), answer.text);
  }
  await refuses(table.player, table.id, wide, 'image/jpeg', 422, 'IMAGE_DIMENSIONS');
  const lossless = Buffer.from('RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0\0', 'latin1');
  await refuses(table.player, table.id, lossless, 'image/webp', 422, 'IMAGE_DIMENSIONS');
  // 60 million pixels in 60 kilobytes, and text that unpacks to a gigabyte.
  const bomb = png(Array.from({ length: 1 }, () => [[0, 0, 0]]), { claim: { width: 10000, height: 6000 } });
  await refuses(table.player, table.id, bomb, 'image/png', 422, 'IMAGE_DIMENSIONS');
  assert.ok(await nothingOf(table.player, table.id));
  await eventually('no file is left', () => orphans().every((id) => left.includes(id)));
  // One of a million pixels in a few hundred bytes is no bomb.
  const even = await sent(table.player, table.id, png(square(1000)));
  assert.equal(even.width, 1000);
});

test('a body that is too large is refused', async () => {
  const table = await newTable();
  const padded = (size) => Buffer.concat([good, Buffer.alloc(size - good.length)]);
  await refuses(table.player, table.id, padded(10 * 1024 * 1024 + 1), 'image/png', 413, 'PAYLOAD_TOO_LARGE');
  await send(table.player, table.id, padded(10 * 1024 * 1024));
});

test('a name is plain text, and no part of a path', async () => {
  const table = await newTable();
  for (const name of ['../../etc/passwd', '..', '.', 'a/b', 'a\\b', 'a\nb', '\u007f', '/', 'x'.repeat(121)]) {
    const error = await refuses(table.player, table.id, good, 'image/png', 400, 'VALIDATION_FAILED', `?name=${encodeURIComponent(name)}`);
    assert.equal(fieldCodes(error, 'name').length, 1, JSON.stringify(error));
  }
  for (const name of ['..%00', '%2e%2e%2f', '%ff']) await send(table.player, table.id, good, 'image/png', `?name=${name}`, 400);
  for (const name of ['map.v2..png', '地図 😀', '<b>"&', '']) {
    assert.equal((await sent(table.player, table.id, good, 'image/png', `?name=${encodeURIComponent(name)}`)).name, name);
  }
  for (const id of ['..', '../../keys/signing.pem', '..%2f..%2fkeys', `${crypto.randomUUID()}.thumb`, `${crypto.randomUUID()}%00`]) {
    const answer = await call('GET', `/uploads/${id}`, { token: table.dm.token, raw: true });
    assert.ok([400, 404].includes(answer.status), `${id}: ${answer.status}`);
  }
});

test('a campaign has so much room and no more', async () => {
  const table = await newTable();
  const { id: user } = await table.dm.get('/me');
  const { id } = await sent(table.dm, table.id, good);
  sql(`insert into uploads (id, campaign_id, owner_id, media_type, bytes, width, height)
    select gen_random_uuid(), '${table.id}', '${user}', 'image/png', 20971520, 1, 1 from generate_series(1, 24)`);
  await send(table.player, table.id, good);
  sql(`insert into uploads (id, campaign_id, owner_id, media_type, bytes, width, height)
    select gen_random_uuid(), '${table.id}', '${user}', 'image/png', 20971520, 1, 1`);
  const answer = await send(table.player, table.id, good, 'image/png', '', 409);
  assert.equal(answer.json.error.code, 'UPLOAD_QUOTA_EXCEEDED');
  assert.equal(answer.json.error.details.limit_bytes, 500 * 1024 * 1024);
  assert.ok(answer.json.error.details.used_bytes > 500 * 1024 * 1024);
  await table.dm.call('DELETE', `/uploads/${id}`, 200);
  const [fake] = await table.dm.get(`/campaigns/${table.id}/uploads?limit=1`);
  await table.dm.call('DELETE', `/uploads/${fake.id}`, 200);
  await send(table.player, table.id, good);
});

test('a list has all pictures for DMs and their own for others', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const [first, second] = table.players;
  const made = [];
  for (const who of [table.dm, first, second, first]) made.unshift((await sent(who, table.id, good)).id);
  const ids = async (who, query = '') => (await who.get(`/campaigns/${table.id}/uploads${query}`)).map((u) => u.id);
  assert.deepEqual(await ids(table.dm), made);
  assert.deepEqual(await ids(table.dm2), made);
  assert.deepEqual(await ids(first), [made[0], made[2]]);
  assert.deepEqual(await ids(table.observer), []);
  const page = await first.call('GET', `/campaigns/${table.id}/uploads?limit=1`, 200);
  const { next_cursor: cursor } = page.json.meta.pagination;
  assert.deepEqual(await ids(first, `?limit=1&cursor=${cursor}`), [made[2]]);
});

test('a deleted picture is gone, from the disk too', async () => {
  const table = await newTable();
  const { id } = await sent(table.player, table.id, good);
  assert.ok(existsSync(path.join(folder, id)) && existsSync(path.join(folder, `${id}.thumb`)));
  await table.dm.call('DELETE', `/uploads/${id}`, 200);
  assert.ok(!existsSync(path.join(folder, id)) && !existsSync(path.join(folder, `${id}.thumb`)));
  assert.equal((await fetchPicture(table.player, id)).status, 404);
  await table.dm.refused('DELETE', `/uploads/${id}`, 404, 'UPLOAD_NOT_FOUND');
});

test('many at once are made one after the other, or put off', async () => {
  const table = await newTable();
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(table.player, table.id, good, 'image/png', '', [201, 503])));
  const taken = answers.filter((a) => a.status === 201).length;
  assert.ok(taken > 0);
  for (const answer of answers) if (answer.status === 503) assert.ok(answer.headers['retry-after']);
  assert.equal((await table.player.get(`/campaigns/${table.id}/uploads`)).length, taken);
});
