// Characters as files: our own out and in again, and those of other programs. The files are made up.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fieldCodes } from '../lib/client.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { newCharacter, newSheet, newTable, newUser } from '../lib/users.mjs';

const file = (name) => readFileSync(new URL(`../files/${name}.json`, import.meta.url), 'utf8');
const edited = (name, change) => { const json = JSON.parse(file(name)); change(json); return JSON.stringify(json); };
const bring = async (user, body, type) => (await user.call('POST', '/characters/import', 201, { body, headers: type ? { 'content-type': type } : {} })).json.data;
const fates = (character, fate) => character.report.filter((n) => n.fate === fate).map((n) => n.from);

test('who may take a character out, and bring one in', async () => {
  const table = await newTable({ players: 2, secondDm: true });
  const { id } = await newCharacter(table.player, table.id);
  const nobody = { none: 'TOKEN_MISSING', stranger: 'CHARACTER_NOT_FOUND', observer: 'FORBIDDEN', other: 'FORBIDDEN', dm: 'FORBIDDEN', owner: 'FORBIDDEN', player: 200 };
  await matrix({ ...peopleOf(table), other: table.players[1] }, [
    { method: 'GET', path: `/characters/${id}/export`, expect: nobody },
    { method: 'POST', path: '/characters/import', body: file('foundry-actor'), expect: { none: 'TOKEN_MISSING', stranger: 201 } },
  ]);
  await table.dm.refused('GET', `/characters/${id}/export?format=xml`, 403, 'FORBIDDEN');
});

// With everything that XML and JSON write differently.
const odd = () => ({
  ...newSheet(), notes: 'a < b & "c" > d\n\tē 🐉 \r\n]]>', features_used: { rage: 1 }, extra: { Ünï: [1, 2.5, null, true, { '': 'x' }], 'a b': {}, item: [], entry: '', 7: -1e3 },
  equipment: [{ item: '<b>Rope</b>', quantity: 1, equipped: false }], increases: [{ source: 'gift', ability: 'wis', value: 1 }],
});

test('the export of an import is the export', async () => {
  const user = newUser();
  const { id } = await newCharacter(user, undefined, { name: 'Ŧhokk & <Sons>', sheet: odd() });
  const before = await user.get(`/characters/${id}`);
  const json = await user.get(`/characters/${id}/export`);
  const xml = await user.call('GET', `/characters/${id}/export?format=xml`, 200, { raw: true });
  assert.match(xml.headers['content-type'], /^application\/xml/);
  assert.match(xml.headers['content-disposition'], /character\.xml/);
  assert.deepEqual(Object.keys(json).sort(), ['format', 'name', 'ruleset', 'sheet']);
  const envelope = { success: true, data: json, meta: {} };
  for (const [body, type] of [[json], [envelope], [before], [xml.text, 'application/xml'], [xml.text, 'text/xml; charset=utf-8']]) {
    const { format, characters } = await bring(user, body, type);
    assert.equal(format, 'tabard');
    const [made] = characters;
    assert.notEqual(made.id, id);
    assert.deepEqual(made.sheet, before.sheet);
    assert.deepEqual(await user.get(`/characters/${made.id}/export`), json);
    const again = await user.call('GET', `/characters/${made.id}/export?format=xml`, 200, { raw: true });
    assert.equal(again.text, xml.text);
    assert.deepEqual((await user.get(`/characters/${made.id}/history`)).map((h) => h.kind), ['imported']);
  }
});

test('our own format is checked like any sheet, and what is wrong is named', async () => {
  const user = newUser();
  const good = { name: 'A', ruleset: '2014', sheet: newSheet() };
  const wrong = [
    ['/sheet/abilities/str', { sheet: { ...newSheet(), abilities: { ...newSheet().abilities, str: 31 } } }], ['/sheet/nonsense', { sheet: { ...newSheet(), nonsense: 1 } }],
    ['/name', { name: '' }], ['/ruleset', { ruleset: '1974' }], ['/sheet/hp/current', { sheet: { ...newSheet(), hp: { current: 999 } } }],
  ];
  for (const [field, change] of wrong) {
    const error = await user.refused('POST', '/characters/import', 400, 'VALIDATION_FAILED', { body: { ...good, ...change } });
    assert.ok(fieldCodes(error, field).length, JSON.stringify(error));
  }
  const [made] = (await bring(user, { ...good, id: 'x', owner_id: 'somebody', version: 9 })).characters;
  assert.deepEqual(fates(made, 'left_out').sort(), ['/id', '/owner_id', '/version']);
  assert.equal((await user.get(`/characters/${made.id}`)).version, 1);
});

test('a Foundry actor: levels and hit points follow from its items', async () => {
  const user = newUser();
  const { format, characters: [brak] } = await bring(user, file('foundry-actor'));
  assert.equal(format, 'foundry');
  const { sheet } = brak;
  assert.equal(brak.name, 'Brak (Half-Orc Barbarian)');
  assert.deepEqual(sheet.abilities, { str: 17, dex: 14, con: 15, int: 8, wis: 12, cha: 30 });
  assert.deepEqual(sheet.classes, [{ class: 'barbarian', level: 3, subclass: 'berserker', hp_rolls: [0, 9, 0] }, { class: 'wizard', level: 2 }]);
  assert.deepEqual([sheet.species, sheet.background, sheet.alignment, sheet.xp, sheet.exhaustion], ['half-orc', 'acolyte', 'Chaotic Good', 900, 1]);
  assert.deepEqual(sheet.hp, { current: 21, temp: 3 });
  assert.deepEqual(sheet.proficiencies, { skills: ['athletics', 'intimidation'], expertise: ['intimidation'], saves: ['str', 'con'], languages: ['common', 'orc'] });
  assert.deepEqual(sheet.hit_dice_used, { d12: 1, d6: 1 });
  assert.deepEqual(sheet.slots_used, { 1: 3 });
  assert.deepEqual(sheet.feats, ['grappler']);
  assert.deepEqual(sheet.equipment.map((e) => [e.item, e.quantity, e.equipped]), [['greataxe', 1, true], ['crossbow-light', 1, false], ['A tooth of the old chief', 2, false]]);
  assert.deepEqual([sheet.spells, sheet.prepared], [['magic-missile', 'shield'], ['magic-missile']]);
  assert.equal(sheet.notes, 'Grew up at the Red Gate.\nNever looks back.');
  assert.deepEqual(sheet.extra.imported['/system/currency'], { pp: 0, gp: 12 });
  for (const field of ['int', 'wis', 'cha'].map((a) => `/system/abilities/${a}/value`)) assert.ok(fates(brak, 'repaired').includes(field), field);
  for (const field of ['/items/5', '/items/12', '/system/skills/ste/value']) assert.ok(fates(brak, 'left_out').includes(field), field);
  assert.deepEqual((await user.get(`/characters/${brak.id}`)).sheet, sheet);
  assert.equal((await user.get(`/characters/${brak.id}/sheet`)).level, 5);
  const error = await user.refused('POST', '/characters/import', 400, 'VALIDATION_FAILED', { body: edited('foundry-actor', (a) => { a.type = 'npc'; }) });
  assert.deepEqual(fieldCodes(error, '/type'), ['NOT_ALLOWED']);
});

test('a Foundry actor of another version, or half of one', async () => {
  const user = newUser();
  const older = edited('foundry-actor', (a) => {
    a.items = a.items.filter((i) => !['race', 'background'].includes(i.type));
    Object.assign(a.system.details, { race: 'High Elf', background: 'Sage of Nowhere' });
    a.system.attributes.hp = { value: 500, max: 44 };
    a.items.push({ name: 'Ring of Protection', type: 'equipment', system: { attunement: 2, equipped: true } });
  });
  const { characters: [elf] } = await bring(user, older);
  assert.deepEqual([elf.sheet.species, elf.sheet.lineage, elf.sheet.background], ['elf', 'high-elf', 'sage-of-nowhere']);
  assert.deepEqual(elf.sheet.hp, { current: 44, temp: 0, max: 44 });
  assert.equal(elf.sheet.equipment.find((e) => e.item === 'ring-of-protection').attuned, true);
  assert.ok(elf.report.some((n) => n.fate === 'repaired' && n.to === '/sheet/hp/current'));
  assert.ok(elf.report.some((n) => n.why?.includes('sage-of-nowhere')));
  const { characters: [bare] } = await bring(user, { type: 'character', system: { abilities: {} } });
  assert.equal(bare.name, 'Nameless');
  assert.deepEqual(Object.values(bare.sheet.abilities), [10, 10, 10, 10, 10, 10]);
});

test('a D&D Beyond character: reckoned from its parts', async () => {
  const user = newUser();
  const { format, characters: [mirri] } = await bring(user, file('dnd-beyond'));
  assert.equal(format, 'dnd-beyond');
  const { sheet } = mirri;
  assert.equal(mirri.name, 'Mirri Quickstep');
  assert.deepEqual(sheet.abilities, { str: 8, dex: 17, con: 13, int: 12, wis: 10, cha: 18 }, 'with what the species gives, not with what an item gives');
  assert.deepEqual([sheet.species, sheet.lineage, sheet.background, sheet.alignment, sheet.xp], ['halfling', 'lightfoot-halfling', 'urchin', 'chaotic-good', 950]);
  assert.deepEqual(sheet.classes, [{ class: 'rogue', level: 3, subclass: 'thief' }]);
  assert.deepEqual(sheet.hp, { current: 16, temp: 2 }, '18 and Constitution thrice, which is the usual maximum');
  assert.deepEqual(sheet.proficiencies.skills, ['stealth', 'sleight-of-hand']);
  assert.deepEqual([sheet.proficiencies.expertise, sheet.proficiencies.saves, sheet.proficiencies.tools, sheet.proficiencies.languages], [['stealth'], ['dex'], ['thieves-tools'], ['halfling']]);
  assert.deepEqual(sheet.equipment.map((e) => e.item), ['shortsword', 'leather-armor', "Grandfather's Watch"]);
  assert.deepEqual([sheet.spells, sheet.prepared, sheet.hit_dice_used, sheet.exhaustion, sheet.notes], [['minor-illusion'], ['minor-illusion'], { d8: 1 }, 1, 'Left the docks at night.']);
  assert.deepEqual(sheet.extra.imported['/data/currencies'], { cp: 5, sp: 0, gp: 30, ep: 0, pp: 0 });
  assert.ok(fates(mirri, 'left_out').includes('/data/conditions/1'));
  assert.ok(!JSON.stringify(sheet).includes('example.invalid'), 'nothing that leads back');
  const { characters: [rolled] } = await bring(user, edited('dnd-beyond', (d) => { d.data.baseHitPoints = 22; d.data.removedHitPoints = 0; }));
  assert.deepEqual(rolled.sheet.hp, { current: 25, temp: 2, max: 25 });
});

test('the characters of an Improved Initiative store, and of a list', async () => {
  const user = newUser();
  const { format, characters } = await bring(user, file('improved-initiative'));
  assert.equal(format, 'improved-initiative');
  const [hulda, pip] = characters;
  assert.deepEqual(characters.map((c) => c.name), ['Hulda', 'Pip']);
  assert.deepEqual([hulda.sheet.species, hulda.sheet.lineage, hulda.sheet.classes], ['dwarf', 'hill-dwarf', [{ class: 'cleric', level: 1 }]]);
  assert.equal(hulda.sheet.hp.current, 7);
  assert.equal(hulda.sheet.armor_class, 18);
  assert.equal(hulda.sheet.notes, 'Owes the smith.');
  assert.deepEqual(hulda.sheet.proficiencies, { skills: ['perception'], languages: ['common', 'dwarvish'] });
  assert.deepEqual(pip.sheet.hp, { current: 9, temp: 0 }, 'never more than there are');
  assert.equal((await user.get('/characters')).length, 2);
  const list = await bring(newUser(), file('improved-initiative-list'));
  assert.deepEqual(list.characters.map((c) => [c.name, c.sheet.classes[0].class]), [['Hulda', 'cleric'], ['Gregor', 'fighter']]);
});

test('all of a file or nothing', async () => {
  const user = newUser();
  const many = JSON.stringify(Array.from({ length: 51 }, () => JSON.parse(file('improved-initiative-list'))[0]));
  for (const body of [many, '[]', '{}', '{"PersistentCharacters.a":{}}', '{"data":[]}', '', 'null', '7', '{"a":1,"a":2}', '['.repeat(5000)]) {
    await user.refused('POST', '/characters/import', 400, 'VALIDATION_FAILED', { body });
  }
  await user.refused('POST', '/characters/import', 415, 'UNSUPPORTED_MEDIA_TYPE', { body: '{}', headers: { 'content-type': 'text/plain' } });
  assert.deepEqual(await user.get('/characters'), []);
});

test('XML that is up to something is refused', async () => {
  const user = newUser();
  const { id } = await newCharacter(user);
  const { text } = await user.call('GET', `/characters/${id}/export?format=xml`, 200, { raw: true });
  const headers = { 'content-type': 'application/xml' };
  const bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  const bad = [
    text.replace('?>', `?>${bomb}`).replace('Hero', '&b;'), text.replace('?>', '?><!DOCTYPE x SYSTEM "file:///etc/passwd">'), text.replace('<name>', '<name>&nope;'), text.slice(0, -20),
    text.replaceAll('character>', 'person>'), text.replace('type="object"', 'type="thing"'), text.replace('<name>', '<name><b/>'), text.replace('<name>', 'x<name>'),
    text.replace(/(<name>.*<\/name>)/, '$1$1'), text.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace('<name>', '<name>\0'), '<character/>', '<a>'.repeat(3000), `<character type="object">${'<a type="object">'.repeat(100)}`,
    Buffer.from(text, 'utf16le'), text.replace(/type="number">\d+/, 'type="number">0x10'),
    `<character type="object">${Array.from({ length: 20000 }, (_, i) => `<a${i}/>`).join('')}</character>`,
  ];
  for (const [i, body] of bad.entries()) {
    const error = await user.refused('POST', '/characters/import', 400, 'VALIDATION_FAILED', { body, headers });
    assert.ok(!JSON.stringify(error).includes('root:'), `${i}`);
  }
  await user.call('POST', '/characters/import', 201, { body: text.replace('encoding="UTF-8"', ''), headers });
  assert.equal((await user.get('/characters')).length, 2);
});

test('files as programs leave them lying about', async () => {
  const user = newUser();
  const good = { name: 'Marked', sheet: newSheet() };
  // With a byte order mark, with blank lines before it.
  for (const [body, type] of [[`\ufeff${JSON.stringify(good)}`], [`\r\n\n ${JSON.stringify(good, null, 2)}\n`]]) {
    assert.equal((await bring(user, body, type)).characters[0].name, 'Marked');
  }
  const [{ id }] = (await bring(user, good)).characters;
  const xml = (await user.call('GET', `/characters/${id}/export?format=xml`, 200, { raw: true })).text;
  assert.match(xml, /^<\?xml|^<character/);
  for (const body of [`\ufeff${xml}`, `\n\t${xml}\n`]) assert.equal((await bring(user, body, 'text/xml')).characters[0].name, 'Marked');
  // What the compendium does not know is said of our own files, too.
  const [made] = (await bring(user, { ...good, sheet: { abilities: newSheet().abilities, classes: [{ class: 'wizzard', level: 1 }] } })).characters;
  assert.match(made.report.find((n) => n.fate === 'repaired').why, /^wizzard is not in the compendium/);
  // One whom nobody has hurt has all hit points.
  const [hulda] = (await bring(user, edited('improved-initiative', (f) => { const [entry] = Object.values(f); delete entry.CurrentHP; entry.StatBlock.HP.Value = 23; }))).characters;
  assert.deepEqual([hulda.sheet.hp.current, hulda.sheet.hp.max], [23, 23]);
});
