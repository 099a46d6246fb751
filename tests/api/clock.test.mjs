// Turns that end because their time is over, on the stack's clock with others beside it. Everything is waited for: nothing
// here says how long anything takes.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { another } from '../lib/another.mjs';
import { killNow, sql } from '../lib/stack.mjs';
import { move, newCharacter, newEncounter, newFight, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const clocks = [];
before(() => clocks.push(another('clock'), another('clock')));
after(() => Promise.all(clocks.map((clock) => clock.kill())));

const log = (id) => sql(`select type || ' ' || coalesce(by_user::text, 'server') from moves where encounter_id = '${id}' order by version`);
const skips = (id) => log(id).filter((line) => line === 'skip_turn server').length;
// The present turn's time is over, as if it had been waited for.
const timeIsUp = (id) => sql(`update encounters set turn_deadline = now() - interval '1 second' where id = '${id}'`);
const encounter = (table, id) => table.dm.get(`/encounters/${id}`);

test('a turn lasts turn_seconds, says until when, and is then skipped', async () => {
  const table = await newTable({ campaign: { settings: { turn_seconds: 1 } } });
  const { id } = await newFight(table);
  const { turn } = await encounter(table, id);
  assert.match(turn.deadline, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  await eventually('three turns are skipped', () => skips(id) >= 3);
  const after = await encounter(table, id);
  assert.ok(Date.parse(after.turn.deadline) > Date.parse(turn.deadline));
  assert.ok(after.round >= 2, 'the turn went round');
  await move(table.dm, id, { type: 'end' });
  const [events] = sql(`select count(*) || ' ' || count(distinct seq) from events where campaign_id = '${table.id}' and type = 'turn.advanced'`);
  assert.equal(events, `${skips(id)} ${skips(id)}`, 'each is told');
});

test('with several clocks each deadline fires once', async () => {
  const tables = await Promise.all(Array.from({ length: 8 }, () => newTable({ players: 0, observer: false })));
  const ids = await Promise.all(tables.map(async (table) => (await newFight(table)).id));
  for (let round = 1; round <= 4; round++) {
    const list = ids.map((id) => `'${id}'`).join();
    sql(`update encounters set turn_deadline = now() where id in (${list})`);
    await eventually('all are skipped', () => ids.every((id) => skips(id) >= round));
    for (const id of ids) assert.equal(skips(id), round);
  }
  for (const [i, table] of tables.entries()) {
    const state = await encounter(table, ids[i]);
    assert.equal(state.round, 3, 'two goblins, four turns');
    await move(table.dm, ids[i], { type: 'end' });
  }
});

test('the DM rolls a skipped turn back, and it has all its time again', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  const before = await encounter(table, id);
  timeIsUp(id);
  await eventually('it is skipped', () => skips(id) === 1);
  const skipped = await encounter(table, id);
  assert.notEqual(skipped.turn.combatant_id, before.turn.combatant_id);
  assert.equal(skipped.combatants[before.turn.combatant_id].missed, true);
  const undone = await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  assert.equal(undone.version, skipped.version + 1);
  const back = await encounter(table, id);
  assert.equal(back.turn.combatant_id, before.turn.combatant_id);
  assert.equal(back.combatants[before.turn.combatant_id].missed, undefined);
  assert.ok(Date.parse(back.turn.deadline) >= Date.parse(before.turn.deadline));
});

test('turn_seconds 0 is off', async () => {
  const table = await newTable({ campaign: { settings: { turn_seconds: 0 } } });
  const timed = await newTable();
  const { id } = await newFight(table);
  const other = await newFight(timed);
  assert.equal((await encounter(table, id)).turn.deadline, undefined);
  timeIsUp(other.id);
  await eventually('the other one is skipped', () => skips(other.id) === 1);
  assert.equal(skips(id), 0);
  assert.equal((await encounter(table, id)).turn.deadline, undefined);
});

test('a pause stops the time, and a turn that goes on has all of it', async () => {
  const table = await newTable();
  const { id } = await newFight(table);
  const before = await encounter(table, id);
  await move(table.dm, id, { type: 'pause' });
  const paused = await encounter(table, id);
  assert.equal(paused.turn.deadline, undefined);
  assert.equal(paused.paused_for, 'dm');
  await move(table.dm, id, { type: 'resume' });
  const after = await encounter(table, id);
  assert.equal(after.turn.combatant_id, before.turn.combatant_id);
  assert.equal(after.paused_for, undefined);
  assert.ok(Date.parse(after.turn.deadline) > Date.parse(before.turn.deadline));
});

test('who comes back makes up for a missed turn, when the DM allows it', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
  const all = Object.entries((await encounter(table, id)).combatants);
  for (const [key, c] of all) await move(table.dm, id, { type: 'set_initiative', combatant_id: key, initiative: c.kind === 'character' ? 20 : 5 });
  await move(table.dm, id, { type: 'start' });
  const [mine] = all.find(([, c]) => c.kind === 'character');
  assert.equal((await encounter(table, id)).turn.combatant_id, mine);
  timeIsUp(id);
  await eventually('it is skipped', () => skips(id) === 1);
  const act = { type: 'take_turn', combatant_id: mine, action: 'attacks' };
  await table.player.refused('POST', `/encounters/${id}/moves`, 422, 'NOT_YOUR_TURN', { body: act });
  await table.player.refused('POST', `/encounters/${id}/moves`, 403, 'FORBIDDEN', { body: { type: 'allow_turn', combatant_id: mine } });
  await move(table.dm, id, { type: 'allow_turn', combatant_id: mine });
  await move(table.player, id, act);
  const state = await encounter(table, id);
  assert.notEqual(state.turn.combatant_id, mine, 'the turn stays where it is');
  assert.equal(state.combatants[mine].spent.action, true);
  assert.equal(state.combatants[mine].missed, undefined);
});

test('a turn that comes round by itself recharges what recharges: its dice are in the log', async () => {
  const table = await newTable({ players: 0 });
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', monster: 'young-red-dragon' });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  sql(`update combatants set state = (state::jsonb || '{"resources":[{"kind":"feature","name":"fire-breath","left":0,"max":1,"recharge":5}]}')::json
    where encounter_id = '${id}'`);
  timeIsUp(id);
  await eventually('it is skipped', () => skips(id) === 1);
  const [dice] = sql(`select dice from moves where encounter_id = '${id}' and type = 'skip_turn'`);
  assert.match(dice, /^\{[1-6]\}$/);
});

test('one broken encounter keeps no other from its time', async () => {
  const broken = await newFight(await newTable());
  const table = await newTable();
  const { id } = await newFight(table);
  sql(`update combatants set state = (state::jsonb || '{"armor_class":"none"}')::json where encounter_id = '${broken.id}'`);
  timeIsUp(broken.id);
  for (let n = 1; n <= 3; n++) {
    timeIsUp(id);
    await eventually('the whole one is skipped', () => skips(id) === n);
  }
  assert.equal(skips(broken.id), 0);
  sql(`update encounters set status = 'completed', turn_deadline = null, active_since = null, turn_combatant_id = null where id = '${broken.id}'`);
});

test('kill -9 of every clock loses nothing: what came due meanwhile fires once', async () => {
  const tables = await Promise.all(Array.from({ length: 4 }, () => newTable({ players: 0, observer: false })));
  const ids = await Promise.all(tables.map(async (table) => (await newFight(table)).id));
  await Promise.all(clocks.splice(0).map((clock) => clock.kill('SIGKILL')));
  for (const id of ids) timeIsUp(id);
  const back = await killNow('clock');
  await back();
  clocks.push(another('clock'), another('clock'));
  await eventually('all are skipped', () => ids.every((id) => skips(id) >= 1));
  for (const id of ids) assert.equal(skips(id), 1);
});
