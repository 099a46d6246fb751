// A table that has been left stands still: when its last DM has gone, or everybody. The grace is not waited for: the moment at
// which somebody left is moved back instead.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { another } from '../lib/another.mjs';
import { openStream } from '../lib/sse.mjs';
import { killNow, sql } from '../lib/stack.mjs';
import { move, newCharacter, newEncounter, newFight, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const clocks = [];
before(() => clocks.push(another('clock'), another('clock')));
after(() => Promise.all(clocks.map((clock) => clock.kill())));

const pauses = (id) => sql(`select count(*) from moves where encounter_id = '${id}' and type = 'pause' and by_user is null`)[0];
const encounter = (table, id) => table.dm.get(`/encounters/${id}`);
const present = async (table, n) => eventually(`${n} are here`, async () => (await table.dm.get(`/campaigns/${table.id}/presence`)).length === n);
// Everything at this table happened so many seconds earlier.
const earlier = (table, id, seconds) => sql(`
  update presence set left_at = left_at - interval '${seconds} seconds', since = since - interval '${seconds} seconds' where campaign_id = '${table.id}';
  update moves set at = at - interval '${seconds} seconds' where encounter_id = '${id}';
  update encounters set active_since = active_since - interval '${seconds} seconds' where id = '${id}'`);
// Another table is left in the same way, and paused: by then the clocks have looked at this one, too.
async function aroundTheClock() {
  const table = await newTable({ players: 0, observer: false, campaign: { settings: { turn_seconds: 0 } } });
  const dm = await openStream(table.dm, table.id);
  await present(table, 1);
  const { id } = await newFight(table);
  dm.close();
  await present(table, 0);
  earlier(table, id, 31);
  await eventually('another table is paused', () => pauses(id) === '1');
}
const settings = { turn_seconds: 0 };

test('the last DM goes: the encounter pauses once, every screen says why, and only a DM resumes', async () => {
  const table = await newTable({ secondDm: true });
  const hero = await newCharacter(table.player, table.id);
  const streams = [await openStream(table.player, table.id), await openStream(table.observer, table.id)];
  const dms = [await openStream(table.dm, table.id), await openStream(table.dm2, table.id)];
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 2 });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  await present(table, 4);
  dms[0].close();
  await present(table, 3);
  earlier(table, id, 60);
  await aroundTheClock();
  assert.equal((await encounter(table, id)).status, 'active', 'the other DM is there');
  dms[1].close();
  await present(table, 2);
  assert.equal((await encounter(table, id)).status, 'active', 'not at once');
  earlier(table, id, 31);
  for (const stream of streams) {
    await stream.until('it is paused', () => stream.table.encounter.status === 'paused');
    assert.equal(stream.table.encounter.paused_for, 'dm_away');
    assert.equal(stream.table.encounter.turn.deadline, undefined);
    await stream.untilAgreed();
    const told = stream.events.find((event) => event.type === 'encounter.paused');
    assert.equal(told.json.by, undefined, 'nobody did it');
  }
  assert.equal(pauses(id), '1');
  const mine = Object.keys(streams[0].table.encounter.combatants).find((key) => streams[0].table.encounter.combatants[key].character_id);
  await move(table.player, id, { type: 'queue_turn', combatant_id: mine, action: 'hide behind the cart' });
  await streams[1].until('the plan is seen', () => streams[1].table.encounter.combatants[mine].queued === 'hide behind the cart');
  await table.player.refused('POST', `/encounters/${id}/moves`, 403, 'FORBIDDEN', { body: { type: 'resume' } });
  await move(table.dm, id, { type: 'resume' });
  const resumed = await encounter(table, id);
  assert.equal(resumed.paused_for, undefined);
  assert.ok(resumed.turn.deadline);
  // Resumed from elsewhere, with no stream: nobody has left since then.
  earlier(table, id, 1);
  sql(`update encounters set active_since = now() where id = '${id}'`);
  await aroundTheClock();
  assert.equal((await encounter(table, id)).status, 'active');
  for (const stream of streams) stream.close();
});

test('not when the campaign does not want it; the DM comes back in time; a DM without a stream', async () => {
  const [off, back, plain] = await Promise.all([
    newTable({ campaign: { settings: { ...settings, pause_when_dm_leaves: false } } }), newTable({ campaign: { settings } }), newTable({ campaign: { settings } }),
  ]);
  const streams = [await openStream(off.dm, off.id), await openStream(back.dm, back.id)];
  // Somebody stays, so that none of them is idle.
  const players = await Promise.all([off, back, plain].map((table) => openStream(table.player, table.id)));
  const ids = [];
  for (const table of [off, back, plain]) ids.push((await newFight(table)).id);
  await present(off, 2);
  await present(back, 2);
  for (const stream of streams) stream.close();
  await present(off, 1);
  await present(back, 1);
  const again = await openStream(back.dm, back.id);
  await present(back, 2);
  for (const [i, table] of [off, back, plain].entries()) earlier(table, ids[i], 1000);
  await aroundTheClock();
  for (const id of ids) assert.equal(pauses(id), '0');
  // And yet: a DM who is gone but goes on making moves is not away.
  again.close();
  await present(back, 1);
  earlier(back, ids[1], 29);
  await move(back.dm, ids[1], { type: 'next_turn' });
  sql(`update presence set left_at = left_at - interval '10 seconds' where campaign_id = '${back.id}'`);
  await aroundTheClock();
  assert.equal(pauses(ids[1]), '0');
  for (const stream of players) stream.close();
});

test('a table at which nobody is any more is set down', async () => {
  const table = await newTable({ campaign: { settings: { ...settings, idle_minutes: 3, pause_when_dm_leaves: false } } });
  const streams = [await openStream(table.dm, table.id), await openStream(table.player, table.id)];
  const { id } = await newFight(table);
  await present(table, 2);
  streams[0].close();
  await present(table, 1);
  earlier(table, id, 1000);
  await aroundTheClock();
  assert.equal(pauses(id), '0', 'somebody is there');
  streams[1].close();
  await present(table, 0);
  earlier(table, id, 100);
  await aroundTheClock();
  assert.equal(pauses(id), '0', 'not for long enough');
  earlier(table, id, 81);
  await eventually('it is set down', () => pauses(id) === '1');
  assert.equal((await encounter(table, id)).paused_for, 'idle');
  await move(table.dm, id, { type: 'resume' });
});

test('a table that only the clock plays at is set down, too; one at which turns have no end is not', async () => {
  const [timed, endless] = await Promise.all([newTable(), newTable({ campaign: { settings } })]);
  const { id } = await newFight(timed);
  const { id: other } = await newFight(endless);
  sql(`update encounters set turn_deadline = now() where id = '${id}'`);
  await eventually('a turn is skipped', () => sql(`select count(*) from moves where encounter_id = '${id}' and type = 'skip_turn'`)[0] === '1');
  earlier(timed, id, 301);
  earlier(endless, other, 301);
  await eventually('it is set down', () => pauses(id) === '1');
  assert.equal((await encounter(timed, id)).paused_for, 'idle');
  assert.equal(pauses(other), '0');
});

test('kill -9 of the clocks, of the broadcaster: the table that was left meanwhile is paused once', async () => {
  const table = await newTable({ campaign: { settings } });
  const dm = await openStream(table.dm, table.id);
  const { id } = await newFight(table);
  await present(table, 1);
  await Promise.all(clocks.splice(0).map((clock) => clock.kill('SIGKILL')));
  const back = await Promise.all([killNow('events'), killNow('clock')]);
  await Promise.all(back.map((wait) => wait()));
  clocks.push(another('clock'), another('clock'));
  await eventually('the DM is gone', () => sql(`select count(*) from presence where campaign_id = '${table.id}' and left_at is not null`)[0] === '1');
  earlier(table, id, 31);
  await eventually('it is paused', () => pauses(id) === '1');
  await aroundTheClock();
  assert.equal(pauses(id), '1');
  dm.close();
});
