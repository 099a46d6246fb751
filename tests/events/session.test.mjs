// The law of the table document: for every viewer the first sync, folded with every patch, is at each moment what GET state
// answers. Random sessions play all moves there are; SESSION_SEED=n plays one of them again.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { moves } from '../lib/session-moves.mjs';
import { moveTypes, Session } from '../lib/session.mjs';

const STEPS = Number(process.env.SESSION_STEPS) || 50;
const hidden = ['absent', 'placeholder', 'shown'];
const hp = ['exact', 'bar', 'word', 'bloodied', 'hidden'];

async function session(seed, settings, want, campaign) {
  const s = await new Session(seed, settings, campaign).begin();
  try {
    await s.play(STEPS, want);
  } finally {
    s.end();
  }
  return s;
}

test('every type of move there is has a row here', async () => {
  assert.deepEqual(Object.keys(moves).sort(), (await moveTypes()).sort());
});

test('after each of all moves everybody has the same table', async () => {
  const s = await session(20, { hidden_in_order: 'absent', monster_hp: 'bloodied', turn_seconds: 90 }, [...await moveTypes(), 'undo', 'redo'].filter((type) => type in moves));
  for (const type of await moveTypes()) assert.ok(s.made.get(type) > 0, `${type} was never made`);
  // How often is left to chance, as the fight's dice decide how long it takes to make all moves.
  assert.ok([...s.made.keys()].some((type) => type.startsWith('map.')), 'something happened on the map');
});

for (const [i, hidden_in_order] of hidden.entries()) {
  const seed = Number(process.env.SESSION_SEED) || crypto.randomInt(2 ** 31);
  test(`a random session, hidden ${hidden_in_order} (seed ${seed})`, async () => {
    const settings = { hidden_in_order, monster_hp: hp[(seed + i) % 5], party_hp: hp[(seed >>> 4) % 5], turn_seconds: seed & 1 ? 90 : 0 };
    await session(seed, settings, [], { ruleset: seed & 2 ? '2014' : '2024' });
  });
}
