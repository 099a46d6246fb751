// Everybody does everything at once on one table. Whatever is refused is refused for a reason, nothing fails, and in the end
// every screen shows what the database holds.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { openStream } from '../lib/sse.mjs';
import { move, newCharacter, newFight, newTable, newUser } from '../lib/users.mjs';

const STEPS = 40;

function pick(list) {
  return list[Math.floor(Math.random() * list.length)];
}

test('a storm of everything on one table', async () => {
  const table = await newTable({ players: 3, secondDm: true });
  const fight = await newFight(table, { goblins: 3, hidden: 1 });
  const streams = await Promise.all(table.everyone.map((viewer) => openStream(viewer, table.id)));
  const { code } = await table.dm.post(`/campaigns/${table.id}/invites`, { max_uses: 1000 });
  const heroes = await Promise.all(table.players.map((player) => newCharacter(player, table.id)));
  const seen = {};
  const act = async (user, method, path, body, headers) => {
    const answer = await call(method, path, { token: user.token, body, headers });
    assert.ok(answer.status < 500, `${method} ${path} ${JSON.stringify(body)} -> ${answer.status} ${answer.text}`);
    seen[answer.status] = (seen[answer.status] ?? 0) + 1;
    return answer;
  };
  const moves = (dm) => {
    const [a, b] = [pick(fight.ids), pick(fight.ids)];
    return act(dm, 'POST', `/encounters/${fight.id}/moves`, pick([
      { type: 'damage', targets: [a], amount: 2 }, { type: 'heal', targets: [a], amount: 1 }, { type: 'next_turn' }, { type: 'hide', combatant_ids: [a] },
      { type: 'reveal', combatant_ids: [a] }, { type: 'pause' }, { type: 'resume' }, { type: 'set_initiative', combatant_id: a, initiative: 5 },
      { type: 'add_combatant', monster: 'ogre', hidden: Math.random() < 0.5 }, { type: 'add_combatant', character_id: pick(heroes).id },
      { type: 'remove_combatant', combatant_id: b }, { type: 'roll_initiative' },
    ]));
  };
  const undo = (dm) => act(dm, 'POST', `/encounters/${fight.id}/undo`, { count: pick([1, 1, 2]) });
  const joins = () => act(newUser('late'), 'POST', `/invites/${code}/accept`);
  const character = (player, hero) => pick([
    () => act(player, 'PATCH', `/characters/${hero.id}`, { sheet: { notes: `n${Math.random()}` } }),
    () => act(player, 'PATCH', `/characters/${hero.id}`, { sheet: { hp: { current: 10 } } }),
    () => act(player, 'DELETE', `/characters/${hero.id}/campaign`),
    () => act(player, 'PUT', `/characters/${hero.id}/campaign`, { campaign_id: table.id }),
  ])();
  const looks = (viewer) => act(viewer, 'GET', pick([`/campaigns/${table.id}/state`, `/encounters/${fight.id}`, `/campaigns/${table.id}/members`, `/campaigns/${table.id}/encounters`]));
  const repeat = async (step) => {
    for (let i = 0; i < STEPS; i++) await step();
  };
  await Promise.all([
    repeat(() => moves(table.dm)), repeat(() => moves(table.dm2)), repeat(() => (Math.random() < 0.4 ? undo(table.dm) : moves(table.dm))), repeat(joins),
    ...table.players.map((player, i) => repeat(() => character(player, heroes[i]))), repeat(() => looks(pick(table.everyone))), repeat(() => looks(pick(table.everyone))),
  ]);
  assert.ok(seen[200] > STEPS && seen[201] > 0 && seen[422] > 0, JSON.stringify(seen));
  for (const stream of streams) {
    await stream.untilTable(await stream.viewer.get(`/campaigns/${table.id}/state`));
    assert.equal(stream.events.filter((event) => event.type === 'sync').length, 1);
    stream.close();
  }
  // A character's hit points in the fight are those on the sheet; a draft, which the undo of its start makes it, writes none.
  const { status, combatants } = await table.dm.get(`/encounters/${fight.id}`);
  for (const { character_id: id, hp } of Object.values(combatants).filter((c) => c.character_id && status !== 'draft')) {
    const { json } = await call('GET', `/characters/${id}`, { token: table.dm.token });
    if (json.success) assert.equal(json.data.sheet.hp.current, hp.current);
  }
});

test('whoever does not read holds up nobody, and catches up later', async () => {
  const table = await newTable({ players: 2 });
  const { id } = await newFight(table, { goblins: 50 });
  for (let i = 0; i < 2; i++) await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 50 });
  const ids = Object.keys((await table.dm.get(`/encounters/${id}`)).combatants);
  const [reader, sleeper] = [await openStream(table.dm, table.id), await openStream(table.dm, table.id)];
  sleeper.persistent = true;
  sleeper.pause = 100;
  sleeper.response.pause();
  // Five megabytes: more than the sockets on the way hold, so that the broadcaster has to let the sleeper go.
  for (let i = 0; i < 400; i++) await move(table.dm, id, i % 2 ? { type: 'heal', targets: ids, amount: 1 } : { type: 'damage', targets: ids, amount: 1 });
  const expected = await table.dm.get(`/campaigns/${table.id}/state`);
  await reader.untilTable(expected);
  assert.equal(reader.opens, 1);
  sleeper.response.resume();
  await sleeper.untilTable(expected);
  reader.close();
  sleeper.close();
});
