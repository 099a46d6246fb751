// docs/wtsfs.md, line by line: each message's request is made as it stands there, its event comes to a player, and the fields
// that are promised are in it under their names.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { root } from '../lib/config.mjs';
import { png, square } from '../lib/pictures.mjs';
import { openStream } from '../lib/sse.mjs';
import { newCharacter, newFight, newTable } from '../lib/users.mjs';

const text = readFileSync(path.join(root, 'docs/wtsfs.md'), 'utf8');
const codes = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
const isRequest = (code) => /^[A-Z]+ \//.test(code);
const rows = Object.fromEntries([...text.matchAll(/^\| `([\w.]+)` \|(.*)\|(.*)\|(.*)\|$/gm)].map(([, name, request, event, fields]) => [name, {
  requests: [request, fields].flatMap(codes).filter(isRequest), events: codes(event), fields: codes(fields).filter((code) => !isRequest(code)),
}]));

const ZONES = [{ x: 0, y: 0, w: 9, h: 9, visible: false }, { x: 1, y: 1, w: 7, h: 7, visible: true }];

async function scene() {
  const table = await newTable();
  const hero = await newCharacter(table.dm, table.id);
  const { ids: [goblin] } = await newFight(table, { goblins: 1 });
  const upload = await table.dm.call('POST', `/campaigns/${table.id}/uploads`, 201, { body: png(square()), headers: { 'content-type': 'image/png' } });
  const [dm, player] = await Promise.all([openStream(table.dm, table.id), openStream(table.player, table.id)]);
  const s = { table, hero, goblin, dm, player, image: `/api/v1/uploads/${upload.json.data.id}`, ids: { campaigns: table.id }, made: [] };
  // As the text has it: its {id} is that of the last of its kind.
  s.ask = async (request, body) => {
    s.made.push(request);
    const [method, target] = request.split(' ');
    const [, kind] = target.split('/');
    const { json } = await table.dm.call(method, target.replace('{id}', s.ids[kind]), [200, 201, 202], { body: body ?? (method === 'POST' ? {} : undefined) });
    const [, made] = target.match(/\{id\}\/(maps|tokens)$/) ?? [];
    if (made) s.ids[made] = json.data.id;
    return json.data;
  };
  // What the player's next event of that type says; both streams have it then.
  s.hears = async (type) => {
    s.heard.push(type);
    const event = await player.until(type, () => [...player.events.slice(s.from), ...player.passing.slice(s.passed)].find((one) => one.type === type));
    if (event.id) await dm.until('the same', () => dm.events.some(({ id }) => id === event.id));
    return event.json;
  };
  s.next = () => Object.assign(s, { made: [], heard: [], from: player.events.length, passed: player.passing.length });
  return s;
}

const map = (s) => ({ name: 'Cellar', image: s.image, grid_size: 100, width: 20, height: 18, darkness: 0.25 });
const token = (s) => ({ name: 'Goblin', image_url: s.image, x: 3, y: 4, width: 2, height: 1, visible: true, character_id: s.hero.id, combatant_id: s.goblin });

// Each gives the fields of its message as the player or, where players see less of it, the DM got them.
const trials = {
  'map.set': async (s) => {
    await s.ask('POST /campaigns/{id}/maps', map(s));
    await s.table.dm.post(`/maps/${s.ids.maps}/activate`, {}, 200);
    const { name, image, ...rest } = map(s);
    await s.ask('PATCH /maps/{id}', { name: 'Cave', image: null, grid_size: 50, width: 19, height: 19, darkness: 1 });
    await s.ask('PATCH /maps/{id}', map(s));
    await s.hears('map.updated');
    await s.player.until('all of it', () => s.player.table.map?.darkness === 0.25 && s.player.events.filter((e) => e.type === 'map.updated').length === 2);
    assert.deepEqual(s.player.table.map, { id: s.ids.maps, ...map(s) });
    return { name, image, ...rest };
  },
  'map.switch': async (s) => {
    await s.ask('POST /maps/{id}/deactivate');
    await s.player.until('a clear table', () => s.player.table.map === undefined);
    s.from = s.player.events.length;
    await s.ask('POST /maps/{id}/activate');
    assert.equal((await s.hears('map.set')).patch.map.id, s.ids.maps);
    return {};
  },
  'scene.darkness': async (s) => {
    await s.ask('PATCH /maps/{id}', { darkness: 0.75 });
    const { patch } = await s.hears('map.updated');
    assert.deepEqual(patch, { map: { darkness: 0.75 } });
    return patch.map;
  },
  'token.add': async (s) => {
    await s.ask('POST /campaigns/{id}/tokens', token(s));
    const got = (await s.hears('token.added')).patch.tokens[s.ids.tokens];
    assert.deepEqual(got, token(s));
    return got;
  },
  'token.move': async (s) => {
    await s.ask('PATCH /tokens/{id}', { x: 5, y: 6 });
    const got = (await s.hears('token.moved')).patch.tokens[s.ids.tokens];
    assert.deepEqual(got, { x: 5, y: 6 });
    return got;
  },
  'token.update': async (s) => {
    for (const [field, value] of Object.entries(token(s)).filter(([name]) => !['x', 'y', 'visible', 'character_id', 'combatant_id'].includes(name))) {
      const other = typeof value === 'number' ? value + 1 : field === 'image_url' ? null : 'Chief';
      s.from = s.player.events.length;
      await s.ask('PATCH /tokens/{id}', { [field]: other });
      assert.deepEqual((await s.hears('token.updated')).patch.tokens[s.ids.tokens], { [field]: other }, field);
    }
    await s.ask('PATCH /tokens/{id}', { visible: false });
    await s.player.until('it is gone', () => !s.player.table.tokens[s.ids.tokens]);
    await s.dm.until('it is hidden', () => s.dm.table.tokens[s.ids.tokens].visible === false);
    await s.ask('PATCH /tokens/{id}', { visible: true });
    await s.player.until('it is back', () => s.player.table.tokens[s.ids.tokens]);
    return {};
  },
  'fog.update': async (s) => {
    await s.ask('PUT /maps/{id}/fog', { zones: ZONES });
    await s.hears('fog.updated');
    assert.deepEqual(s.dm.table.fog, ZONES);
    assert.ok(s.player.table.fog.every(({ visible }) => !visible));
    return { zones: s.dm.table.fog };
  },
  'chat.send': async (s) => {
    const body = { to: 'party', text: 'Well met.', as_character: s.hero.id };
    await s.ask('POST /campaigns/{id}/messages', body);
    const { message } = await s.hears('message.created');
    assert.deepEqual([message.to, message.text, message.character_id], Object.values(body));
    return body;
  },
  'state.sync': async (s) => {
    const state = await s.ask('GET /campaigns/{id}/state');
    const fresh = await openStream(s.table.dm, s.table.id);
    s.heard.push(fresh.events[0].type);
    const { table } = fresh.events[0].json;
    assert.deepEqual({ ...table, presence: {} }, { ...state, presence: {} });
    fresh.close();
    return { table, ...table };
  },
  ping: async (s) => {
    await s.ask('POST /campaigns/{id}/signals', { type: 'ping', data: { x: 3, y: 4 } });
    const event = await s.player.until('a ping', () => s.player.passing.slice(s.passed).find((one) => one.type === 'signal.ping'));
    assert.deepEqual(event.json.data, { x: 3, y: 4 });
    return { ping: event };
  },
  'token.remove': async (s) => {
    await s.ask('DELETE /tokens/{id}');
    assert.deepEqual((await s.hears('token.removed')).patch.tokens, { [s.ids.tokens]: null });
    return {};
  },
};

test('each message is there as docs/wtsfs.md says', async (t) => {
  assert.deepEqual(Object.keys(trials).sort(), Object.keys(rows).sort());
  const s = await scene();
  for (const [name, trial] of Object.entries(trials)) {
    await t.test(name, async () => {
      s.next();
      const { requests, events, fields } = rows[name];
      const got = await trial(s);
      assert.deepEqual([...new Set(s.made)].sort(), [...new Set(requests)].sort(), 'the requests that stand there');
      assert.deepEqual([...new Set(s.heard)], events.filter((one) => one !== 'EventSource'), 'the events that stand there');
      for (const field of fields.filter((one) => !['EventSource', 'token.add'].includes(one))) assert.ok(field in got, `${field} in ${Object.keys(got)}`);
    });
  }
  for (const stream of [s.dm, s.player]) stream.close();
});

test('what is dragged is shown and not stored', async () => {
  const s = await scene();
  s.next();
  await s.ask('POST /campaigns/{id}/maps', map(s));
  await s.ask('POST /maps/{id}/activate');
  await s.ask('POST /campaigns/{id}/tokens', { name: 'Crate', x: 1, y: 1 });
  await s.ask('POST /campaigns/{id}/signals', { type: 'drag', token_id: s.ids.tokens, data: { x: 7, y: 7 } });
  assert.deepEqual((await s.hears('signal.drag')).data, { x: 7, y: 7 });
  assert.equal((await s.table.dm.get(`/campaigns/${s.table.id}/state`)).tokens[s.ids.tokens].x, 1);
  for (const stream of [s.dm, s.player]) stream.close();
});
