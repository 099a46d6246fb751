// Entries of a campaign's own: made, copied, changed, hidden, removed, seen by its members only, and used in fights.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { sql } from '../lib/stack.mjs';
import { move, newEncounter, newTable, random } from '../lib/users.mjs';

function newMonster(more = {}) {
  return {
    name: random('Mudling'), size: 'small', type: 'elemental', ac: 12, hp: 22, hit_dice: '4d6+8', cr: '1/2',
    abilities: { str: 12, dex: 8, con: 14, int: 5, wis: 10, cha: 6 }, speeds: { walk: 20 }, environments: ['swamp'],
    actions: [{ name: 'Slam', attack: { kind: 'melee', bonus: 3, reach_ft: 5 }, damage: [{ dice: '1d6+1', average: 4, type: 'bludgeoning' }] }],
    ...more,
  };
}

const at = (table, rest = '') => `/campaigns/${table.id}/compendium/monsters${rest}`;
const listed = async (who, table, query) => (await who.get(`/compendium/monsters?${new URLSearchParams({ campaign_id: table.id, limit: 100, ...query })}`)).map((e) => e.slug);

test('who may see and change what a campaign has of its own', async () => {
  const table = await newTable({ secondDm: true });
  const made = await table.dm.post(at(table), newMonster());
  const denied = { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND' };
  const everyone = { ...denied, observer: 200, player: 200, dm: 200, owner: 200 };
  const dms = { ...denied, observer: 'FORBIDDEN', player: 'FORBIDDEN' };
  const scratch = async () => (await table.dm.post(at(table), newMonster())).slug;
  await matrix(peopleOf(table), [
    { method: 'GET', path: `/compendium?campaign_id=${table.id}`, expect: everyone },
    { method: 'GET', path: `/compendium/monsters?campaign_id=${table.id}`, expect: everyone },
    { method: 'GET', path: `/compendium/search?q=mud&campaign_id=${table.id}`, expect: everyone },
    { method: 'GET', path: `/compendium/monsters/${made.slug}?campaign_id=${table.id}`, expect: everyone },
    { method: 'POST', path: at(table), body: () => newMonster(), expect: { ...dms, dm: 201, owner: 201 } },
    { method: 'PATCH', path: at(table, `/${made.slug}`), body: { hp: 23 }, expect: { ...dms, dm: 200, owner: 200 } },
    { method: 'DELETE', path: async () => at(table, `/${await scratch()}`), expect: { ...dms, dm: 200, owner: 200 } },
  ]);
});

test('nothing of it is seen elsewhere', async () => {
  const [table, other] = [await newTable(), await newTable()];
  const made = await table.dm.post(at(table), newMonster({ name: random('Quagbeast') }));
  assert.deepEqual(await listed(table.player, table, { q: made.name }), [made.slug]);
  for (const query of [{ q: made.name }, { q: 'quagbaest' }, { environment: 'swamp' }, { facets: 'environment' }, { sort: '-cr' }]) {
    const { text } = await other.dm.call('GET', `/compendium/monsters?${new URLSearchParams({ campaign_id: other.id, limit: 100, ...query })}`, 200);
    assert.ok(!/quag|swamp/i.test(text), text.slice(0, 300));
    const { text: plain } = await table.dm.call('GET', `/compendium/monsters?${new URLSearchParams({ limit: 100, ...query })}`, 200);
    assert.ok(!/quag|swamp/i.test(plain), plain.slice(0, 300));
  }
  await table.dm.refused('GET', `/compendium/monsters/${made.slug}`, 404, 'ENTRY_NOT_FOUND');
  await other.dm.refused('GET', `/compendium/monsters/${made.slug}?campaign_id=${other.id}`, 404, 'ENTRY_NOT_FOUND');
  await other.dm.refused('PATCH', at(other, `/${made.slug}`), 404, 'ENTRY_NOT_FOUND', { body: { hp: 1 } });
  await other.dm.refused('DELETE', at(other, `/${made.slug}`), 404, 'ENTRY_NOT_FOUND');
});

test('a monster made here keeps what it was made of and more', async () => {
  const table = await newTable();
  const body = newMonster({ lore: { of: ['the deep'] }, source: 'My notebook', licence: 'CC0-1.0' });
  const made = await table.dm.post(at(table), body);
  assert.equal(made.slug, body.name.toLowerCase());
  assert.deepEqual([made.cr, made.cr_text, made.xp, made.proficiency_bonus], [0.5, '1/2', 100, 2]);
  const read = await table.player.get(`/compendium/monsters/${made.slug}?campaign_id=${table.id}`);
  for (const key of ['lore', 'source', 'licence', 'actions', 'abilities']) assert.deepEqual(read[key], body[key], key);
  assert.equal(read.campaign_id, table.id);
  const patched = await table.dm.patch(at(table, `/${made.slug}`), { lore: null, ac: 13, name: 'Mud Lord' });
  assert.deepEqual([patched.ac, patched.hp, patched.name, patched.slug, 'lore' in patched], [13, 22, 'Mud Lord', made.slug, false]);
  assert.deepEqual(await listed(table.dm, table, { q: 'mud lord' }), [made.slug]);
  const gone = await table.dm.delete(at(table, `/${made.slug}`));
  assert.equal(gone.slug, made.slug);
  await table.dm.refused('GET', `/compendium/monsters/${made.slug}?campaign_id=${table.id}`, 404, 'ENTRY_NOT_FOUND');
});

test('what is wrong with an entry is said by field', async () => {
  const table = await newTable();
  for (const [type, body, field, code] of [
    ['monsters', newMonster({ ac: 'high' }), '/ac', 'WRONG_TYPE'], ['monsters', newMonster({ hp: 0 }), '/hp', 'OUT_OF_RANGE'],
    ['monsters', { name: 'X' }, '/abilities', 'REQUIRED'], ['monsters', newMonster({ cr: '1/3' }), '/cr_text', 'REQUIRED'],
    ['monsters', newMonster({ size: 'vast' }), '/size', 'NOT_ALLOWED'], ['monsters', newMonster({ immunities: ['fire', 'water'] }), '/immunities/1', 'NOT_ALLOWED'],
    ['monsters', newMonster({ actions: [{ name: 'Slam', attack: { kind: 'melee' } }] }), '/actions/0/attack/bonus', 'REQUIRED'],
    ['monsters', newMonster({ actions: [{ name: 'Slam', damage: [{ dice: '1d6', type: 'mud' }] }] }), '/actions/0/damage/0/type', 'NOT_ALLOWED'],
    ['monsters', newMonster({ actions: [{ name: 'Slam', damage: [{ dice: 'many' }] }] }), '/actions/0/damage/0/dice', 'NOT_ALLOWED'], ['monsters', newMonster({ hit_dice: '4x6' }), '/hit_dice', 'NOT_ALLOWED'],
    ['spells', { name: 'X', level: 10 }, '/level', 'OUT_OF_RANGE'], ['spells', { name: 'X' }, '/level', 'REQUIRED'],
    ['equipment', { name: 'X', cost_cp: -1 }, '/cost_cp', 'OUT_OF_RANGE'], ['subclasses', { name: 'X' }, '/class', 'REQUIRED'],
    ['conditions', { name: 'X', slug: 'Not A Slug' }, '/slug', 'NOT_ALLOWED'], ['conditions', { slug: 'x' }, '/name', 'REQUIRED'],
    ['conditions', { hidden: true }, '/slug', 'REQUIRED'], ['conditions', { copy: 'nothing' }, '/copy', 'NOT_FOUND'],
  ]) {
    const error = await table.dm.refused('POST', `/campaigns/${table.id}/compendium/${type}`, 400, 'VALIDATION_FAILED', { body });
    assert.deepEqual(fieldCodes(error, field), [code], `${type} ${field}: ${JSON.stringify(error.details)}`);
  }
  await table.dm.refused('POST', `/campaigns/${table.id}/compendium/nothings`, 404, 'ENTRY_NOT_FOUND', { body: { name: 'X' } });
  await table.dm.post(at(table), newMonster({ slug: 'twice' }));
  await table.dm.refused('POST', at(table), 409, 'ENTRY_EXISTS', { body: newMonster({ slug: 'twice' }) });
});

test('a built-in entry is hidden, replaced, copied and comes back', async () => {
  const table = await newTable();
  await table.dm.post(at(table), { slug: 'goblin', hidden: true });
  assert.ok(!(await listed(table.player, table, { q: 'goblin' })).includes('goblin'));
  assert.deepEqual(await listed(table.player, table, { hidden: 'true' }), ['goblin']);
  await table.player.refused('GET', `/compendium/monsters/goblin?campaign_id=${table.id}`, 404, 'ENTRY_NOT_FOUND');
  assert.equal((await table.player.get('/compendium/monsters/goblin')).hp, 7);
  await table.dm.delete(at(table, '/goblin'));
  assert.equal((await table.player.get(`/compendium/monsters/goblin?campaign_id=${table.id}`)).hp, 7);

  const own = await table.dm.post(at(table), { copy: 'goblin', hp: 12 });
  assert.deepEqual([own.slug, own.name, own.hp, own.ac, own.source, own.licence], ['goblin', 'Goblin', 12, 15, 'SRD 5.1', 'CC-BY-4.0']);
  assert.equal((await listed(table.player, table, { q: 'goblin' })).filter((slug) => slug === 'goblin').length, 1);
  assert.equal((await table.player.get(`/compendium/monsters/goblin?campaign_id=${table.id}`)).hp, 12);
  const chief = await table.dm.post(at(table), { copy: 'goblin', name: 'Goblin Chief', source: 'Mine' });
  assert.deepEqual([chief.slug, chief.hp, chief.source], ['goblin-chief', 12, 'Mine']);
  const all = [];
  for (let cursor; ;) {
    const { json } = await table.player.call('GET', `/compendium/monsters?${new URLSearchParams({ campaign_id: table.id, limit: 100, ...(cursor && { cursor }) })}`, 200);
    all.push(...json.data.map((e) => e.slug));
    cursor = json.meta.pagination.next_cursor;
    if (!cursor) break;
  }
  assert.equal(all.length, 335);
  assert.deepEqual(all, [...all].sort());
  assert.equal(new Set(all).size, all.length);
});

test('fights are fought with the campaign\'s own', async () => {
  const table = await newTable();
  const { id } = await newEncounter(table.dm, table.id);
  const made = await table.dm.post(at(table), newMonster());
  await table.dm.post(at(table), { copy: 'goblin', hp: 12 });
  await table.dm.post(at(table), { slug: 'orc', hidden: true });
  await move(table.dm, id, { type: 'add_combatant', monster: made.slug });
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin' });
  await table.dm.refused('POST', `/encounters/${id}/moves`, 400, 'VALIDATION_FAILED', { body: { type: 'add_combatant', monster: 'orc' } });
  const { combatants } = await table.dm.get(`/encounters/${id}`);
  assert.deepEqual(Object.values(combatants).map((c) => c.hp.max).sort((a, b) => a - b), [12, 22]);
});

test('what there is counts what a campaign has in the place of what it replaces and hides', async () => {
  const table = await newTable();
  const counts = async () => {
    const { types, sources } = await table.player.get(`/compendium?campaign_id=${table.id}`);
    const of = (source) => sources.filter((s) => s.source === source).reduce((sum, s) => sum + s.count, 0);
    return [types.monsters['2014'], of('SRD 5.1'), of('Homebrew')];
  };
  const [monsters, srd] = await counts();
  assert.equal(monsters, 334);
  await table.dm.post(at(table), { slug: 'orc', hidden: true });
  await table.dm.post(at(table), newMonster({ slug: 'goblin' }));
  await table.dm.post(at(table), newMonster());
  assert.deepEqual(await counts(), [334, srd - 2, 2]);
  assert.deepEqual((await table.dm.get('/compendium')).types.monsters['2014'], 334);
});

test('a campaign has ten thousand of its own and no more, however many come at once', async () => {
  const table = await newTable();
  sql(`insert into compendium_entries (campaign_id, ruleset, type, slug, name, source, data)
    select '${table.id}', '2014', 'conditions', 'c-' || i, 'C ' || i, '', '{}' from generate_series(1, 9998) i`);
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((i) => table.dm.call('POST', at(table), [201, 409], { body: newMonster({ slug: `one-${i}` }) })));
  assert.deepEqual(answers.map((a) => a.status).sort(), [201, 201, 409, 409, 409, 409]);
  for (const a of answers) if (a.status === 409) assert.equal(a.json.error.code, 'HOMEBREW_FULL');
  const bring = (names) => names.map((name) => JSON.stringify({ entry: 'conditions', name })).join('\n');
  await table.dm.refused('POST', `/campaigns/${table.id}/compendium/import`, 409, 'HOMEBREW_FULL', { body: bring(['C 1', 'New']) });
  assert.equal((await table.dm.get(`/compendium/conditions/c-1?campaign_id=${table.id}`)).source, '', 'nothing of a file that is too much is stored');
  await table.dm.post(`/campaigns/${table.id}/compendium/import`, bring(['C 1', 'C 2']), 200);
  await table.dm.delete(`/campaigns/${table.id}/compendium/conditions/c-3`);
  await table.dm.post(`/campaigns/${table.id}/compendium/import`, bring(['C 1', 'New']), 200);
});

test('pages stay right while entries come and go', async () => {
  const table = await newTable();
  const steady = [];
  for (let i = 0; i < 24; i++) steady.push((await table.dm.post(at(table), newMonster({ name: `Wisp ${String(i).padStart(2, '0')}` }))).slug);
  for (const query of [{ q: 'wisp' }, { environment: 'swamp', sort: 'name' }, { environment: 'swamp', sort: '-cr' }, {}]) {
    const seen = [];
    let round = 0;
    for (let cursor; ;) {
      const { json } = await table.player.call('GET', `/compendium/monsters?${new URLSearchParams({ campaign_id: table.id, limit: 7, ...query, ...(cursor && { cursor }) })}`, 200);
      seen.push(...json.data.map((e) => e.slug));
      cursor = json.meta.pagination.next_cursor;
      if (!cursor) break;
      if (round++ < 12) {
        const comer = await table.dm.post(at(table), newMonster({ name: `Wisp ${random('x')}` }));
        if (round % 2) await table.dm.delete(at(table, `/${comer.slug}`));
      }
    }
    assert.equal(new Set(seen).size, seen.length, 'one came twice');
    for (const slug of steady) assert.ok(seen.includes(slug), `${slug} was skipped by ${JSON.stringify(query)}`);
  }
});
