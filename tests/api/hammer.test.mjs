// A hundred clients at once on one encounter: nothing is lost, nothing applied twice, and the log, the versions and the hit
// points add up.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { readLog } from '../lib/session.mjs';
import { move, newEncounter, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const CLIENTS = 100;
const HP = 10000;

// One wall to hit, and what has been done to it so far.
async function wall() {
  const table = await newTable({ secondDm: true, campaign: { settings: { turn_seconds: 0 } } });
  const { id } = await newEncounter(table.dm, table.id);
  const made = await move(table.dm, id, { type: 'add_combatant', custom: { name: 'Wall', hp: HP } });
  await move(table.dm, id, { type: 'roll_initiative' });
  const { version } = await move(table.dm, id, { type: 'start' });
  return { table, id, target: made.result[0].combatant_id, version, answers: [] };
}

const hit = (scene, amount) => ({ type: 'damage', targets: [scene.target], amount });

// Sends until it is answered with something else than "try again"; what was made is noted.
async function send(scene, path, body, headers = {}) {
  const client = Math.random() < 0.5 ? scene.table.dm : scene.table.dm2;
  const answer = await eventually(`${path} is answered`, async () => {
    const got = await client.call('POST', `/encounters/${scene.id}/${path}`, [200, 201, 409, 412, 503], { body, headers });
    return got.status === 503 || got.json.error?.code === 'CONFLICT' ? null : got;
  });
  if (answer.status < 300) scene.answers.push(answer.json.data);
  return answer;
}

// The damage of the moves in effect, by the log alone: an undo takes back the newest, a redo reverses the newest undo.
function damageByLog(log, amounts) {
  const done = [];
  for (const line of log) {
    if (line.type === 'undo') {
      const taken = done.findLast((d) => d.type === 'damage' && !d.by);
      taken.by = line.id;
      done.push({ id: line.id, type: 'undo' });
    } else if (line.type === 'redo') {
      const undo = done.findLast((d) => d.type === 'undo' && !d.by);
      undo.by = line.id;
      for (const d of done) if (d.by === undo.id) d.by = undefined;
    } else {
      done.push({ id: line.id, type: line.type });
    }
  }
  return done.filter((d) => d.type === 'damage' && !d.by).reduce((sum, d) => sum + amounts.get(d.id), 0);
}

test('a hundred clients lose nothing and apply nothing twice', async () => {
  const scene = await wall();
  const amounts = new Map();
  const damage = async (amount, headers) => {
    const answer = await send(scene, 'moves', hit(scene, amount), headers);
    if (answer.status === 201) amounts.set(answer.json.data.move.id, amount);
    return answer;
  };
  const client = async (n) => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    await damage(1 + n % 7);
    if (n % 4 === 0) await send(scene, 'undo', {});
    if (n % 8 === 0) await send(scene, 'redo', {});
    // The same request again and again, from the same person, is one move.
    const mine = async () => (await eventually('a retry is answered', async () => {
      const got = await scene.table.dm.call('POST', `/encounters/${scene.id}/moves`, [201, 409, 503], { body: hit(scene, 2), headers: key });
      return got.status === 201 ? got : null;
    })).json.data;
    const [first, ...others] = await Promise.all([mine(), mine(), mine()]);
    for (const other of [...others, await mine()]) assert.deepEqual(other, first);
    amounts.set(first.move.id, 2);
    scene.answers.push(first);
    await scene.table.dm.refused('POST', `/encounters/${scene.id}/moves`, 422, 'IDEMPOTENCY_KEY_REUSED', { body: hit(scene, 3), headers: key });
    // Whoever has seen the table as it is gets through; who has not, does not.
    const seen = await scene.table.dm.get(`/encounters/${scene.id}`);
    const careful = await damage(3, { 'if-match': `"${seen.version}"` });
    assert.ok([201, 412].includes(careful.status));
    if (careful.status === 201) assert.equal(careful.json.data.version, seen.version + 1, 'made for the version it was meant for');
    else assert.ok(Number(careful.json.error.details.version) > seen.version);
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)));

  const log = (await readLog(scene.table.dm, scene.id)).filter((line) => line.version > scene.version);
  const byId = new Map(log.map((line) => [line.id, line]));
  assert.deepEqual(log.map((line) => line.version), log.map((_, i) => scene.version + 1 + i), 'every version once');
  assert.equal(new Set(scene.answers.map((a) => a.version)).size, scene.answers.length, 'no two answers for one version');
  for (const { move: made, version } of scene.answers) assert.equal(byId.get(made.id)?.version, version, 'what was answered is in the log');
  assert.equal(log.length, scene.answers.length, 'and nothing else');
  const after = await scene.table.dm.get(`/encounters/${scene.id}`);
  assert.equal(after.version, log.at(-1).version);
  assert.equal(after.combatants[scene.target].hp.current, HP - damageByLog(log, amounts));
});

test('the first committed move wins, and the others learn which it was', async () => {
  const scene = await wall();
  for (let round = 0; round < 8; round++) {
    const { version } = await scene.table.dm.get(`/encounters/${scene.id}`);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => send(scene, 'moves', hit(scene, n), { 'if-match': `"${version}"` })));
    const won = answers.filter((a) => a.status === 201);
    assert.equal(won.length, 1);
    for (const { status, json } of answers.filter((a) => a.status !== 201)) {
      assert.equal(status, 412);
      assert.equal(json.error.code, 'VERSION_MISMATCH');
      assert.equal(Number(json.error.details.version), version + 1);
      assert.deepEqual(json.error.details.changed.map((c) => [c.id, c.type, c.version]), [[won[0].json.data.move.id, 'damage', version + 1]]);
    }
  }
});
