// What a person types, and what they find: the first hit for each, and what filters, facets and sorts promise.
import assert from 'node:assert/strict';
import test from 'node:test';
import { newUser } from '../lib/users.mjs';

const user = newUser();
const search = (query) => user.get(`/compendium/search?${new URLSearchParams(query)}`);
const list = (type, query) => user.get(`/compendium/${type}?${new URLSearchParams(query)}`);

// What is typed | the first hit among all types. Exact, then beginnings, words, and what is only similar.
const cases = `
fireball | spells/fireball
FIREBALL | spells/fireball
fïrebàll | spells/fireball
ﬁreball | spells/fireball
fire ball | spells/fireball
fireb | spells/fireball
firebal | spells/fireball
firbal | spells/fireball
fierball | spells/fireball
magic missile | spells/magic-missile
magic mis | spells/magic-missile
magic misile | spells/magic-missile
majic missile | spells/magic-missile
magicmissile | spells/magic-missile
missile magic | spells/magic-missile
cure wounds | spells/cure-wounds
cure wound | spells/cure-wounds
cure wonds | spells/cure-wounds
hunter's mark | spells/hunters-mark
hunter’s mark | spells/hunters-mark
hunters mark | spells/hunters-mark
goblin | monsters/goblin
goblins | monsters/goblin
gob | monsters/goblin
gobln | monsters/goblin
golbin | monsters/goblin
hobgoblins | monsters/hobgoblin
wolf | monsters/wolf
wolves | monsters/wolf
dire wolves | monsters/dire-wolf
harpies | monsters/harpy
zombies | monsters/zombie
liches | monsters/lich
owlbear | monsters/owlbear
owl bear | monsters/owlbear
owlbaer | monsters/owlbear
tarrasque | monsters/tarrasque
tarask | monsters/tarrasque
tarrasqe | monsters/tarrasque
adult red | monsters/adult-red-dragon
dragon red adult | monsters/adult-red-dragon
ancient red dargon | monsters/ancient-red-dragon
skeleten | monsters/skeleton
gelatinous | monsters/gelatinous-cube
gelatinus cube | monsters/gelatinous-cube
longsword | equipment/longsword
long sword | equipment/longsword
longsowrd | equipment/longsword
great axe | equipment/greataxe
plate armor | equipment/plate-armor
healers kit | equipment/healers-kit
potion of healing | magic-items/potion-of-healing
healing potion | magic-items/potion-of-healing
bag of hold | magic-items/bag-of-holding
bag hlding | magic-items/bag-of-holding
cloak elven | magic-items/cloak-of-elvenkind
vorpal | magic-items/vorpal-sword
barbarian | classes/barbarian
barbarain | classes/barbarian
rage | features/rage
sneak atack | features/sneak-attack
half-orc | species/half-orc
half orc | species/half-orc
halforc | species/half-orc
tiefl | species/tiefling
grappled | conditions/grappled
grapled | conditions/grappled
paralised | conditions/paralyzed
stealth | skills/stealth
perseption | skills/perception
slashing | damage-types/slashing
necrotic | damage-types/necrotic
acolyte | backgrounds/acolyte
grappler | feats/grappler
cr 30 | monsters/tarrasque
`.trim().split('\n').map((line) => line.split(' | '));

test('the first hit for what is typed', async () => {
  assert.ok(cases.length >= 60);
  const wrong = [];
  for (const [q, wanted] of cases) {
    const [first] = await search({ q, limit: 1 });
    if (`${first?.entry}/${first?.slug}` !== wanted) wrong.push(`${q} -> ${first?.entry}/${first?.slug}, not ${wanted}`);
  }
  assert.deepEqual(wrong, []);
});

test('numbers are taken as they are', async () => {
  const quarter = await list('monsters', { q: 'cr 1/4', limit: 100 });
  assert.ok(quarter.length > 20);
  for (const monster of quarter) assert.equal(monster.cr, '1/4', monster.name);
  for (const spell of await list('spells', { q: 'level 3 evocation', limit: 100 })) assert.deepEqual([spell.level, spell.school], [3, 'evocation']);
  for (const spell of await list('spells', { q: 'cantrip', limit: 100 })) assert.equal(spell.level, 0, spell.name);
});

test('each letter more narrows what the letters before it found', async () => {
  for (const word of ['fireball', 'goblin', 'longsword', 'barbarian']) {
    for (let n = 2; n <= word.length; n++) {
      const hits = await search({ q: word.slice(0, n), limit: 100 });
      assert.ok(hits.some((hit) => hit.slug === word), `${word.slice(0, n)} does not find ${word}`);
    }
  }
});

test('highlights put together are the name, with the words that were looked for', async () => {
  for (const hit of await search({ q: 'red drag' })) {
    assert.equal(hit.highlight.map((part) => part.text).join(''), hit.name);
  }
  const [dragon] = await search({ q: 'adult red drag', limit: 1 });
  assert.deepEqual(dragon.highlight.filter((part) => part.match).map((part) => part.text), ['Adult', 'Red', 'Dragon']);
});

test('a search of one type or some is of those', async () => {
  assert.ok((await search({ q: 'fire', types: 'spells', limit: 100 })).every((hit) => hit.entry === 'spells'));
  const types = new Set((await search({ q: 'fire', types: 'spells,monsters', limit: 100 })).map((hit) => hit.entry));
  assert.deepEqual([...types].sort(), ['monsters', 'spells']);
  await user.refused('GET', '/compendium/search?q=fire&types=nothing', 400, 'VALIDATION_FAILED');
  await user.refused('GET', '/compendium/search', 400, 'VALIDATION_FAILED');
});

// Type, query, and what each hit's whole entry must fulfil.
const filters = [
  ['monsters', { size: 'tiny', type: 'undead' }, (e) => e.size === 'tiny' && e.type === 'undead'],
  ['monsters', { size: 'tiny,huge' }, (e) => ['tiny', 'huge'].includes(e.size)],
  ['monsters', { cr: '1/4' }, (e) => e.cr === 0.25],
  ['monsters', { cr_min: '1/8', cr_max: '0.5' }, (e) => e.cr >= 0.125 && e.cr <= 0.5],
  ['monsters', { q: 'dragon', cr_min: '20' }, (e) => e.cr >= 20],
  ['monsters', { legendary: 'true' }, (e) => e.legendary_actions.per_round > 0],
  ['monsters', { spellcaster: 'true', moves: 'fly' }, (e) => e.spellcasting.length > 0 && e.speeds.fly > 0],
  ['monsters', { immunity: 'fire', resistance: 'cold' }, (e) => e.immunities.includes('fire') && e.resistances.includes('cold')],
  ['monsters', { subtype: 'goblinoid', alignment: 'neutral evil' }, (e) => e.subtypes.includes('goblinoid') && e.alignment === 'neutral evil'],
  ['spells', { level: '3', class: 'wizard' }, (e) => e.level === 3 && e.classes.includes('wizard')],
  ['spells', { level_min: '8', school: 'evocation,necromancy' }, (e) => e.level >= 8 && ['evocation', 'necromancy'].includes(e.school)],
  ['spells', { ritual: 'true', concentration: 'false' }, (e) => e.ritual && !e.concentration],
  ['spells', { casting_time: 'bonus_action' }, (e) => e.casting_time.unit === 'bonus_action'],
  ['spells', { damage_type: 'fire', save: 'dex' }, (e) => e.save.ability === 'dex' && e.damage.some((d) => d.types.includes('fire'))],
  ['equipment', { kind: 'weapon', property: 'finesse' }, (e) => e.weapon.properties.includes('finesse')],
  ['equipment', { cost_cp_max: '100', cost_cp_min: '1' }, (e) => e.cost_cp >= 1 && e.cost_cp <= 100],
  ['magic-items', { rarity: 'legendary', attunement: 'false' }, (e) => e.rarity === 'legendary' && !e.attunement],
  ['features', { class: 'wizard', level_max: '2' }, (e) => e.class === 'wizard' && e.level <= 2],
  ['species', { size: 'small' }, (e) => e.size_options.includes('small')],
  ['skills', { ability: 'dex' }, (e) => e.ability === 'dex'],
  ['subclasses', { class: 'cleric' }, (e) => e.class === 'cleric'],
  ['classes', { hit_die: '12' }, (e) => e.hit_die === 12],
];

test('what a filter gives fits it, and what it leaves out does not', async () => {
  for (const [type, query, fits] of filters) {
    const what = `${type} ${JSON.stringify(query)}`;
    const all = async (more) => {
      const found = [];
      for (let cursor; ;) {
        const { json } = await user.call('GET', `/compendium/${type}?${new URLSearchParams({ limit: 100, ...more, ...(cursor && { cursor }) })}`, 200);
        found.push(...json.data);
        cursor = json.meta.pagination.next_cursor;
        if (!cursor) return found;
      }
    };
    const fields = 'size,type,cr,legendary_actions,spellcasting,speeds,immunities,resistances,subtypes,alignment,level,classes,school,ritual,concentration,casting_time,damage,save,weapon,cost_cp,rarity,attunement,class,size_options,ability,hit_die';
    const some = await all({ ...query, fields });
    assert.ok(some.length > 0, `${what} finds nothing`);
    // cr is a word in lists; the entry has the number.
    const number = { '1/8': 0.125, '1/4': 0.25, '1/2': 0.5 };
    const whole = (e) => ({ ...e, ...(e.cr && { cr: number[e.cr] ?? Number(e.cr) }) });
    for (const entry of some) assert.ok(fits(whole(entry)), `${what} gives ${JSON.stringify(entry)}`);
    if (query.q) continue;
    const slugs = new Set(some.map((e) => e.slug));
    const left = (await all({ fields })).filter((e) => !slugs.has(e.slug));
    for (const entry of left) {
      let good = false;
      try { good = fits(whole(entry)); } catch { /* it has no such member */ }
      assert.ok(!good, `${what} leaves out ${entry.slug}`);
    }
  }
});

test('what a type has no filter, sort or facet for is refused by its name', async () => {
  for (const [path, field] of [
    ['spells?cr=1', 'cr'], ['spells?cr_min=1', 'cr_min'], ['monsters?school=evocation', 'school'], ['monsters?level=1', 'level'],
    ['monsters?sort=level', 'sort'], ['monsters?facets=school', 'facets'], ['monsters?cr=high', 'cr'], ['monsters?cr_max=1/0', 'cr_max'],
    ['monsters?fields=a;b', 'fields'], ['monsters?hidden=true', 'campaign_id'],
  ]) {
    const error = await user.refused('GET', `/compendium/${path}`, 400, 'VALIDATION_FAILED');
    assert.equal(error.details.fields[0].field, field, path);
  }
});

test('facets count what the list holds', async () => {
  const { json } = await user.call('GET', '/compendium/monsters?type=dragon&facets=size,legendary&limit=100', 200);
  const counted = {};
  for (const monster of json.data) counted[monster.size] = (counted[monster.size] ?? 0) + 1;
  assert.deepEqual(json.meta.facets.size, counted);
  const sum = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
  assert.equal(sum(json.meta.facets.legendary), json.data.length);
  assert.deepEqual((await user.call('GET', '/compendium/monsters?type=nothing&facets=size', 200)).json.meta.facets, {});
});

test('a sort sorts, both ways, over pages', async () => {
  const pages = async (sort) => {
    const found = [];
    for (let cursor; ;) {
      const { json } = await user.call('GET', `/compendium/spells?${new URLSearchParams({ sort, limit: 50, ...(cursor && { cursor }) })}`, 200);
      found.push(...json.data);
      cursor = json.meta.pagination.next_cursor;
      if (!cursor) return found;
    }
  };
  const up = await pages('level');
  const down = await pages('-level');
  assert.ok(up.every((spell, i) => i === 0 || up[i - 1].level <= spell.level));
  assert.ok(down.every((spell, i) => i === 0 || down[i - 1].level >= spell.level));
  const names = await pages('name');
  const back = await pages('-name');
  assert.deepEqual(back.map((s) => s.slug), names.map((s) => s.slug).reverse());
  for (const found of [up, down, names]) assert.equal(new Set(found.map((s) => s.slug)).size, names.length);
});

test('fields picks the columns', async () => {
  const [goblin] = await list('monsters', { q: 'goblin', fields: 'hp,abilities,nothing', limit: 1 });
  assert.equal(goblin.hp, 7);
  assert.equal(goblin.abilities.dex, 14);
  assert.ok(!('ac' in goblin) && !('nothing' in goblin));
  assert.equal(goblin.slug, 'goblin');
});

test('the compendium says what it has', async () => {
  const whole = await user.get('/compendium');
  const types = ['backgrounds', 'classes', 'conditions', 'damage-types', 'equipment', 'feats', 'features', 'magic-items', 'monsters', 'rules', 'skills', 'species', 'spells', 'subclasses'];
  assert.deepEqual(Object.keys(whole.types).sort(), types);
  for (const type of types) assert.deepEqual(Object.keys(whole.types[type]), ['2014', '2024'], type);
  assert.deepEqual(whole.types.monsters, { 2014: 334, 2024: 331 });
  assert.deepEqual(whole.sources.map((s) => s.licence), ['CC-BY-4.0', 'CC-BY-4.0']);
  for (const entry of await list('monsters', { ruleset: '2024', limit: 5 })) assert.deepEqual([entry.source, entry.licence], ['SRD 5.2', 'CC-BY-4.0']);
});
