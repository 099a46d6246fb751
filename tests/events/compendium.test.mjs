// What streams hear of the compendium; and what happens when another version of what is built in is loaded while
// people play: what is theirs stays.
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { root } from '../lib/config.mjs';
import { openStream } from '../lib/sse.mjs';
import { ctl, pidOf, sql, untilHealthy } from '../lib/stack.mjs';
import { move, newCharacter, newEncounter, newSheet, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const built = path.join(root, 'sql/compendium');

// A copy in which the goblin is tougher, the ogre is gone and there is one monster more.
function changed(folder) {
  cpSync(built, folder, { recursive: true });
  chmodSync(folder, 0o755);
  const file = path.join(folder, '5.1/monsters.jsonl');
  const monsters = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter((m) => m.slug !== 'ogre');
  const goblin = monsters.find((m) => m.slug === 'goblin');
  goblin.hp = 9;
  monsters.push({ ...goblin, slug: 'quagmire-newcomer', name: 'Quagmire Newcomer' });
  writeFileSync(file, monsters.map((m) => `${JSON.stringify(m)}\n`).join(''));
}

test('an upgrade of the built-in entries keeps homebrew, overrides, what is hidden, and what refers to entries', async () => {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'tabard-upgrade-')), 'compendium');
  chmodSync(path.dirname(folder), 0o755);
  changed(folder);
  const table = await newTable();
  const own = `/campaigns/${table.id}/compendium`;
  await table.dm.post(`${own}/monsters`, { copy: 'orc', hp: 20 });
  await table.dm.post(`${own}/monsters`, { slug: 'kobold', hidden: true });
  await table.dm.post(`${own}/monsters`, { copy: 'goblin', name: 'Bog Goblin', ac: 11 });
  await table.dm.post(`${own}/equipment`, { copy: 'longsword', weapon: { damage: { dice: '2d8' } } });
  const { id: hero } = await newCharacter(table.player, table.id, { sheet: { ...newSheet(), equipment: [{ item: 'longsword', quantity: 1, equipped: true }] } });
  const { id } = await newEncounter(table.dm, table.id);
  for (const monster of ['goblin', 'ogre', 'bog-goblin']) await move(table.dm, id, { type: 'add_combatant', monster });
  const at = (slug) => `/compendium/monsters/${slug}?campaign_id=${table.id}`;
  const hp = async () => Object.fromEntries(Object.values((await table.dm.get(`/encounters/${id}`)).combatants).map((c) => [c.name, c.hp.max]));
  const theirs = async () => {
    assert.equal((await table.player.get(at('orc'))).hp, 20);
    await table.player.refused('GET', at('kobold'), 404, 'ENTRY_NOT_FOUND');
    const bog = await table.player.get(at('bog-goblin'));
    assert.deepEqual([bog.hp, bog.ac], [7, 11], 'a copy is not what it was copied from');
    assert.equal((await table.player.get(`/characters/${hero}/sheet`)).attacks.find((a) => a.item === 'longsword').damage.dice, '2d8');
    assert.deepEqual((await table.dm.get(`/compendium/monsters?q=goblin&limit=100&campaign_id=${table.id}`)).filter((m) => m.campaign_id).map((m) => m.slug), ['bog-goblin']);
  };
  await theirs();
  const version = async () => (await table.dm.get('/compendium')).version;
  const old = await version();
  let fresh;
  try {
    ctl('compendium', folder);
    await eventually('the new version is told', async () => (fresh = await version()) !== old);
    await theirs();
    assert.equal((await table.dm.get(at('goblin'))).hp, 9);
    assert.equal((await table.dm.get('/compendium/monsters/goblin')).hp, 9, 'nothing of the old version is kept');
    await table.dm.refused('GET', at('ogre'), 404, 'ENTRY_NOT_FOUND');
    assert.deepEqual((await table.dm.get('/compendium/search?q=quagmire')).map((e) => e.slug), ['quagmire-newcomer']);
    const before = await hp();
    assert.deepEqual(before, { Goblin: 7, Ogre: 59, 'Bog Goblin': 7 }, 'who fights stays what they were');
    await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
    assert.deepEqual(Object.values(await hp()).sort((a, b) => a - b), [7, 7, 9, 59]);
    await table.dm.post(`/encounters/${id}/undo`, {}, 200);
    assert.deepEqual(await hp(), before);
    await table.dm.refused('POST', `/encounters/${id}/moves`, 400, 'VALIDATION_FAILED', { body: { type: 'add_combatant', monster: 'ogre' } });
  } finally {
    ctl('compendium', built);
    rmSync(path.dirname(folder), { recursive: true });
  }
  await eventually('the old entries are told', async () => (await version()) !== fresh);
  await theirs();
  assert.equal((await table.dm.get('/compendium/monsters/goblin')).hp, 7);
});

test('DMs hear how far an import is, and nobody else does', async (t) => {
  const table = await newTable({ secondDm: true });
  const [dm, dm2, player, observer] = await Promise.all([table.dm, table.dm2, table.player, table.observer].map((viewer) => openStream(viewer, table.id)));
  t.after(() => [dm, dm2, player, observer].forEach((stream) => stream.close()));
  const told = (stream) => stream.passing.filter((event) => event.type === 'import.progress').map((event) => event.json);
  const file = Array.from({ length: 700 }, (_, i) => JSON.stringify({ entry: 'conditions', name: `Sodden ${i}` })).join('\n');
  const bring = (query) => table.dm.post(`/campaigns/${table.id}/compendium/import${query}`, file, 200);
  await bring('?dry_run=true');
  await bring('');
  const by = (await table.dm.get('/me')).id;
  for (const stream of [dm, dm2]) {
    await stream.until('the end of the import', () => told(stream).some(({ done }) => done === 700));
    const all = told(stream);
    assert.deepEqual(Object.keys(all[0]), ['at', 'by', 'done', 'of', 'type']);
    assert.ok(all.every((p) => p.of === 700 && p.by === by && p.type === 'import.progress'));
    assert.deepEqual(all.map((p) => p.done), all.map((p) => p.done).sort((a, b) => a - b));
  }
  // What everybody hears came later on the same way.
  await table.dm.post(`/campaigns/${table.id}/signals`, { type: 'ping' }, 202);
  for (const stream of [player, observer]) {
    await stream.until('the ping', () => stream.passing.some((event) => event.type === 'signal.ping'));
    assert.deepEqual(told(stream), []);
  }
});

test('a worker that is killed in the middle of an import leaves nothing of it', async (t) => {
  const table = await newTable();
  const stream = await openStream(table.dm, table.id);
  t.after(() => stream.close());
  const file = Array.from({ length: 4000 }, (_, i) => JSON.stringify({ entry: 'conditions', name: `Sodden ${i}`, desc: 'Wet to the bone.' })).join('\n');
  const path = `/campaigns/${table.id}/compendium/import`;
  const stored = () => sql(`select count(*) from compendium_entries where campaign_id = '${table.id}'`)[0];
  const asked = table.dm.call('POST', path, [503], { body: file });
  await stream.until('some of it is stored', () => stream.passing.some((event) => event.type === 'import.progress' && event.json.done > 0));
  process.kill(pidOf('api'), 'SIGKILL');
  assert.equal((await asked).status, 503);
  await untilHealthy();
  await eventually('its transaction has ended', () => sql("select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())").length === 0);
  assert.equal(stored(), '0');
  assert.equal((await table.dm.post(path, file, 200)).imported, 4000);
  assert.equal(stored(), '4000');
});
