// An evening at the table, four hours in little time: a DM, one who helps, six players and an observer, fight after fight with
// rests between, everybody on a bad connection. It ends with the same documents everywhere.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { RoughSession } from '../lib/session-rough.mjs';
import { towardsFight } from '../lib/session-moves.mjs';

const FIGHTS = 6;
const ROUNDS = 3;

class Evening extends RoughSession {
  act(body) { return this.move(body, this.sender(body)); }
  standing(kind) { return this.ids().filter((id) => (this.at(id).kind === 'character') === (kind === 'character') && this.at(id).hp.current > 0); }

  // Somebody's phone goes to sleep, a lift door closes: the stream breaks, now and then for a while.
  async wifi() {
    for (const viewer of this.viewers) if (this.chance(0.04)) this.dropOut(viewer);
  }

  async gather() {
    for (const { id } of this.missing()) await this.act({ type: 'add_combatant', character_id: id });
    await this.act({ type: 'add_combatant', monster: 'goblin', count: 3, hp: 'roll' });
    await this.act({ type: 'add_combatant', monster: 'ogre', hidden: true });
    while (this.fight.status === 'draft') await this.act(towardsFight(this));
  }

  async turn() {
    const id = this.fight.turn.combatant_id;
    const me = this.at(id);
    const foes = this.standing(me.kind === 'character' ? 'monster' : 'character');
    if (me.hp.current === 0 && me.death_saves && !me.spent?.death_save) await this.act({ type: 'death_save', combatant_id: id });
    else if (me.hp.current > 0 && foes.length) await this.act({ type: 'take_turn', combatant_id: id, attacks: [{ target: this.pick(foes), to_hit: 5, damage: '1d8[slashing]+2' }] });
    if (me.hp.current > 0 && this.chance(0.5)) await this.act({ type: 'move', combatant_id: id, x: this.below(6), y: this.below(6) });
    if (this.hidden().length && this.chance(0.1)) await this.act({ type: 'reveal', combatant_ids: this.hidden() });
    if (this.chance(0.1)) await this.send(this.dms()[0], 'undo', { confirm: true }, 200);
    if (this.fight.status !== 'active') return;
    await this.act(this.at(this.fight.turn.combatant_id).kind === 'character' && this.chance(0.6) ? { type: 'end_turn' } : { type: 'next_turn' });
  }

  // Between two fights.
  async rest() {
    for (const { id, owner } of this.characters) {
      const answer = await this.again('a rest', () => owner.call('POST', `/characters/${id}/rest`, [200, 409, 422, 503], { body: { kind: this.chance(0.5) ? 'long' : 'short' } }));
      this.log.push(`rest -> ${answer.status}`);
      this.rested += answer.status === 200;
    }
  }
}

test('a four-hour session ends with equal documents everywhere', async (t) => {
  const seed = Number(process.env.SESSION_SEED) || crypto.randomInt(2 ** 31);
  t.diagnostic(`seed ${seed}`);
  const s = await new Evening(seed, { turn_seconds: 0, pause_when_dm_leaves: false, monster_hp: 'word' }).begin({ players: 6 });
  s.rested = 0;
  try {
    for (let fight = 0; fight < FIGHTS; fight++) {
      if (fight) await s.newFight();
      await s.gather();
      for (let turn = 0; turn < ROUNDS * 10 && s.fight.status === 'active'; turn++) {
        await s.wifi();
        if (!s.standing('monster').length || !s.standing('character').length) break;
        await s.turn();
      }
      while (s.fight.status !== 'completed') await s.act(towardsFight(s) ?? { type: 'end', loot: [{ name: 'rope', combatant_id: s.hero() }] });
      await s.rest();
    }
    await s.reckon();
    assert.ok(s.rested > 0, 'somebody rested');
    assert.ok(s.viewers.some(({ stream }) => stream.opens > 1), 'somebody came back');
    assert.ok(s.viewers.some(({ stream }) => stream.events.filter((e) => e.type === 'sync').length < stream.opens), 'and went on where it was');
  } catch (error) {
    error.message = `seed ${seed}: ${error.message}\n  ${s.log.slice(-10).join('\n  ')}`;
    throw error;
  } finally {
    s.end();
  }
});
