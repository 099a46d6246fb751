// Every route for every role, against the rights that the route declares; lib/rights.mjs has a row for each.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { contract } from '../lib/contract.mjs';
import { expected, rights, roles } from '../lib/rights.mjs';
import { png, square, uvtt } from '../lib/pictures.mjs';
import { Stream } from '../lib/sse.mjs';
import { sql } from '../lib/stack.mjs';
import { goodClaims, goodHeader, makeToken } from '../lib/tokens.mjs';
import { move, newCharacter, newEncounter, newTable, newUser } from '../lib/users.mjs';

// A table with a fight in it, and everybody who may come along.
async function newScene() {
  const table = await newTable({ players: 3, secondDm: true });
  const [player, other, spare] = table.players;
  const scene = { id: table.id, people: { stranger: table.stranger, admin: newUser('admin'), observer: table.observer, player, other, spare, dm: table.dm2, owner: table.dm }, ids: {} };
  for (const [role, person] of Object.entries(scene.people)) scene.ids[role] = (await person.get('/me')).id;
  sql(`update users set is_admin = true where id = '${scene.ids.admin}'`);
  scene.people.expired = { token: makeToken(goodHeader(), { ...goodClaims(`test_${scene.ids.owner}`, 'x'), exp: 1, nbf: 0, iat: 0 }) };
  scene.invite = await table.dm.post(`/campaigns/${table.id}/invites`, { role: 'player' });
  await table.dm.post(`/campaigns/${table.id}/compendium/conditions`, { name: 'Cursed', slug: 'cursed', copy: 'prone' });
  scene.draft = (await newEncounter(table.dm, table.id)).id;
  scene.encounter = (await newEncounter(table.dm, table.id)).id;
  await move(table.dm, scene.encounter, { type: 'add_combatant', monster: 'goblin', count: 2 });
  await move(table.dm, scene.encounter, { type: 'roll_initiative' });
  await move(table.dm, scene.encounter, { type: 'start' });
  [scene.combatant] = Object.keys((await player.get(`/encounters/${scene.encounter}`)).combatants);
  scene.character = (await newCharacter(player, table.id)).id;
  scene.upload = (await player.call('POST', `/campaigns/${table.id}/uploads`, 201, { body: png(square()), headers: { 'content-type': 'image/png' } })).json.data.id;
  scene.handout = (await player.post(`/campaigns/${table.id}/handouts`, { title: 'A note', visibility: 'party' })).id;
  scene.message = (await player.post(`/campaigns/${table.id}/messages`, { text: 'Well met.' })).id;
  const known = (kind) => table.dm.post(`/campaigns/${table.id}/relations/nodes`, { kind, name: 'A', visibility: 'party' });
  scene.node = (await known('person')).id;
  scene.place = (await known('place')).id;
  scene.tie = (await table.dm.post(`/campaigns/${table.id}/relations/ties`, { from_id: scene.node, to_id: scene.place, label: 'lives in', visibility: 'party' })).id;
  scene.spare = (await newCharacter(player, table.id)).id;
  scene.map = (await table.dm.post(`/campaigns/${table.id}/maps`, { name: 'Cellar', width: 9, height: 9 })).id;
  await table.dm.post(`/maps/${scene.map}/activate`, {}, 200);
  scene.token = (await player.post(`/campaigns/${table.id}/tokens`, { name: 'Thokk', x: 1, y: 1, character_id: scene.character })).id;
  return { ...scene, campaign: scene.id };
}

function pathOf(operation, row, scene) {
  return operation.path.replace(/\{(\w+)\}/g, (_, name) => {
    const of = row.params?.[name];
    if (of) return of(scene);
    assert.ok(name === 'id' && scene[row.of], `${operation.method} ${operation.path}: say what {${name}} is`);
    return scene[row.of];
  }) + (typeof row.query === 'function' ? row.query(scene) : row.query ?? '');
}

// 'ok', or the code of the refusal.
async function outcome(operation, row, scene, role) {
  const target = pathOf(operation, row, scene).replace(/^\/api\/v1/, '').replace(/^\/(health|metrics)$/, '//$1');
  const token = scene.people[role]?.token;
  if (row.stream) {
    try {
      (await new Stream(token && { token, name: role }, scene.id).open()).close();
      return 'ok';
    } catch (error) {
      return JSON.parse(error.text).error.code;
    }
  }
  const body = typeof row.body === 'function' ? await row.body(scene) : row.body;
  const answer = await call(operation.method, target, { token, body, headers: row.headers, raw: row.raw });
  return answer.status < 300 ? 'ok' : JSON.parse(answer.text).error.code;
}

test('every route has its expectations, and every expectation its route', async () => {
  const { operations } = await contract();
  const listed = operations.map((o) => `${o.method} ${o.path}`);
  assert.deepEqual(listed.filter((key) => !rights[key]), [], 'give them a row in tests/lib/rights.mjs');
  assert.deepEqual(Object.keys(rights).filter((key) => !listed.includes(key)), [], 'these are gone');
  for (const { operation, method, path } of operations) {
    assert.ok(['none', 'signed', 'any', 'observer', 'player', 'dm', 'owner', 'admin'].includes(operation['x-least-role']), `${method} ${path}`);
  }
});

for (const [key, row] of Object.entries(rights)) {
  test(`who may ${key}`, async () => {
    const { operations } = await contract();
    const operation = operations.find((o) => `${o.method} ${o.path}` === key);
    assert.ok(operation, 'there is no such route');
    const least = operation.operation['x-least-role'];
    let scene = await newScene();
    // The refusals first: had one of them done something, those who may would meet it.
    const order = [...roles].sort((a, b) => (expected(least, row, a) === 'ok') - (expected(least, row, b) === 'ok'));
    for (const role of order) {
      const wanted = expected(least, row, role);
      assert.equal(await outcome(operation, row, scene, role), wanted === 'ok' ? row.may ?? 'ok' : wanted, `${role}: ${key}`);
      if (row.fresh && wanted === 'ok' && role !== order.at(-1)) scene = await newScene();
    }
  });
}

test('nobody gets at anything of another campaign, however high they stand in theirs', async () => {
  const { operations } = await contract();
  const [ours, theirs] = [await newScene(), await newScene()];
  let tried = 0;
  for (const operation of operations) {
    const row = rights[`${operation.method} ${operation.path}`];
    if (!row.of) continue;
    for (const role of ['observer', 'player', 'dm', 'owner']) {
      const scene = { ...theirs, people: ours.people };
      const got = await outcome(operation, row, scene, role);
      assert.match(got, /_NOT_FOUND$/, `${role} of another campaign: ${operation.method} ${operation.path} -> ${got}`);
      tried++;
    }
  }
  assert.ok(tried > 60);
});
