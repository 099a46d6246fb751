// A minute of `make soak`, at a dozen tables; and that the reckoning of a soak sees what it is there for.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { Soak } from '../lib/soak.mjs';
import { dms, everybody, Marks } from '../lib/soak-marks.mjs';
import { judge, walk } from '../lib/soak-reckon.mjs';

const SECONDS = 60;
const TABLES = 12;
const KINDS = ['dm', 'fogged', 'hidden', 'light', 'party', 'rollblind', 'rolldm', 'rollparty', 'rollself', 'signal', 'signaldm', 'whisper'];

test('the reckoning finds what is missed, repeated, another\'s or changed', () => {
  const share = (hash, mark) => hash && { type: 'a.b', hash, mark };
  const row = (seq, dm, party, more = {}) => ({ seq, id: `e${seq}`, ends: '-', readers: [], dm: share(dm), party: share(party), ...more });
  const named = (seq, dm, party, ...readers) => row(seq, dm, party, { readers, named: share(`n${seq}`) });
  const log = [row(1, 'd1', 'p1'), row(2, 'd2'), row(3, 'd3', 'p3'), row(4, 'd4', 'p4', { ends: 'guest' }), row(5, 'd5', 'p5')];
  const event = (seq, hash, marks = []) => ({ id: `e${seq}`, type: 'a.b', hash, marks });
  const sync = (id, marks = []) => ({ id, type: 'sync', marks });
  const marks = new Marks();
  const [open, secret, whisper] = [marks.make('party', everybody), marks.make('hidden', dms), marks.make('whisper', (id) => id === 'other')];
  const complaints = (role, heard, changes, rows = log, passed = []) => {
    const viewer = { id: 'guest', role, stream: { heard, passed, wrong: [] } };
    return walk({ seq: 0, lastIds: ['old'], marks, guest: { id: 'guest', viewer: changes ? viewer : undefined, before: role, changes } }, viewer, rows);
  };
  const [d1, d2, d3, d4, d5, p1, p3, p4, p5] = [event(1, 'd1'), event(2, 'd2'), event(3, 'd3'), event(4, 'd4'), event(5, 'd5'), event(1, 'p1'), event(3, 'p3'), event(4, 'p4'), event(5, 'p5')];
  const talk = [row(1, 'd1', 'p1'), named(2, undefined, undefined, 'guest'), named(3, 'd3', 'p3', 'guest'), named(4, undefined, undefined, 'other')];
  const [n2, n3] = [event(2, 'n2'), event(3, 'n3')];
  const taken = [row(1, 'x', 'x', { message: 'm', party: { type: 'message.deleted', hash: 'x' } }), row(2, 'd2', 'p2', { message: 'm', party: { type: 'message.deleted', hash: 'p2' } })];
  const gone = { ...event(2, 'p2'), type: 'message.deleted' };
  const edited = [row(1, 'x', 'x', { message: 'm' }), row(2, 'd2', 'p2', { message: 'm' })];
  const good = [
    ['dm', [d1, d2, d3, d4, d5]], ['player', [p1, p3, p4, p5]], ['observer', [p1, sync('e3'), p4, p5]], ['player', [sync('0'), p1, p3, p4, p5]], ['player', [sync('old'), p1, p3, p4, p5]],
    ['dm', [d1, d2, sync('e5')]], ['dm', [d1, d2, d3, sync('e4'), p5], ['player']], ['dm', [sync('e5', [secret, open])]], ['player', [p1, p3, p4, event(5, 'p5', [open])]],
    ['player', [p1, n2, n3], undefined, talk], ['dm', [d1, n2, n3], undefined, talk], ['player', [sync('e1'), { id: 'e2', type: 'mark' }, n3], undefined, talk],
    ['player', [p1, n2, sync('e1'), { id: 'e2', type: 'mark' }, n3], undefined, talk], ['player', [{ ...event(1, 'p1'), type: 'message.created' }, gone], undefined, taken], ['player', [event(1, 'p1'), event(2, 'p2')], undefined, edited],
    ['player', [sync('e5')], undefined, log, [open]], ['dm', [sync('e5')], undefined, log, [open, secret]],
  ];
  for (const [role, ...rest] of good) assert.deepEqual(complaints(role, ...rest), [], role);
  const bad = [
    ['dm', [d1, d3, d4, d5], /1 missed before seq 3/], ['player', [p1, p3, p4], /1 missed at the end/], ['player', [p1, p3, p3, p4, p5], /came when 3 had/],
    ['player', [p1, d2, p3, p4, p5], /is not for the party/], ['player', [p1, event(3, 'd3'), p4, p5], /not the bytes of the party/],
    ['player', [p1, p3, { ...p4, type: 'x.y' }, p5], /not the bytes/], ['player', [p1, event(9, 'p9'), p3, p4, p5], /in no log/],
    ['player', [p1, sync('e9'), p5], /of nobody/], ['player', [p1, p3, p4, sync('e1'), p3, p4, p5], /went back/],
    ['dm', [d1, d2, d3, d5], /should have ended/, ['player']], ['dm', [d1, d2, d3, sync('e4'), d5], /not the bytes of the party/, ['player']],
    ['player', [sync('e5', [secret])], /hidden1~ is nothing for this party/], ['player', [p1, p3, p4, event(5, 'p5', [whisper])], /whisper2~ is nothing/], ['dm', [sync('e5', ['~foreign7~'])], /never made here/],
    ['player', [p1, n2], /1 missed at the end/, undefined, talk], ['player', [p1, n3], /1 missed before seq 3/, undefined, talk], ['player', [p1, n2, event(3, 'p3')], /not the bytes/, undefined, talk],
    ['player', [p1, n2, n3, event(4, 'n4')], /is not for the party/, undefined, talk], ['player', [sync('e1'), n3], /1 missed before/, undefined, talk], ['player', [sync('e1'), { id: 'e4', type: 'mark' }], /was for others/, undefined, talk],
    ['player', [p1, gone], /not the bytes/, undefined, taken.map((one) => ({ ...one, message: undefined }))], ['player', [{ ...p1, type: 'x.y' }, event(2, 'p2')], /not the bytes/, undefined, edited],
    ['player', [event(1, 'x'), event(2, 'x')], /seq 2\) has not the bytes/, undefined, edited],
    ['player', [sync('e5')], /is nothing for this party/, undefined, log, [secret]], ['dm', [sync('e5')], /twice/, undefined, log, [open, open]],
  ];
  for (const [role, heard, expected, ...rest] of bad) assert.match(complaints(role, heard, ...rest).join('\n'), expected);
});

test('the reckoning finds what is in the log for the wrong people, twice, not at all, or at all', () => {
  const marks = new Marks();
  const may = { party: everybody, rolldm: (id, audience) => audience === 'dm' || id === 'ann', whisper: (id) => id === 'ann' };
  const [party, rolldm, whisper] = Object.entries(may).map(([kind, who]) => marks.make(kind, who));
  const viewers = [{ id: 'dm', role: 'dm' }, { id: 'ann', role: 'player' }, { id: 'bob', role: 'observer' }];
  const told = (mark, type = 'message.created') => ({ type, mark });
  const row = (dm, ofParty, named, ...readers) => ({ seq: 1, readers, dm: dm && told(dm), party: ofParty && told(ofParty), named: named && told(named) });
  const good = [row(party, party), row(rolldm, undefined, rolldm, 'ann'), row(undefined, undefined, whisper, 'ann')];
  const complaints = (log, gone = []) => judge({ viewers, marks, guest: {}, told: [party, rolldm, whisper], gone: new Set(gone) }, log).join('\n');
  assert.equal(complaints(good), '');
  assert.equal(complaints([...good, { ...row(party, party), dm: told(party, 'message.updated'), party: told(party, 'message.updated') }]), '');
  assert.equal(complaints(good.slice(1), [party]), '');
  const bad = [
    [good.slice(1), /party0~ is in the log 0 times/], [[...good, good[0]], /party0~ is in the log 2 times/], [[...good, row(undefined, '~signal1~')], /the signal ~signal1~ is in the log/],
    [[good[0], good[1], row(whisper, undefined, whisper, 'ann')], /dm dm is told of ~whisper2~/], [[good[0], good[1], row(undefined, undefined, whisper, 'ann', 'bob')], /observer bob is told/],
    [[good[0], row(rolldm, rolldm, rolldm, 'ann'), good[2]], /observer bob is told of ~rolldm1~/], [[good[0], row(rolldm), good[2]], /player ann is not told of ~rolldm1~/], [[row(party), ...good.slice(1)], /player ann is not told of ~party0~/],
  ];
  for (const [log, expected] of bad) assert.match(complaints(log), expected);
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
    for (const [what, times] of Object.entries(done.acts)) assert.ok(times > 0, `${what} was never done`);
    // Every kind of secret came to those who may know it; of lights no stream tells.
    assert.deepEqual(Object.keys(done.heard).sort(), KINDS);
    for (const [kind, { heard }] of Object.entries(done.heard)) assert.equal(heard > 0, kind !== 'light', `${kind}: ${heard}`);
  } finally {
    soak.end();
  }
});
