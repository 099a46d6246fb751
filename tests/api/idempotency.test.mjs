// A retry with the same Idempotency-Key gets the first answer, and nothing happens twice.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { sql } from '../lib/stack.mjs';
import { newCharacter, newSheet, newTable, newUser, random } from '../lib/users.mjs';

const withKey = (key = random('key')) => ({ headers: { 'idempotency-key': key } });

test('every POST that makes something takes a key, but for those that cannot', async () => {
  const { json } = await newUser().call('GET', '/openapi.json', 200);
  const without = Object.entries(json.paths).filter(([, methods]) => methods.post?.responses['201'] && !methods.post.parameters?.some((p) => p.name === 'Idempotency-Key')).map(([path]) => path);
  // An invite's code and a ticket are kept nowhere, and a picture is no text to compare.
  assert.deepEqual(without.sort(), ['/api/v1/campaigns/{id}/events/tickets', '/api/v1/campaigns/{id}/invites', '/api/v1/campaigns/{id}/maps/import', '/api/v1/campaigns/{id}/uploads']);
});

test('what is made twice under one key is made once', async () => {
  const table = await newTable();
  const { dm, player } = table;
  const whole = await dm.get(`/campaigns/${table.id}/export`);
  const node = await dm.post(`/campaigns/${table.id}/relations/nodes`, { kind: 'place', name: 'Phandalin' });
  const other = await dm.post(`/campaigns/${table.id}/relations/nodes`, { kind: 'place', name: 'Thundertree' });
  const map = await dm.post(`/campaigns/${table.id}/maps`, { name: 'Cellar', width: 9, height: 9 });
  const made = {
    '/campaigns': { name: 'Once' },
    [`/campaigns/${table.id}/maps`]: { name: 'Once', width: 5, height: 5 },
    [`/campaigns/${table.id}/tokens`]: { name: 'Once', x: 1, y: 1, map_id: map.id },
    '/campaigns/import': whole,
    '/characters': { name: 'Once', sheet: newSheet() },
    '/characters/import': { name: 'Twice', sheet: newSheet() },
    [`/campaigns/${table.id}/encounters`]: { name: 'Once' },
    [`/campaigns/${table.id}/handouts`]: { title: 'Once', text: 'Only.' },
    [`/campaigns/${table.id}/relations/nodes`]: { kind: 'person', name: 'Once' },
    [`/campaigns/${table.id}/relations/ties`]: { from_id: node.id, to_id: other.id, label: 'once' },
    [`/campaigns/${table.id}/messages`]: { to: 'party', text: 'Once.' },
    [`/campaigns/${table.id}/rolls`]: { expr: '1d20', visibility: 'party' },
    [`/campaigns/${table.id}/compendium/conditions`]: { name: 'Once', desc: ['Only.'] },
  };
  for (const [path, body] of Object.entries(made)) {
    const options = { body, ...withKey() };
    const events = () => sql(`select count(*) from events where campaign_id = '${table.id}'`)[0];
    const first = await dm.call('POST', path, 201, options);
    const told = events();
    const second = await dm.call('POST', path, 201, options);
    assert.deepEqual(second.json.data, first.json.data, path);
    assert.equal(second.headers.location, first.headers.location, path);
    assert.equal(first.headers['idempotency-replayed'], undefined);
    assert.equal(second.headers['idempotency-replayed'], 'true', path);
    assert.equal(events(), told, path);
    await dm.refused('POST', path, 422, 'IDEMPOTENCY_KEY_REUSED', { ...options, body: `${JSON.stringify(body)} ` });
    // Without it, it is made again.
    if (!path.endsWith('conditions')) assert.notDeepEqual((await dm.call('POST', path, 201, { body })).json.data, first.json.data, path);
  }
  assert.equal((await dm.get(`/campaigns/${table.id}/handouts`)).length, 2);
  // Keys are everybody's own.
  const key = withKey();
  const [mine, theirs] = await Promise.all([dm, player].map((who) => who.post('/characters', made['/characters'], 201, key)));
  assert.notEqual(mine.id, theirs.id);
});

test('changes of a character happen once, and all at the same time as well', async () => {
  const player = newUser();
  const hero = await newCharacter(player);
  const hurt = { body: { damage: 3 }, ...withKey() };
  const answers = await Promise.all(Array.from({ length: 6 }, () => player.call('POST', `/characters/${hero.id}/hp`, 200, hurt)));
  assert.equal(answers.filter((a) => a.headers['idempotency-replayed']).length, 5);
  assert.equal(new Set(answers.map((a) => JSON.stringify(a.json.data))).size, 1);
  assert.equal((await player.get(`/characters/${hero.id}`)).sheet.hp.current, 29);
  const makes = { body: { name: 'At once', sheet: newSheet() }, ...withKey() };
  await Promise.all(Array.from({ length: 6 }, () => player.call('POST', '/characters', 201, makes)));
  assert.equal((await player.get('/characters')).length, 2);
  // The same key for something else.
  await player.refused('POST', `/characters/${hero.id}/xp`, 422, 'IDEMPOTENCY_KEY_REUSED', { body: { amount: 5 }, headers: hurt.headers });
  await player.refused('PATCH', `/characters/${hero.id}/features/rage/use`, 400, 'VALIDATION_FAILED', { body: {}, ...withKey('x'.repeat(201)) });
  await player.refused('POST', '/characters', 400, 'VALIDATION_FAILED', { body: {}, ...withKey('two words') });
});

test('a refusal is not kept', async () => {
  const table = await newTable();
  const hero = await newCharacter(table.player, table.id);
  const key = withKey();
  await table.player.refused('POST', `/characters/${hero.id}/hp`, 412, 'VERSION_MISMATCH', { body: { damage: 1 }, headers: { ...key.headers, 'if-match': '"999"' } });
  await table.player.post(`/characters/${hero.id}/hp`, { damage: 1 }, 200, key);
  // Not even one of the database at the end: a campaign without its owner among its DMs.
  const whole = await table.dm.get(`/campaigns/${table.id}/export`);
  const headless = structuredClone(whole);
  headless.members = headless.members.filter((m) => m.user_id !== headless.campaign[0].owner_id);
  const again = withKey();
  await table.dm.refused('POST', '/campaigns/import', 400, 'VALIDATION_FAILED', { body: headless, ...again });
  await table.dm.post('/campaigns/import', whole, 201, again);
  await table.stranger.refused('POST', `/characters/${hero.id}/hp`, 404, 'CHARACTER_NOT_FOUND', { body: { damage: 1 }, ...key });
});

test('who has lost the campaign gets no first answer of it to something else', async () => {
  const table = await newTable();
  const key = withKey();
  const handout = { title: 'Note', text: 'Mine.' };
  await table.player.post(`/campaigns/${table.id}/handouts`, handout, 201, key);
  await table.player.refused('POST', `/campaigns/${crypto.randomUUID()}/handouts`, 422, 'IDEMPOTENCY_KEY_REUSED', { body: handout, ...key });
});
