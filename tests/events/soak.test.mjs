// A minute of `make soak`, at a dozen tables; and that the reckoning of a soak sees what it is there for.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { Soak } from '../lib/soak.mjs';
import { walk } from '../lib/soak-reckon.mjs';

const SECONDS = 60;
const TABLES = 12;

test('the reckoning finds what is missed, repeated, another\'s or changed', () => {
  const row = (seq, dm, party, ends = '-') => ({ seq, id: `e${seq}`, ends, dm: dm && { type: 'a.b', hash: dm }, party: party && { type: 'a.b', hash: party } });
  const log = [row(1, 'd1', 'p1'), row(2, 'd2'), row(3, 'd3', 'p3'), row(4, 'd4', 'p4', 'guest'), row(5, 'd5', 'p5')];
  const event = (seq, hash) => ({ id: `e${seq}`, type: 'a.b', hash });
  const sync = (id) => ({ id, type: 'sync' });
  const complaints = (role, heard, changes) => {
    const viewer = { id: 'guest', role, stream: { heard, wrong: [] } };
    return walk({ seq: 0, lastIds: {}, guest: { id: 'guest', viewer: changes ? viewer : undefined, before: role, changes } }, viewer, log);
  };
  const [d1, d2, d3, d4, d5, p1, p3, p4, p5] = [event(1, 'd1'), event(2, 'd2'), event(3, 'd3'), event(4, 'd4'), event(5, 'd5'), event(1, 'p1'), event(3, 'p3'), event(4, 'p4'), event(5, 'p5')];
  const good = [
    ['dm', [d1, d2, d3, d4, d5]], ['player', [p1, p3, p4, p5]], ['observer', [p1, sync('e3'), p4, p5]], ['player', [sync('0'), p1, p3, p4, p5]],
    ['dm', [d1, d2, sync('e5')]], ['dm', [d1, d2, d3, sync('e4'), p5], ['player']],
  ];
  for (const [role, heard, changes] of good) assert.deepEqual(complaints(role, heard, changes), [], role);
  const bad = [
    ['dm', [d1, d3, d4, d5], /1 missed before seq 3/], ['player', [p1, p3, p4], /1 missed at the end/], ['player', [p1, p3, p3, p4, p5], /came when 3 had/],
    ['player', [p1, d2, p3, p4, p5], /is not for the party/], ['player', [p1, event(3, 'd3'), p4, p5], /not the bytes of the party/],
    ['player', [p1, p3, { ...p4, type: 'x.y' }, p5], /not the bytes/], ['player', [p1, event(9, 'p9'), p3, p4, p5], /in no log/],
    ['player', [p1, sync('e9'), p5], /of nobody/], ['player', [p1, p3, p4, sync('e1'), p3, p4, p5], /went back/],
    ['dm', [d1, d2, d3, d5], /should have ended/, ['player']], ['dm', [d1, d2, d3, sync('e4'), d5], /not the bytes of the party/, ['player']],
  ];
  for (const [role, heard, expected, changes] of bad) assert.match(complaints(role, heard, changes).join('\n'), expected);
});

test('tables of six are told everything once, whatever is cut, killed or forged', async (t) => {
  const seed = Number(process.env.SESSION_SEED) || crypto.randomInt(2 ** 31);
  t.diagnostic(`seed ${seed}`);
  const soak = new Soak({ seconds: SECONDS, tables: TABLES, rate: 20, stretches: 4, seed });
  try {
    const done = await soak.run();
    t.diagnostic(JSON.stringify(done));
    assert.deepEqual(soak.complaints.slice(0, 20), []);
    assert.ok(done.moves > 100 && done.events > 4 * TABLES * 6 && done.connections > 2 * TABLES * 6 && done.lies > 0 && done.slept > 0, JSON.stringify(done));
    assert.ok(Object.keys(done.restarts).length > 5, JSON.stringify(done.restarts));
  } finally {
    soak.end();
  }
});
