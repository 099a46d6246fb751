// kill -9 of every program and of PostgreSQL at random points of a session of 500 moves: every answered move is there once, and
// every stream converges.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { moves } from '../lib/session-moves.mjs';
import { RoughSession } from '../lib/session-rough.mjs';
import { killNow, untilHealthy } from '../lib/stack.mjs';
import { eventually, sleep } from '../lib/wait.mjs';

const MOVES = 500;
const VICTIMS = ['api', 'events', 'clock', 'postgres'];

test('five hundred moves while everything dies', async (t) => {
  const seed = Number(process.env.SESSION_SEED) || crypto.randomInt(2 ** 31);
  t.diagnostic(`seed ${seed}`);
  const s = await new RoughSession(seed, { turn_seconds: 0, pause_when_dm_leaves: false }).begin();
  const deaths = [...VICTIMS, ...s.shuffled([...VICTIMS, ...VICTIMS])];
  const waits = [];
  const killing = deaths.map((victim, i) => ({ victim, after: Math.floor((MOVES * (i + 0.5)) / deaths.length) }));
  try {
    while (s.answered.length < MOVES) {
      if (killing.length && s.answered.length >= killing[0].after) {
        const { victim } = killing.shift();
        // In the middle of whatever comes next.
        waits.push(sleep(s.below(40)).then(() => eventually(`${victim} runs`, () => killNow(victim))));
      }
      await s.step(s.pick(Object.keys(moves)));
    }
    for (const wait of waits) await (await wait)();
    assert.equal(waits.length, deaths.length);
    await untilHealthy();
    await s.reckon();
    assert.ok(s.viewers.every(({ stream }) => stream.opens > 1), 'every stream was cut and came back');
  } catch (error) {
    error.message = `seed ${seed}: ${error.message}\n  ${s.log.slice(-8).join('\n  ')}`;
    throw error;
  } finally {
    s.end();
  }
});
