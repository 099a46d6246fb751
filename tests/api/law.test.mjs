// Who may make which move: every type for a DM, a second one, the player of the character, another player, an observer, a
// stranger and nobody.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { canon } from '../lib/canon.mjs';
import { casterSheet, moveTypes } from '../lib/session.mjs';
import { roles } from '../lib/session-roles.mjs';
import { move, newCharacter, newEncounter, newTable } from '../lib/users.mjs';

const statusOf = { FORBIDDEN: 403, NOT_YOURS: 403, NOT_YOUR_TURN: 422, ENCOUNTER_NOT_FOUND: 404, TOKEN_MISSING: 401 };

test('every type of move has its row of roles', async () => {
  assert.deepEqual(Object.keys(roles).sort(), (await moveTypes()).sort());
});

// The hero's turn in a fight with a goblin; a draft for what starts one.
async function fight(table, hero, row) {
  const { id } = await newEncounter(table.dm, table.id);
  const add = async (body) => (await move(table.dm, id, { type: 'add_combatant', ...body })).result[0].combatant_id;
  const ids = { hero: await add({ character_id: hero }), goblin: await add({ monster: 'goblin' }), character: hero };
  for (const [who, initiative] of [[ids.hero, 20], [ids.goblin, 10]]) await move(table.dm, id, { type: 'set_initiative', combatant_id: who, initiative });
  if (!row.draft) await move(table.dm, id, { type: 'start' });
  for (const body of row.before?.(ids) ?? []) {
    const made = await move(table.dm, id, body);
    if (body.type === 'add_combatant') ids.last = made.result[0].combatant_id;
  }
  return { id, ids };
}

test('each of them gets what the table says, and a refusal changes nothing', async () => {
  const table = await newTable({ players: 2, secondDm: true, campaign: { settings: { turn_seconds: 0 } } });
  const people = { dm: table.dm, codm: table.dm2, own: table.players[0], other: table.players[1], observer: table.observer, stranger: table.stranger, none: undefined };
  const sheet = casterSheet();
  const hero = await newCharacter(table.players[0], table.id, { sheet });
  for (const [type, row] of Object.entries(roles)) {
    assert.deepEqual(Object.keys(row.expect).sort(), Object.keys(people).sort(), type);
    const { id, ids } = await fight(table, hero.id, row);
    const before = await table.dm.get(`/encounters/${id}`);
    const body = { type, ...row.body(ids) };
    const send = (who) => call('POST', `/encounters/${id}/moves`, { token: people[who]?.token, body });
    for (const [who, expected] of Object.entries(row.expect)) {
      if (typeof expected === 'number') continue;
      const answer = await send(who);
      assert.equal(answer.json.error?.code, expected, `${who}: ${type}: ${answer.text}`);
      assert.equal(answer.status, statusOf[expected], `${who}: ${type}`);
    }
    assert.equal(canon(await table.dm.get(`/encounters/${id}`)), canon(before), `${type}: the refusals changed nothing`);
    for (const [who, expected] of Object.entries(row.expect)) {
      if (typeof expected !== 'number') continue;
      const answer = await send(who);
      assert.equal(answer.status, expected, `${who}: ${type}: ${answer.text}`);
      assert.equal(answer.json.data.move.type, type);
      await table.dm.post(`/encounters/${id}/undo`, {}, 200);
    }
    if (!row.draft) await move(table.dm, id, { type: 'end', xp: 0 });
    await table.dm.call('PATCH', `/characters/${hero.id}`, 200, { body: { sheet: { hp: sheet.hp, slots_used: {}, features_used: {} } } });
  }
});
