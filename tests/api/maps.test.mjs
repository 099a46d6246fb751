import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { png, square } from '../lib/pictures.mjs';
import { openStream } from '../lib/sse.mjs';
import { move, newCharacter, newEncounter, newTable } from '../lib/users.mjs';

const FOG = { x: 0, y: 0, w: 20, h: 20, visible: false };

export async function picture(who, table) {
  const answer = await who.call('POST', `/campaigns/${table.id}/uploads`, 201, { body: png(square()), headers: { 'content-type': 'image/png' } });
  return `/api/v1/uploads/${answer.json.data.id}`;
}
const newMap = (table, more = {}) => table.dm.post(`/campaigns/${table.id}/maps`, { name: 'Cellar', width: 20, height: 20, ...more });
const newToken = (who, table, more = {}, status = 201) => who.post(`/campaigns/${table.id}/tokens`, { name: 'Token', x: 1, y: 1, ...more }, status);
const state = (who, table) => who.get(`/campaigns/${table.id}/state`);
const fog = (table, map, ...zones) => table.dm.put(`/maps/${map.id}/fog`, { zones });

async function onMap(options) {
  const table = await newTable(options);
  const map = await newMap(table);
  await table.dm.post(`/maps/${map.id}/activate`, {}, 200);
  return { table, map };
}

// One of each side watches; what they fold must be what the server says, and every event says so at once.
async function watched(table) {
  const streams = await Promise.all([table.dm, table.player, table.observer].map((who) => openStream(who, table.id)));
  return {
    streams,
    async agree() {
      for (const stream of streams) await stream.untilTable(await state(stream.viewer, table));
    },
    types: (i) => streams[i].events.filter((e) => !/^(sync|presence|character)\b/.test(e.type)).map((e) => e.type),
    close: () => streams.forEach((s) => s.close()),
  };
}

test('the library is for DMs; players see what is on the table', async () => {
  const table = await newTable({ secondDm: true });
  const image = await picture(table.dm, table);
  const cellar = await newMap(table, { image, darkness: 0.35, grid_size: 100 });
  assert.deepEqual([cellar.image, cellar.darkness, cellar.grid_size, cellar.active, cellar.version], [image, 0.35, 100, false, 1]);
  const tower = await newMap(table, { name: 'Tower' });
  assert.deepEqual((await table.dm2.get(`/campaigns/${table.id}/maps`)).map((m) => m.name), ['Tower', 'Cellar']);
  assert.deepEqual(await table.player.get(`/campaigns/${table.id}/maps`), []);
  await table.player.refused('GET', `/maps/${cellar.id}`, 404, 'MAP_NOT_FOUND');
  await table.stranger.refused('GET', `/maps/${cellar.id}`, 404, 'MAP_NOT_FOUND');
  const w = await watched(table);
  await table.dm.post(`/maps/${cellar.id}/activate`, {}, 200);
  const seen = await table.player.get(`/maps/${cellar.id}`);
  assert.equal(seen.version, undefined, 'a version would count what players do not see');
  assert.deepEqual((await state(table.player, table)).map, { id: cellar.id, name: 'Cellar', image, grid_size: 100, width: 20, height: 20, darkness: 0.35 });
  assert.equal((await table.dm.post(`/maps/${tower.id}/activate`, {}, 200)).active, true);
  assert.equal((await table.dm.get(`/maps/${cellar.id}`)).active, false, 'one at a time');
  await table.dm.patch(`/maps/${tower.id}`, { darkness: 1, name: 'High tower' });
  assert.equal((await state(table.observer, table)).map.darkness, 1);
  await table.dm.patch(`/maps/${cellar.id}`, { image: null });
  assert.equal((await table.dm.get(`/maps/${cellar.id}`)).image, undefined);
  await table.dm.post(`/maps/${tower.id}/deactivate`, {}, 200);
  assert.equal((await state(table.player, table)).map, undefined);
  await table.dm.delete(`/maps/${tower.id}`);
  await table.dm.refused('GET', `/maps/${tower.id}`, 404, 'MAP_NOT_FOUND');
  await w.agree();
  assert.deepEqual(w.types(1), ['map.set', 'map.set', 'map.updated', 'map.set']);
  assert.deepEqual(w.types(0), ['map.set', 'map.set', 'map.updated', 'map.updated', 'map.set', 'map.removed']);
  w.close();
});

test('a map changes for who has seen its version', async () => {
  const { table, map } = await onMap();
  const made = await table.dm.call('PATCH', `/maps/${map.id}`, 200, { body: { name: 'A' }, headers: { 'if-match': '"1"' } });
  assert.equal(made.headers.etag, '"2"');
  await table.dm.refused('PATCH', `/maps/${map.id}`, 412, 'VERSION_MISMATCH', { body: { name: 'B' }, headers: { 'if-match': '"1"' } });
  await table.dm.refused('PUT', `/maps/${map.id}/fog`, 412, 'VERSION_MISMATCH', { body: { zones: [] }, headers: { 'if-match': '"1"' } });
  assert.equal((await table.dm.get(`/maps/${map.id}`)).name, 'A');
});

test('pictures are of the campaign, and no address is followed', async () => {
  const { table, map } = await onMap();
  const other = await newTable();
  const foreign = await picture(other.dm, other);
  const bad = ['http://127.0.0.1/x.png', 'https://example.com/a.png', `/api/v1/uploads/${crypto.randomUUID()}`, foreign, '/api/v1/uploads/../me', 'data:image/png;base64,AAAA', `//evil.example${foreign}`];
  for (const image of bad) {
    const error = await table.dm.refused('PATCH', `/maps/${map.id}`, 400, 'VALIDATION_FAILED', { body: { image } });
    assert.deepEqual(fieldCodes(error, '/image'), ['NOT_ALLOWED'], image);
    await table.dm.refused('POST', `/campaigns/${table.id}/tokens`, 400, 'VALIDATION_FAILED', { body: { name: 'x', x: 1, y: 1, image_url: image } });
  }
  const own = await picture(table.dm, table);
  assert.equal((await newToken(table.dm, table, { image_url: own })).image_url, own);
});

test('players place and move their own characters, and nothing else', async () => {
  const { table, map } = await onMap({ players: 2 });
  const [ann, bob] = table.players;
  const hero = await newCharacter(ann, table.id);
  const w = await watched(table);
  const token = await newToken(ann, table, { name: 'Thokk', character_id: hero.id });
  assert.equal(token.map_id, map.id);
  const goblin = await newToken(table.dm, table, { name: 'Goblin', x: 3, y: 3 });
  const hidden = await newToken(table.dm, table, { name: 'Spy', visible: false });
  assert.deepEqual(Object.keys((await state(ann, table)).tokens).sort(), [token.id, goblin.id].sort());
  const twice = await ann.refused('POST', `/campaigns/${table.id}/tokens`, 409, 'TOKEN_EXISTS', { body: { name: 'Twin', x: 1, y: 1, character_id: hero.id } });
  assert.equal(twice.details.token_id, token.id);
  assert.equal((await ann.patch(`/tokens/${token.id}`, { x: 5 })).x, 5);
  for (const [who, what] of [[bob, token], [ann, goblin]]) {
    await who.refused('PATCH', `/tokens/${what.id}`, 403, 'TOKEN_NOT_YOURS', { body: { x: 2 } });
    await who.refused('DELETE', `/tokens/${what.id}`, 403, 'TOKEN_NOT_YOURS');
  }
  await table.observer.refused('PATCH', `/tokens/${token.id}`, 403, 'FORBIDDEN', { body: { x: 2 } });
  // What they may not see is as if it were not there.
  const missing = await ann.refused('PATCH', `/tokens/${crypto.randomUUID()}`, 404, 'TOKEN_NOT_FOUND', { body: { x: 2 } });
  assert.deepEqual(await ann.refused('PATCH', `/tokens/${hidden.id}`, 404, 'TOKEN_NOT_FOUND', { body: { x: 2 } }), missing);
  await table.stranger.refused('PATCH', `/tokens/${token.id}`, 404, 'TOKEN_NOT_FOUND', { body: { x: 2 } });
  for (const body of [{}, { character_id: (await newCharacter(bob, table.id)).id }, { character_id: hero.id, visible: true }, { character_id: hero.id, map_id: map.id }]) {
    await ann.refused('POST', `/campaigns/${table.id}/tokens`, 403, 'TOKEN_NOT_YOURS', { body: { name: 'x', x: 0, y: 0, ...body } });
  }
  for (const body of [{ visible: false }, { character_id: null }, { combatant_id: null }]) {
    await ann.refused('PATCH', `/tokens/${token.id}`, 403, 'TOKEN_NOT_YOURS', { body });
  }
  for (const body of [{ x: 20 }, { y: 19, height: 2 }, { width: 21, x: 0 }]) {
    await ann.refused('PATCH', `/tokens/${token.id}`, 400, 'VALIDATION_FAILED', { body });
  }
  await table.dm.patch(`/tokens/${hidden.id}`, { visible: true });
  await table.dm.patch(`/tokens/${goblin.id}`, { visible: false });
  await ann.delete(`/tokens/${token.id}`);
  await w.agree();
  assert.deepEqual(w.types(1), ['token.added', 'token.added', 'token.moved', 'token.added', 'token.removed', 'token.removed']);
  w.close();
});

test('two who move one token: the last drop wins and all see the same', async () => {
  const { table } = await onMap({ secondDm: true });
  const hero = await newCharacter(table.player, table.id);
  const token = await newToken(table.player, table, { character_id: hero.id });
  const w = await watched(table);
  await Promise.all(Array.from({ length: 12 }, (_, i) => [table.player, table.dm, table.dm2][i % 3].patch(`/tokens/${token.id}`, { x: i, y: 19 - i })));
  await w.agree();
  const [a, b, c] = w.streams.map((s) => s.table.tokens[token.id]);
  assert.ok(a.x + a.y === 19, 'one of the drops, whole');
  assert.deepEqual([a.x, a.y], [b.x, b.y]);
  assert.deepEqual(b, c);
  const stale = (await table.dm.call('PATCH', `/tokens/${token.id}`, 200, { body: { x: 2 } })).headers.etag;
  await table.player.patch(`/tokens/${token.id}`, { x: 3 });
  await table.dm.refused('PATCH', `/tokens/${token.id}`, 412, 'VERSION_MISMATCH', { body: { x: 4 }, headers: { 'if-match': stale } });
  w.close();
});

test('what lies in fog is not there for players', async () => {
  const { table, map } = await onMap();
  const hero = await newToken(table.player, table, { character_id: (await newCharacter(table.player, table.id)).id });
  const npc = await newToken(table.dm, table, { name: 'Villain', x: 9, y: 9, character_id: (await newCharacter(table.dm, table.id)).id });
  const ogre = await newToken(table.dm, table, { name: 'Ogre', x: 9, y: 4, width: 2, height: 2 });
  const w = await watched(table);
  await fog(table, map, FOG, { x: 0, y: 0, w: 5, h: 5, visible: true });
  await w.agree();
  const seen = await state(table.player, table);
  assert.deepEqual(Object.keys(seen.tokens), [hero.id], 'villains are characters too, but of a DM');
  assert.deepEqual(seen.fog, [{ x: 5, y: 0, w: 15, h: 5, visible: false }, { x: 0, y: 5, w: 20, h: 15, visible: false }]);
  const events = w.streams[1].events.length;
  // Whatever happens there, nothing is heard of it.
  await table.dm.patch(`/tokens/${ogre.id}`, { x: 12 });
  await table.dm.patch(`/tokens/${npc.id}`, { name: 'Grim' });
  const spider = await newToken(table.dm, table, { name: 'Spider', x: 15, y: 15 });
  await table.dm.delete(`/tokens/${spider.id}`);
  await fog(table, map, { x: 0, y: 0, w: 20, h: 10, visible: false }, { x: 0, y: 10, w: 20, h: 10, visible: false }, { x: 0, y: 0, w: 5, h: 5, visible: true });
  await w.streams[0].untilTable(await state(table.dm, table));
  await table.dm.patch(`/tokens/${hero.id}`, { x: 9, y: 9 });
  await w.agree();
  assert.deepEqual(w.streams[1].events.slice(events).map((e) => e.type), ['token.moved'], 'and their own they see in fog');
  // Half of it is enough.
  await table.dm.patch(`/tokens/${ogre.id}`, { x: 4 });
  assert.deepEqual(Object.keys((await state(table.player, table)).tokens).sort(), [hero.id, ogre.id].sort());
  await table.dm.patch(`/tokens/${ogre.id}`, { x: 7 });
  await w.agree();
  assert.deepEqual(w.types(1).slice(-2), ['token.added', 'token.removed']);
  const bytes = w.streams[1].bytes() + w.streams[2].bytes();
  for (const secret of ['Grim', 'Spider', spider.id]) assert.ok(!bytes.includes(secret), secret);
  w.close();
});

test('a drag goes where the token may be seen, and on a fogged map nowhere else', async () => {
  const { table, map } = await onMap();
  const hero = await newToken(table.player, table, { character_id: (await newCharacter(table.player, table.id)).id });
  const ogre = await newToken(table.dm, table, { name: 'Ogre', x: 2, y: 2 });
  const { id } = await newEncounter(table.dm, table.id);
  const [spy] = (await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', hidden: true })).result.map((r) => r.combatant_id);
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const lurker = await newToken(table.dm, table, { combatant_id: spy });
  const drag = async (who, token) => (await who.post(`/campaigns/${table.id}/signals`, { type: 'drag', token_id: token.id, data: { x: 3, y: 3 } }, 202)).to;
  assert.deepEqual([await drag(table.dm, ogre), await drag(table.player, hero), await drag(table.dm, lurker)], ['party', 'party', 'dm']);
  await fog(table, map, { x: 9, y: 9, w: 1, h: 1, visible: false });
  assert.deepEqual([await drag(table.dm, ogre), await drag(table.player, hero)], ['dm', 'party']);
});

test('fog that is cut into too many pieces is refused', async () => {
  const { table, map } = await onMap();
  const zones = [{ x: 0, y: 0, w: 1000, h: 1000, visible: false }, ...Array.from({ length: 99 }, (_, i) => ({ x: 0, y: 2 * i, w: 1000, h: 1, visible: true })),
    ...Array.from({ length: 99 }, (_, i) => ({ x: 2 * i, y: 0, w: 1, h: 1000, visible: true }))];
  const error = await table.dm.refused('PUT', `/maps/${map.id}/fog`, 400, 'VALIDATION_FAILED', { body: { zones } });
  assert.deepEqual(fieldCodes(error, '/zones'), ['TOO_INTRICATE']);
  await fog(table, map, ...zones.slice(0, 60));
  assert.equal((await table.dm.get(`/maps/${map.id}/scene`)).fog.length, 60);
});

test('a combatant stands where its token stands', async () => {
  const { table, map } = await onMap({ players: 2 });
  const [ann, bob] = table.players;
  const hero = await newCharacter(ann, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  const joined = async (body) => (await move(table.dm, id, { type: 'add_combatant', ...body })).result.find((r) => r.kind === 'joined').combatant_id;
  const [thokk, goblin, spy] = [await joined({ character_id: hero.id }), await joined({ monster: 'goblin' }), await joined({ monster: 'goblin', hidden: true })];
  const tokens = {
    thokk: await newToken(table.dm, table, { name: 'Thokk', character_id: hero.id, combatant_id: thokk }),
    goblin: await newToken(table.dm, table, { name: 'Gob', x: 8, y: 8, combatant_id: goblin }),
    spy: await newToken(table.dm, table, { name: 'Lurker', x: 2, y: 8, combatant_id: spy }),
  };
  const w = await watched(table);
  const seen = async (who, what) => (await state(who, table)).tokens[tokens[what].id];
  assert.equal((await seen(ann, 'goblin')).combatant_id, undefined, 'of a draft players know nothing');
  assert.equal(await seen(ann, 'spy'), undefined);
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  assert.equal((await seen(ann, 'goblin')).combatant_id, goblin);
  assert.equal((await seen(table.dm, 'spy')).visible, false);

  // Either way is the same move.
  await table.dm.patch(`/tokens/${tokens.goblin.id}`, { x: 10, y: 10 });
  const log = await table.dm.get(`/encounters/${id}/moves?limit=1`);
  assert.deepEqual([log[0].type, log[0].asked.x, log[0].asked.y, log[0].asked.distance], ['move', 10, 10, 0]);
  await move(table.dm, id, { type: 'move', combatant_id: goblin, x: 0, y: 0, distance: 0 });
  assert.deepEqual([(await seen(bob, 'goblin')).x, (await seen(bob, 'goblin')).y], [0, 0]);
  assert.equal((await state(bob, table)).encounter.combatants[goblin].x, undefined, 'players are told in one place');
  assert.equal((await state(table.dm, table)).encounter.combatants[goblin].x, 0);
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.equal((await seen(bob, 'goblin')).x, 10);
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.equal((await seen(bob, 'goblin')).x, 8);
  await table.dm.refused('POST', `/encounters/${id}/moves`, 422, 'OFF_THE_MAP', { body: { type: 'move', combatant_id: goblin, x: 20, y: 0, distance: 0 } });
  await table.dm.refused('PATCH', `/tokens/${tokens.goblin.id}`, 400, 'VALIDATION_FAILED', { body: { x: 1, name: 'x' } });
  await bob.refused('PATCH', `/tokens/${tokens.thokk.id}`, 403, 'TOKEN_NOT_YOURS', { body: { x: 2 } });
  await w.agree();

  // A hidden one's token is hidden, and moves unheard.
  const heard = w.types(1).length;
  await move(table.dm, id, { type: 'move', combatant_id: spy, x: 3, y: 9, distance: 0 });
  await table.dm.patch(`/tokens/${tokens.spy.id}`, { x: 4, y: 9 });
  await w.streams[0].untilTable(await state(table.dm, table));
  await move(table.dm, id, { type: 'reveal', combatant_ids: [spy] });
  await w.agree();
  assert.equal(w.types(1).length, heard + 1);
  assert.deepEqual([(await seen(ann, 'spy')).x, (await seen(ann, 'spy')).y], [4, 9]);

  // In fog players neither see where it stands nor that it moves, and the table stays as it is.
  await fog(table, map, { ...FOG, y: 5, h: 15 });
  await w.agree();
  const { version } = (await state(ann, table)).encounter;
  const before = w.types(1).length;
  await move(table.dm, id, { type: 'move', combatant_id: goblin, x: 12, y: 12, distance: 0 });
  await w.streams[0].untilTable(await state(table.dm, table));
  const now = await state(ann, table);
  assert.equal(now.encounter.version, version);
  assert.equal(now.encounter.combatants[goblin].x, undefined);
  for (const path of [`/encounters/${id}`, `/encounters/${id}?at=${version}`]) assert.equal((await ann.get(path)).combatants[goblin].x, undefined);
  assert.equal((await ann.get(`/encounters/${id}/moves?limit=1`))[0].asked?.combatant_id, undefined);
  // Without its token it still does not say where it stands.
  await table.dm.delete(`/tokens/${tokens.goblin.id}`);
  assert.equal((await state(ann, table)).encounter.combatants[goblin].x, undefined);
  await table.dm.patch(`/tokens/${tokens.thokk.id}`, { x: 1, y: 2 });
  await w.agree();
  assert.equal(w.types(1).length, before + 1, 'the first that they heard of is their own');

  // The end leaves everything where it stood, and as hidden.
  await fog(table, map);
  await move(table.dm, id, { type: 'hide', combatant_ids: [spy] });
  await move(table.dm, id, { type: 'end' });
  assert.equal(await seen(ann, 'spy'), undefined);
  assert.deepEqual([(await seen(table.dm, 'spy')).x, (await seen(table.dm, 'thokk')).y], [4, 2]);
  await ann.patch(`/tokens/${tokens.thokk.id}`, { x: 6 });
  await table.dm.patch(`/tokens/${tokens.spy.id}`, { visible: true });
  assert.equal((await seen(ann, 'spy')).x, 4);
  await w.agree();
  w.close();
});

// A fight with characters' tokens on the map; `tied` says whose each token is, as someone sees it.
async function atTable(names, options) {
  const { table, map } = await onMap(options);
  const heroes = {};
  for (const name of names) heroes[name] = (await newCharacter(table.player, table.id, { name })).id;
  const tokens = {};
  const combatants = {};
  const put = async (name, body = {}, who = table.dm) => { tokens[name] = (await newToken(who, table, { name, x: Object.keys(tokens).length, ...body })).id; };
  const fight = async () => (await newEncounter(table.dm, table.id)).id;
  const join = async (id, name, more = {}) => {
    const { result } = await move(table.dm, id, { type: 'add_combatant', character_id: heroes[name], ...more });
    combatants[name] = result.find((r) => r.kind === 'joined').combatant_id;
  };
  const start = async (id) => { await move(table.dm, id, { type: 'roll_initiative' }); return move(table.dm, id, { type: 'start' }); };
  const tied = async (name, who = table.dm) => (await state(who, table)).tokens[tokens[name]]?.combatant_id;
  return { table, map, heroes, tokens, combatants, put, fight, join, start, tied };
}

test('a character\'s token is its combatant when a fight starts', async () => {
  const { table, tokens, combatants, heroes, put, fight, join, start, tied } = await atTable(['Thokk', 'Mira', 'Late', 'Twice']);
  for (const name of ['Thokk', 'Mira', 'Late', 'Twice']) await put(name, { character_id: heroes[name] });
  await put('twin', { character_id: heroes.Twice });
  await put('Crate');
  const first = await fight();
  for (const name of ['Thokk', 'Mira', 'Twice']) await join(first, name);
  const w = await watched(table);
  assert.equal(await tied('Thokk'), undefined, 'a draft ties nothing');
  const started = await start(first);
  assert.equal(started.patch.tokens[tokens.Thokk].combatant_id, combatants.Thokk, 'the patch tells of it');
  await w.agree();
  for (const who of [table.dm, table.player, table.observer]) {
    for (const name of ['Thokk', 'Mira']) assert.equal(await tied(name, who), combatants[name], name);
    for (const name of ['Late', 'Twice', 'twin', 'Crate']) assert.equal(await tied(name, who), undefined, name);
  }

  // Its drop is a move, and it joins late as well.
  await table.dm.patch(`/tokens/${tokens.Thokk}`, { x: 9, y: 9 });
  assert.deepEqual((await table.dm.get(`/encounters/${first}/moves?limit=1`))[0].asked, { type: 'move', combatant_id: combatants.Thokk, x: 9, y: 9, distance: 0 });
  await join(first, 'Late');
  assert.equal(await tied('Late', table.player), combatants.Late);
  await w.agree();

  // Taken back and brought back.
  await table.dm.post(`/encounters/${first}/undo`, {}, 200);
  assert.equal(await tied('Late', table.player), undefined);
  await table.dm.post(`/encounters/${first}/redo`, {}, 200);
  assert.equal(await tied('Late', table.player), combatants.Late);
  const draft = (await table.dm.get(`/encounters/${first}/moves?limit=100`)).find((m) => m.type === 'start').version - 1;
  await table.dm.post(`/encounters/${first}/undo`, { to_version: draft, confirm: true }, 200);
  await w.agree();
  assert.equal(await tied('Thokk', table.player), undefined);
  assert.equal((await state(table.player, table)).tokens[tokens.Thokk].x, 9, 'it stays where it stood');
  await table.dm.post(`/encounters/${first}/redo`, { confirm: true }, 200);
  await w.agree();
  assert.equal(await tied('Thokk', table.player), combatants.Thokk);

  // What the DM unties stays so; the next fight finds it again, and the first one when its end is taken back.
  await table.dm.patch(`/tokens/${tokens.Mira}`, { combatant_id: null });
  await move(table.dm, first, { type: 'pause' });
  await move(table.dm, first, { type: 'resume' });
  assert.equal(await tied('Mira'), undefined);
  const was = { ...combatants };
  await move(table.dm, first, { type: 'end' });
  const second = await fight();
  for (const name of ['Thokk', 'Mira']) await join(second, name);
  await start(second);
  await w.agree();
  for (const name of ['Thokk', 'Mira']) assert.equal(await tied(name, table.player), combatants[name]);
  await move(table.dm, second, { type: 'end' });
  await table.dm.post(`/encounters/${first}/undo`, {}, 200);
  await w.agree();
  assert.equal(await tied('Thokk', table.player), was.Thokk);
  w.close();
});

test('a token is tied as it and its combatant are seen', async () => {
  const { table, map, tokens, combatants, heroes, put, fight, join, start, tied } = await atTable(['Thokk', 'Mira', 'Spy', 'Ghost', 'Moved']);
  await put('Thokk', { character_id: heroes.Thokk });
  await put('decoy', { character_id: heroes.Thokk, visible: false });
  await put('Mira', { character_id: heroes.Mira, visible: false });
  await put('Spy', { character_id: heroes.Spy });
  await put('Ghost', { character_id: heroes.Ghost, visible: false });
  await put('Moved', { character_id: heroes.Moved });
  const id = await fight();
  for (const name of ['Thokk', 'Mira', 'Moved']) await join(id, name);
  for (const name of ['Spy', 'Ghost']) await join(id, name, { hidden: true });
  await move(table.dm, id, { type: 'move', combatant_id: combatants.Moved, x: 15, y: 15 });
  const w = await watched(table);
  const before = Object.keys((await state(table.player, table)).tokens);
  await start(id);
  await w.agree();
  assert.deepEqual(Object.keys((await state(table.player, table)).tokens), before, 'none comes into sight or goes out of it');
  assert.equal(await tied('Thokk', table.player), combatants.Thokk, 'a second one that players do not see changes nothing');
  for (const name of ['decoy', 'Mira', 'Spy', 'Moved']) assert.equal(await tied(name), undefined, name);
  assert.equal(await tied('Ghost'), combatants.Ghost, 'hidden as its combatant is');
  await move(table.dm, id, { type: 'reveal', combatant_ids: [combatants.Spy, combatants.Ghost] });
  await w.agree();
  assert.equal(await tied('Spy', table.player), combatants.Spy);
  assert.equal(await tied('Ghost', table.player), undefined, 'what the DM keeps invisible stays so');

  // What is put on the table while they fight, token or map.
  await table.dm.delete(`/tokens/${tokens.Thokk}`);
  await put('Thokk', { character_id: heroes.Thokk }, table.player);
  assert.equal(await tied('Thokk', table.player), combatants.Thokk);
  await put('again', { character_id: heroes.Thokk });
  assert.equal(await tied('again'), undefined);
  const tower = await newMap(table, { name: 'Tower' });
  await put('upstairs', { character_id: heroes.Thokk, map_id: tower.id, x: 7, y: 7 });
  assert.equal(await tied('upstairs'), undefined);
  await table.dm.post(`/maps/${tower.id}/activate`, {}, 200);
  await w.agree();
  assert.equal(await tied('upstairs', table.player), combatants.Thokk);
  await table.player.patch(`/tokens/${tokens.upstairs}`, { x: 8, y: 7 });
  await table.dm.post(`/maps/${map.id}/activate`, {}, 200);
  await w.agree();
  w.close();
});

test('a combatant that is removed leaves no token behind that was not seen', async () => {
  const { table } = await onMap();
  const { id } = await newEncounter(table.dm, table.id);
  const [, spy] = (await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 2, hidden: true })).result.filter((r) => r.kind === 'joined').map((r) => r.combatant_id);
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const token = await newToken(table.dm, table, { name: 'Lurker', combatant_id: spy });
  const w = await watched(table);
  await move(table.dm, id, { type: 'remove_combatant', combatant_id: spy });
  await w.streams[0].untilTable(await state(table.dm, table));
  assert.deepEqual((await state(table.player, table)).tokens, {});
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  await move(table.dm, id, { type: 'reveal', combatant_ids: [spy] });
  assert.deepEqual(Object.keys((await state(table.player, table)).tokens), [token.id]);
  await w.agree();
  w.close();
});

test('players move in a fight as the rules allow', async () => {
  const { table } = await onMap({ campaign: { settings: { diagonals: '5-10-5' } } });
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  const [thokk] = (await move(table.dm, id, { type: 'add_combatant', character_id: hero.id })).result.map((r) => r.combatant_id);
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const token = await newToken(table.dm, table, { x: 0, y: 0, character_id: hero.id, combatant_id: thokk });
  // Four steps across corners are 30 feet then.
  await table.player.patch(`/tokens/${token.id}`, { x: 4, y: 4 });
  assert.equal((await state(table.player, table)).encounter.combatants[thokk].spent.moved, 30);
  const error = await table.player.refused('PATCH', `/tokens/${token.id}`, 422, 'NOT_ENOUGH_MOVEMENT', { body: { x: 14, y: 4 } });
  assert.equal(error.details.combatant_id, thokk);
});

test('what is measured is measured by the campaign\'s rule', async () => {
  const { table, map } = await onMap();
  const measure = (who, from, to) => who.get(`/maps/${map.id}/distance?from=${from}&to=${to}`);
  assert.deepEqual(await measure(table.player, '1,1', '4,6'), { feet: 25, diagonals: '5-5-5' });
  await table.dm.patch(`/campaigns/${table.id}`, { settings: { diagonals: 'euclidean' } });
  assert.equal((await measure(table.player, '1,1', '4,5')).feet, 25);
  for (const query of ['?from=1,1', '?from=1,1&to=20,1', '?from=1,1&to=-1,1', '?from=1&to=1,1', '?from=1,1&to=1,1,1']) {
    await table.player.refused('GET', `/maps/${map.id}/distance${query}`, 400, 'VALIDATION_FAILED');
  }
  await table.stranger.refused('GET', `/maps/${map.id}/distance?from=1,1&to=1,1`, 404, 'MAP_NOT_FOUND');
});

test('ids of other campaigns lead nowhere', async () => {
  const { table, map } = await onMap();
  const other = await onMap();
  const theirs = await newToken(other.table.dm, other.table);
  const hero = await newCharacter(other.table.player, other.table.id);
  const { id } = await newEncounter(other.table.dm, other.table.id);
  const [combatant] = (await move(other.table.dm, id, { type: 'add_combatant', monster: 'goblin' })).result.map((r) => r.combatant_id);
  for (const [body, field] of [[{ character_id: hero.id }, '/character_id'], [{ combatant_id: combatant }, '/combatant_id']]) {
    const error = await table.dm.refused('POST', `/campaigns/${table.id}/tokens`, 400, 'VALIDATION_FAILED', { body: { name: 'x', x: 0, y: 0, ...body } });
    assert.deepEqual(fieldCodes(error, field), ['NOT_ALLOWED']);
  }
  await table.dm.refused('POST', `/campaigns/${table.id}/tokens`, 404, 'MAP_NOT_FOUND', { body: { name: 'x', x: 0, y: 0, map_id: other.map.id } });
  await table.dm.refused('PATCH', `/tokens/${theirs.id}`, 404, 'TOKEN_NOT_FOUND', { body: { x: 1 } });
  for (const path of ['activate', 'deactivate']) await table.dm.refused('POST', `/maps/${other.map.id}/${path}`, 404, 'MAP_NOT_FOUND', { body: {} });
  await table.dm.refused('DELETE', `/maps/${table.id}`, 404, 'MAP_NOT_FOUND');
  await table.dm.refused('POST', `/campaigns/${map.id}/tokens`, 404, 'CAMPAIGN_NOT_FOUND', { body: { name: 'x', x: 0, y: 0 } });
  await table.dm.refused('POST', `/campaigns/${map.id}/maps`, 404, 'CAMPAIGN_NOT_FOUND', { body: { name: 'x', width: 1, height: 1 } });
});

test('a DM prepares a map that nobody sees', async () => {
  const { table } = await onMap();
  const later = await newMap(table, { name: 'Later' });
  const w = await watched(table);
  const token = await newToken(table.dm, table, { map_id: later.id });
  await fog(table, later, FOG);
  assert.deepEqual((await table.dm.get(`/maps/${later.id}/scene`)).tokens.map((t) => t.id), [token.id]);
  await table.player.refused('PATCH', `/tokens/${token.id}`, 404, 'TOKEN_NOT_FOUND', { body: { x: 0 } });
  await table.dm.patch(`/tokens/${token.id}`, { x: 0 });
  await table.dm.post(`/maps/${later.id}/activate`, {}, 200);
  await w.agree();
  assert.deepEqual(w.types(1), ['map.set']);
  assert.deepEqual(Object.keys(w.streams[0].table.tokens), [token.id]);
  await table.dm.delete(`/maps/${later.id}`);
  await table.dm.refused('POST', `/campaigns/${table.id}/tokens`, 409, 'NO_MAP', { body: { name: 'x', x: 0, y: 0 } });
  await w.agree();
  w.close();
});
