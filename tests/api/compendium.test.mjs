import assert from 'node:assert/strict';
import test from 'node:test';
import { matrix } from '../lib/roles.mjs';
import { newUser } from '../lib/users.mjs';

const user = newUser();

async function all(path) {
  const found = [];
  let cursor;
  let pages = 0;
  do {
    const join = path.includes('?') ? '&' : '?';
    const answer = await user.call('GET', `${path}${cursor ? `${join}cursor=${encodeURIComponent(cursor)}` : ''}`, 200);
    found.push(...answer.json.data);
    cursor = answer.json.meta.pagination.next_cursor;
    pages++;
    assert.ok(pages < 200, 'pages without end');
  } while (cursor);
  return { found, pages };
}

test('who may read the compendium', async () => {
  await matrix({ stranger: user }, [
    { method: 'GET', path: '/compendium/monsters', expect: { none: 'TOKEN_MISSING', stranger: 200 } },
    { method: 'GET', path: '/compendium/monsters/goblin', expect: { none: 'TOKEN_MISSING', stranger: 200 } },
  ]);
});

test('the goblin of the SRD', async () => {
  const goblin = await user.get('/compendium/monsters/goblin');
  assert.equal(goblin.slug, 'goblin');
  assert.equal(goblin.name, 'Goblin');
  assert.equal(goblin.ruleset, '2014');
  assert.ok(goblin.source.length > 0);
  assert.equal(goblin.hp, 7);
  assert.equal(goblin.ac, 15);
});

test('what is not there is not found', async () => {
  for (const path of ['monsters/no-such-monster', 'no-such-type/goblin', 'monsters/Goblin', 'monsters/%27', `monsters/${'a'.repeat(500)}`]) {
    await user.refused('GET', `/compendium/${path}`, 404, 'ENTRY_NOT_FOUND');
  }
  await user.refused('GET', '/compendium/no-such-type', 404, 'ENTRY_NOT_FOUND');
  // A type that has entries but none that fits is an empty page like any other.
  const { json } = await user.call('GET', '/compendium/monsters?q=qqqqqqqqqqqq', 200);
  assert.deepEqual(json.data, []);
  assert.equal(json.meta.pagination.next_cursor, undefined);
});

test('pages of every size hold all monsters once, in the same order', async () => {
  const whole = await all('/compendium/monsters?limit=100');
  const slugs = whole.found.map((m) => m.slug);
  assert.ok(slugs.length > 300, `${slugs.length} monsters`);
  assert.equal(new Set(slugs).size, slugs.length);
  assert.ok(slugs.includes('goblin') && slugs.includes('ancient-red-dragon'));
  const small = await all('/compendium/monsters?limit=37');
  assert.deepEqual(small.found.map((m) => m.slug), slugs);
});

test('a search finds parts of names in any case, the best first', async () => {
  const names = async (q) => (await user.get(`/compendium/monsters?q=${encodeURIComponent(q)}`)).map((m) => m.slug);
  assert.equal((await names('goblin'))[0], 'goblin');
  assert.ok((await names('gob')).includes('goblin'));
  assert.ok((await names('red dragon')).includes('ancient-red-dragon'));
  assert.ok((await names('GOBLIN')).includes('goblin'));
  assert.deepEqual(await names('qqqqqqqqqqqq'), []);
});

test('pages of a search hold every hit once', async () => {
  const { found, pages } = await all('/compendium/monsters?q=dragon&limit=5');
  const slugs = found.map((m) => m.slug);
  assert.ok(pages > 2, `${slugs.length} hits`);
  assert.equal(new Set(slugs).size, slugs.length);
  const { found: again } = await all('/compendium/monsters?q=dragon&limit=100');
  assert.deepEqual(slugs, again.map((m) => m.slug));
});

test('a cursor of no list is refused', async () => {
  for (const path of ['/compendium/monsters?q=dragon', '/campaigns?limit=5']) {
    for (const cursor of ['x', 'x:y', '99999999999:x', ':', '1e5:a']) {
      await user.refused('GET', `${path}&cursor=${encodeURIComponent(cursor)}`, 400, 'VALIDATION_FAILED');
    }
  }
});

test('what a person types is text, not a pattern or a query', async () => {
  for (const q of ['%', '_', "'", '"', '\\', '*', ':*', '&', '!', '()', 'a & b', "'); drop table users; --", '<->', '😀', ' ', 'é'.repeat(20)]) {
    const answer = await user.call('GET', `/compendium/monsters?q=${encodeURIComponent(q)}`, [200, 400]);
    if (answer.status === 200) assert.ok(answer.json.data.length < 300, `${q} matched everything`);
  }
});

test('the ruleset chooses the edition', async () => {
  for (const entry of await user.get('/compendium/monsters?ruleset=2014&limit=100')) assert.equal(entry.ruleset, '2014');
  for (const entry of await user.get('/compendium/monsters?ruleset=2024&limit=100')) assert.equal(entry.ruleset, '2024');
  assert.equal((await user.get('/compendium/monsters/goblin?ruleset=2014')).ruleset, '2014');
  await user.refused('GET', '/compendium/monsters?ruleset=1974', 400, 'VALIDATION_FAILED');
});
