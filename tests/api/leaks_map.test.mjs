// Nothing of the map leaks: pairs of sessions with the same visible events on the map, which differ in what lies in fog, in
// hidden tokens, in maps that are being prepared and in how the fog was drawn. See leaks.test.mjs.
import assert from 'node:assert/strict';
import test from 'node:test';
import { png, square, uvtt } from '../lib/pictures.mjs';
import { difference, Scene } from '../lib/session-pair.mjs';

const NOBODY = '0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10';
const FOG = [{ x: 0, y: 0, w: 20, h: 20, visible: false }, { x: 0, y: 0, w: 10, h: 10, visible: true }];

async function story(scene) {
  const { table, names } = scene;
  const { dm } = table;
  const [p1, p2] = table.players;
  const token = async (name, body) => scene.label((await dm.post(`/campaigns/${table.id}/tokens`, { name, x: 1, y: 1, ...body })).id, `token-${name}`);
  const drop = (name, body) => dm.patch(`/tokens/${names[`token-${name}`]}`, body);
  const fog = (zones) => dm.put(`/maps/${names.map}/fog`, { zones });
  // What players see besides the table, and what they try.
  const look = async () => {
    for (const client of [p1, table.observer]) {
      for (const path of [`/campaigns/${table.id}/maps`, `/maps/${names.map}`, `/maps/${names.map}/scene`, `/maps/${names.map}/distance?from=1,1&to=12,12`, `/maps/${NOBODY}`]) await scene.ask(client, 'GET', path);
      for (const id of [NOBODY, names['token-goblin']]) await scene.ask(client, 'PATCH', `/tokens/${id}`, { body: { x: 3 } });
      await scene.ask(client, 'POST', `/campaigns/${table.id}/tokens`, { body: { name: 'x', x: 12, y: 12, combatant_id: NOBODY } });
      await scene.ask(client, 'GET', `/encounters/${scene.id}/moves`);
    }
  };
  const step = (play) => scene.step(async () => { await play(); await look(); });

  await scene.dm({ type: 'add_combatant', character_id: scene.heroes[0] }, 'h1');
  await scene.dm({ type: 'add_combatant', monster: 'goblin' }, 'goblin');
  await scene.dm({ type: 'add_combatant', character_id: scene.heroes[1] }, 'h2');
  await scene.dm({ type: 'add_combatant', monster: 'ogre' }, 'ogre');
  for (const [name, initiative] of [['h1', 20], ['goblin', 15], ['h2', 10], ['ogre', 5]]) await scene.dm({ type: 'set_initiative', combatant_id: names[name], initiative });
  await scene.secret?.(scene, -1);
  scene.label((await dm.post(`/campaigns/${table.id}/maps`, { name: 'Cave', width: 20, height: 20 })).id, 'map');
  await fog(FOG);
  await dm.post(`/maps/${names.map}/activate`, {}, 200);
  await token('hero', { character_id: scene.heroes[0] });
  await token('goblin', { x: 5, y: 5, combatant_id: names.goblin });
  await token('ogre', { x: 15, y: 15, combatant_id: names.ogre });
  await scene.secret?.(scene, 0);
  await step(() => scene.dm({ type: 'start' }));
  await step(() => scene.ask(p1, 'PATCH', `/tokens/${names['token-hero']}`, { body: { x: 2, y: 2 } }));
  await step(() => drop('goblin', { x: 6, y: 6 }));
  await step(() => drop('goblin', { x: 14, y: 6 }));
  await step(() => drop('goblin', { x: 9, y: 6 }));
  await step(() => drop('ogre', { x: 4, y: 9 }));
  await step(() => scene.dm({ type: 'damage', targets: [names.ogre], amount: 3 }));
  await step(() => drop('ogre', { x: 16, y: 16 }));
  await step(() => fog([FOG[0], { x: 0, y: 0, w: 10, h: 8, visible: true }]));
  await step(() => scene.ask(p2, 'POST', `/campaigns/${table.id}/tokens`, { body: { name: 'Mine', x: 12, y: 3, character_id: scene.heroes[1] } }));
  await step(() => scene.pass());
  await step(() => dm.patch(`/maps/${names.map}`, { darkness: 0.5 }));
  await step(() => scene.dm({ type: 'hide', combatant_ids: [names.goblin] }));
  await step(() => scene.dm({ type: 'reveal', combatant_ids: [names.goblin] }));
  await step(() => scene.dm({ type: 'end' }));
  await step(() => drop('goblin', { x: 1, y: 7 }));
  await step(() => dm.post(`/maps/${names.map}/deactivate`, {}, 200));
  await scene.finish();
  return scene;
}

const play = (secret) => new Scene({ turn_seconds: 0, pause_when_dm_leaves: false, hidden_in_order: 'absent' }, secret).begin().then(story);

async function same(a, b) {
  const pair = await Promise.all([play(a), play(b)]);
  for (const as of ['p1', 'p2', 'observer']) {
    const found = difference(...pair, as);
    assert.equal(found, null, found ?? '');
  }
  assert.notEqual(difference(...pair, 'dm2'), null, 'a DM sees the difference');
}

// All that a DM can do where nobody sees it; `m` is where and how.
async function lurk(scene, n, m = n) {
  const { table: { dm, id }, names } = scene;
  if (n === -1) {
    await scene.dm({ type: 'add_combatant', monster: 'wolf', hidden: true }, 'wolf');
    await scene.dm({ type: 'set_initiative', combatant_id: names.wolf, initiative: 1 });
    const made = await dm.call('POST', `/campaigns/${id}/maps/import`, 201, { body: Buffer.from(JSON.stringify(uvtt({ image: png(square()).toString('base64') }))), headers: { 'content-type': 'application/octet-stream' } });
    scene.label(made.json.data.id, 'tomb');
    return;
  }
  if (n === 0) {
    scene.label((await dm.post(`/campaigns/${id}/tokens`, { name: 'Lurker', x: 3, y: 3, combatant_id: names.wolf })).id, 'lurker');
    scene.label((await dm.post(`/campaigns/${id}/tokens`, { name: 'Trap', x: 2, y: 2, visible: false })).id, 'trap');
    scene.label((await dm.post(`/campaigns/${id}/tokens`, { name: 'Chest', x: 17, y: 17 })).id, 'chest');
    for (const hero of scene.heroes) await dm.post(`/campaigns/${id}/tokens`, { name: 'Decoy', x: 2, y: 5, visible: false, character_id: hero });
    return;
  }
  const acts = [
    () => dm.patch(`/tokens/${names.lurker}`, { x: m % 20, y: 3 }), () => dm.patch(`/tokens/${names.trap}`, { x: m % 9, name: `Trap ${m}` }),
    () => dm.patch(`/tokens/${names.chest}`, { y: 11 + m % 8 }), () => dm.post(`/campaigns/${id}/tokens`, { name: 'Rat', x: 18, y: 18 }),
    () => dm.put(`/maps/${names.map}/fog`, { zones: n < 9 ? [{ x: 0, y: 0, w: 20, h: 5, visible: false }, { x: 0, y: 5, w: 20, h: 15, visible: false }, { x: 3, y: 3, w: 2, h: 2, visible: true }, FOG[1]] : [FOG[0], { x: 0, y: 0, w: 10, h: 8, visible: true }] }),
    () => dm.patch(`/maps/${names.map}`, { walls: [[{ x: m, y: 1 }, { x: m, y: 9 }]], doors: [{ position: { x: m, y: 5 }, bounds: [] }], lights: [{ position: { x: m, y: 2 }, range: m }] }),
    () => dm.patch(`/maps/${names.tomb}/doors/0`, { closed: m % 2 === 0 }), () => dm.post(`/campaigns/${id}/tokens`, { name: 'Prepared', x: 1, y: 1, map_id: names.tomb }),
    () => dm.patch(`/maps/${names.tomb}`, { darkness: m / 25 }), () => dm.patch(`/tokens/${names.chest}`, { combatant_id: null, width: 1 + m % 3 }),
  ];
  // A fight that is over has no combatants to move.
  for (const act of n > 14 ? acts.slice(1) : acts) await act();
}

test('whether anything lurks on the map at all', async () => {
  await same(null, lurk);
});

test('what stands where in the fog', async () => {
  await same(lurk, (scene, n) => lurk(scene, n, n + 3));
});
