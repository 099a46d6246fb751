// Dice at the table: who sees a roll, what is counted, and that each can be reckoned again by what docs/dice.md says.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { root } from '../lib/config.mjs';
import { openStream } from '../lib/sse.mjs';
import { sql } from '../lib/stack.mjs';
import { newTable } from '../lib/users.mjs';

const idOf = async (who) => (await who.get('/me')).id;
const roll = (who, table, body) => who.post(`/campaigns/${table.id}/rolls`, typeof body === 'string' ? { expr: body } : body);
const rolls = (who, table) => who.get(`/campaigns/${table.id}/rolls?limit=100`);
const proof = (who, table, query = '') => who.get(`/campaigns/${table.id}/rolls/proof${query}`);
const VISIBILITIES = ['party', 'dm', 'blind', 'self'];

// The check that the documentation gives, as it stands there.
const { check } = await import(`data:text/javascript,${encodeURIComponent(`${/```js\n([^]*?)```/.exec(readFileSync(path.join(root, 'docs/dice.md'), 'utf8'))[1]}\nexport { check };`)}`);

// One by hand, from the same description: numbers of 32 bits as one long stream, and whole numbers without bounds.
function independent(made, stream) {
  const key = new Uint8Array(stream.seed.match(/../g).map((b) => parseInt(b, 16)));
  assert.equal(crypto.createHash('sha256').update(key).digest('hex'), stream.commitment);
  const bytes = [];
  for (let block = 0; block < 200; block++) bytes.push(...crypto.createHmac('sha256', key).update([made.n, block, made.result.expression].join(':')).digest());
  let at = 0;
  for (const die of made.result.dice) {
    const faces = BigInt(die.faces);
    const top = (2n ** 32n / faces) * faces;
    let word;
    do word = bytes.slice(at, at += 4).reduce((n, b) => n * 256n + BigInt(b), 0n); while (word >= top);
    assert.equal(Number(word % faces) + 1, die.rolled, `${made.stream} ${made.n} ${made.result.expression}`);
  }
}

test('dice that are nobody else\'s', async () => {
  const { stranger } = await newTable({ players: 0, observer: false });
  const once = await stranger.post('/dice/roll', { expr: '4d6kh3 # str' }, 200);
  assert.equal(once.dice.length, 4);
  assert.equal(once.comment, 'str');
  assert.equal((await stranger.post('/dice/roll', { expr: '10+@str*2', values: { str: -3 } }, 200)).total, 4);
  assert.equal((await stranger.post('/dice/roll', { expr: '1d20', mode: 'advantage' }, 200)).dice.length, 2);
  assert.equal((await stranger.post('/dice/roll', { expr: '2d6+1', critical: true }, 200)).dice.length, 4);
  assert.equal((await stranger.post('/dice/roll', { expr: '1000d6' }, 200)).dice.length, 1000);
  for (const [body, field, code] of [[{ expr: '1d' }, '/expr', 'EXPECTED_FACES'], [{ expr: '1001d6' }, '/expr', 'TOO_MANY_DICE'], [{ expr: '@a' }, '/expr', 'UNKNOWN_NAME'], [{ expr: '2d20', mode: 'advantage' }, '/expr', 'NO_SINGLE_D20'], [{ expr: 'd'.repeat(257) }, '/expr', 'TOO_LONG'], [{}, '/expr', 'REQUIRED']]) {
    assert.deepEqual(fieldCodes(await stranger.refused('POST', '/dice/roll', 400, 'VALIDATION_FAILED', { body }), field), [code]);
  }
});

// Who sees the roll of somebody: by visibility, the audience beside the roller, and the roller.
const sees = { party: ['dm', 'party', 'roller'], dm: ['dm', 'roller'], blind: ['dm'], self: ['roller'] };

for (const secret_rolls of ['hidden', 'announced']) {
  test(`who sees which roll, in lists, streams and figures, where the others' are ${secret_rolls}`, async () => {
    const table = await newTable({ players: 2, secondDm: true, campaign: { settings: { secret_rolls } } });
    const people = table.everyone;
    const ids = new Map(await Promise.all(people.map(async (who) => [who, await idOf(who)])));
    const audience = (who) => ([table.dm, table.dm2].includes(who) ? 'dm' : 'party');
    const streams = new Map(await Promise.all(people.map(async (who) => [who, await openStream(who, table.id)])));
    const made = [];
    for (const roller of people) for (const visibility of VISIBILITIES) made.push({ roller, visibility, answer: await roll(roller, table, { expr: '2d20+1', visibility, label: `${visibility} of ${roller.name}` }) });
    const end = await roll(table.dm, table, '1d4');
    for (const who of people) {
      const whole = ({ roller, visibility }) => sees[visibility].includes(audience(who)) || (who === roller && sees[visibility].includes('roller'));
      const bare = (m) => !whole(m) && (secret_rolls === 'announced' || who === m.roller);
      const seen = (await rolls(who, table)).reverse();
      const expected = made.filter((m) => whole(m) || bare(m));
      assert.deepEqual(seen.slice(0, -1).map((r) => r.id), expected.map((m) => m.answer.id), who.name);
      const stream = streams.get(who);
      await stream.until('the end', () => stream.events.some((e) => e.json.roll?.id === end.id));
      const streamed = stream.events.filter((e) => e.type === 'dice.rolled').map((e) => e.json.roll);
      assert.deepEqual(streamed.map((r) => r.id), seen.map((r) => r.id), 'the stream says what the list says');
      for (const [i, m] of expected.entries()) for (const one of [seen[i], streamed[i]]) {
        if (whole(m)) {
          assert.deepEqual([one.visibility, one.label, one.user_id], [m.visibility, `${m.visibility} of ${m.roller.name}`, ids.get(m.roller)]);
          assert.equal(one.result.dice.length, 2);
        } else {
          assert.deepEqual(Object.keys(one).sort(), ['at', 'campaign_id', 'id', 'user_id', 'visibility']);
          assert.equal(one.visibility, 'secret');
        }
      }
      // Figures of what is seen whole, and of nothing else.
      const stats = await who.get(`/campaigns/${table.id}/rolls/stats`);
      for (const roller of people) {
        const all = [...made.filter((m) => m.roller === roller && whole(m)).map((m) => seen.find((r) => r.id === m.answer.id)), ...(roller === table.dm ? [end] : [])];
        const dice = all.flatMap((r) => r.result.dice);
        const d20s = dice.filter((d) => d.faces === 20);
        const count = (n) => d20s.filter((d) => d.rolled === n).length;
        assert.deepEqual(stats.find((s) => s.user_id === ids.get(roller)), {
          user_id: ids.get(roller), rolls: all.length, dice: dice.length, sum: dice.reduce((sum, d) => sum + d.rolled, 0), d20s: d20s.length, ones: count(1), twenties: count(20),
        });
      }
      stream.close();
    }
    // What the roller is told at once.
    for (const { roller, visibility, answer } of made) assert.equal(answer.result === undefined, visibility === 'blind' && audience(roller) === 'party', `${roller.name} ${visibility}`);
    await table.stranger.refused('GET', `/campaigns/${table.id}/rolls`, 404, 'CAMPAIGN_NOT_FOUND');
  });
}

test('every roll can be reckoned again once its session is over, by those who see it', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const [ann, bob] = table.players;
  const everybody = [table.dm, table.dm2, ann, bob];
  const before = new Map();
  for (const who of everybody) before.set(who, await proof(who, table));
  for (const p of before.values()) assert.ok(!p.over && p.streams.every((s) => s.seed === undefined));
  const exprs = ['1d20+5', '8d6', '4d6kh3', '3d6e', '2d10rr<4', '1d100000', '5d99999', '{2d6, 1d8}kh1', '100d2', '1d1', '1d20 # für Zäh'];
  for (const expr of exprs) for (const [i, visibility] of VISIBILITIES.entries()) await roll(everybody[(exprs.indexOf(expr) + i) % 4], table, { expr, visibility });
  await ann.post(`/campaigns/${table.id}/messages`, { text: '[[3d6]] and [[3d6]]' });
  await ann.post(`/campaigns/${table.id}/messages`, { text: '/roll 2d8', to: 'dm' });
  await ann.post(`/campaigns/${table.id}/messages`, { text: '/roll 2d8', recipients: [await idOf(bob)] });
  await roll(bob, table, { expr: '1d20', mode: 'advantage' });
  await roll(bob, table, { expr: '2d6', critical: true });
  const next = await proof(ann, table, '?session=2');
  assert.ok(!next.over && next.streams.every((s) => s.seed === undefined));
  await ann.refused('POST', `/campaigns/${table.id}/rolls/proof`, 403, 'FORBIDDEN', { body: {} });
  const ended = await table.dm.post(`/campaigns/${table.id}/rolls/proof`, {}, 200);
  assert.deepEqual([ended.session, ended.current, ended.over], [1, 2, true]);
  const known = new Map();
  for (const who of everybody) {
    const after = await proof(who, table, '?session=1');
    // What was promised is what was kept.
    assert.deepEqual(after.streams.filter((s) => !s.stream.startsWith('named:')).map(({ stream, commitment }) => ({ stream, commitment })), before.get(who).streams, who.name);
    const streams = new Map(after.streams.map((s) => [s.stream, s]));
    known.set(who, streams);
    const seen = (await rolls(who, table)).filter((r) => r.result);
    assert.ok(seen.length >= exprs.length);
    const numbers = {};
    for (const made of seen.reverse()) {
      const stream = streams.get(made.stream);
      assert.ok(stream, `${who.name} sees ${made.visibility} and may check ${made.stream}`);
      assert.ok(check(made, stream), 'as the documentation has it');
      independent(made, stream);
      (numbers[made.stream] ??= []).push(made.n);
    }
    // No number is missing of what somebody sees all of.
    for (const [stream, ns] of Object.entries(numbers)) assert.deepEqual(ns, ns.map((_, i) => i + 1), stream);
  }
  // Nobody has a seed of what is others'.
  const annId = await idOf(ann);
  assert.deepEqual([...known.get(ann).keys()].filter((s) => !s.startsWith('named:')).sort(), ['party', `dm:${annId}`, `self:${annId}`].sort());
  assert.ok(!known.get(table.dm).has(`self:${annId}`));
  assert.ok(known.get(table.dm).has(`blind:${annId}`));
  // A die that was changed, a number or a text is found out.
  const [one] = (await rolls(ann, table)).filter((r) => r.stream === 'party' && r.result.dice[0].faces === 20);
  const stream = known.get(ann).get('party');
  const other = structuredClone(one);
  other.result.dice[0].rolled = (other.result.dice[0].rolled % 20) + 1;
  assert.ok(check(one, stream) && !check(other, stream));
  assert.ok(!check(one, { ...stream, commitment: next.streams[0].commitment }));
  assert.ok(!check(one, { seed: next.streams[0].commitment, commitment: stream.commitment }));
  // The new session counts anew, by the commitment that was there before it began.
  const fresh = await roll(ann, table, '1d20');
  assert.deepEqual([fresh.session, fresh.n], [2, 1]);
  assert.deepEqual((await proof(ann, table)).streams, next.streams);
});

test('what some whisper to each other, all of them can check, and nobody else', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const [ann, bob] = table.players;
  const [annId, bobId, dmId] = await Promise.all([idOf(ann), idOf(bob), idOf(table.dm)]);
  const streams = await Promise.all([ann, bob, table.dm, table.dm2, table.observer].map((who) => openStream(who, table.id)));
  const of = (...ids) => `named:${crypto.createHash('sha256').update([...ids].sort().join()).digest('hex').slice(0, 32)}`;
  const pair = of(annId, bobId);
  const promised = (await proof(ann, table, `?with=${bobId}`)).streams.find((s) => s.stream === pair);
  assert.deepEqual((await proof(bob, table, `?with=${annId},${bobId}`)).streams.find((s) => s.stream === pair), promised);
  const say = (who, text, ...recipients) => who.post(`/campaigns/${table.id}/messages`, { text, recipients });
  await say(ann, '[[8d6]] and [[3d8]]', bobId);
  await roll(ann, table, { expr: '1d20', visibility: 'self' });
  await say(ann, '/roll 3d6', bobId, dmId);
  await say(bob, '/roll 2d20', annId);
  await say(bob, '/roll 2d20', bobId);
  const said = async (who) => (await who.get(`/campaigns/${table.id}/messages`)).flatMap((m) => m.rolls);
  assert.deepEqual((await said(ann)).filter((r) => r.stream === pair).map((r) => r.n).sort(), [1, 2, 3], 'in one row, and nothing else in it');
  await table.dm.post(`/campaigns/${table.id}/rolls/proof`, {}, 200);
  const named = async (who) => new Map((await proof(who, table, '?session=1')).streams.filter((s) => s.stream.startsWith('named:')).map((s) => [s.stream, s]));
  const three = of(annId, bobId, dmId);
  for (const [who, expected] of [[ann, [pair, three]], [bob, [pair, three, of(bobId)]], [table.dm, [three]], [table.dm2, []], [table.observer, []]]) {
    const known = await named(who);
    assert.deepEqual([...known.keys()].sort(), expected.sort(), who.name);
    for (const made of await said(who)) assert.ok(check(made, known.get(made.stream)), `${who.name} checks ${made.stream}`);
  }
  assert.equal((await named(bob)).get(pair).commitment, promised.commitment);
  // Asking for a circle gives one's own with them, never theirs.
  const asked = (await proof(table.dm2, table, `?session=1&with=${annId},${bobId}`)).streams.map((s) => s.stream);
  assert.ok(asked.includes(of(annId, bobId, await idOf(table.dm2))) && !asked.includes(pair));
  for (const text of ['x', `${annId};${bobId}`, `,${annId}`, Array(60).fill(annId).join()]) await ann.refused('GET', `/campaigns/${table.id}/rolls/proof?with=${text}`, 400, 'VALIDATION_FAILED');
  // Everybody's stream says at once that it is over.
  for (const stream of streams) {
    const event = await stream.untilEvent('dice.session_ended');
    assert.deepEqual([event.json.session, event.json.patch], [1, {}]);
    stream.close();
  }
});

test('a day ends a session, too', async () => {
  const table = await newTable({ observer: false });
  const first = await roll(table.player, table, '1d20');
  const next = await proof(table.player, table, '?session=2');
  sql(`update dice_secrets set since = now() - interval '25 hours' where campaign_id = '${table.id}'`);
  const over = await proof(table.player, table, '?session=1');
  assert.ok(over.over && check(first, over.streams.find((s) => s.stream === 'party')));
  const later = await roll(table.player, table, '1d20');
  assert.deepEqual([later.session, later.n], [2, 1]);
  assert.deepEqual((await proof(table.player, table)).streams, next.streams);
  for (const session of [0, 4, -1, 2147483647, 'x']) await table.player.refused('GET', `/campaigns/${table.id}/rolls/proof?session=${session}`, 400, 'VALIDATION_FAILED');
});

test('what fails says nothing of what would have come', async () => {
  const table = await newTable({ observer: false });
  const { player } = table;
  // 1/(1d20>14) fails unless the die is high: were the die the next roll's, it would tell.
  for (let i = 0; i < 60; i++) {
    const answer = await player.call('POST', `/campaigns/${table.id}/rolls`, [201, 400], { body: { expr: '1/(1d2>1)' } });
    if (answer.status === 400) {
      // The same again is the same: it stays at its number until another one takes it.
      const again = await player.call('POST', `/campaigns/${table.id}/rolls`, [201, 400], { body: { expr: '1/(1d2>1)' } });
      assert.equal(again.status, 400);
      await roll(player, table, '1d2');
    }
  }
  const shown = (await rolls(player, table)).filter((r) => r.result.expression === '1d2').map((r) => r.result.total);
  assert.ok(shown.length > 5 && new Set(shown).size === 2, `${shown}`);
  assert.deepEqual(fieldCodes(await player.refused('POST', `/campaigns/${table.id}/rolls`, 400, 'VALIDATION_FAILED', { body: { expr: '201d6' } }), '/expr'), ['TOO_MANY_DICE']);
  assert.equal((await roll(player, table, '200d6')).result.dice.length, 200);
});

test('the dice are fair', async () => {
  const table = await newTable({ observer: false });
  const counts = Array(6).fill(0);
  for (let i = 0; i < 60; i++) for (const die of (await roll(table.player, table, '200d6')).result.dice) counts[die.rolled - 1]++;
  // Chi-square with five degrees of freedom: above 35 once in a million.
  const chi = counts.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
  assert.ok(chi < 35, `${counts}`);
});
