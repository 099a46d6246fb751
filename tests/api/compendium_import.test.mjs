// Files of other formats: what comes of them, what is repaired and said, and that it is all of it or nothing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { build, root, varDir } from '../lib/config.mjs';
import { fiveDatabase, improvedInitiative, open5eAnswer, open5eFixtures } from '../lib/formats.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { ctl, sql } from '../lib/stack.mjs';
import { move, newCharacter, newEncounter, newSheet, newTable } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

const lines = (values) => values.map((value) => JSON.stringify(value)).join('\n');
const into = (table, body, query = '') => table.dm.post(`/campaigns/${table.id}/compendium/import${query}`, body, 200);
const entry = (table, type, slug) => table.player.get(`/compendium/${type}/${slug}?campaign_id=${table.id}`);
const notes = (report, slug) => report.entries.find((e) => e.slug === slug).notes;
const own = (more = {}) => ({ entry: 'conditions', name: 'Sodden', ...more });

test('who may bring files', async () => {
  const table = await newTable({ secondDm: true });
  await matrix(peopleOf(table), [{
    method: 'POST', path: `/campaigns/${table.id}/compendium/import`, body: own(),
    expect: { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: 'FORBIDDEN', player: 'FORBIDDEN', dm: 200, owner: 200 },
  }]);
});

test('Open5e: the text is right where the row is not, and the report says so', async () => {
  const table = await newTable();
  const report = await into(table, lines(open5eFixtures()));
  assert.deepEqual([report.format, report.imported, report.refused, report.skipped], ['open5e', 5, 0, 1]);
  const drake = await entry(table, 'monsters', 'bog-drake');
  assert.deepEqual([drake.ruleset, drake.licence, drake.size, drake.ac, drake.hp, drake.hit_dice, drake.cr, drake.xp], ['2014', 'CC-BY-4.0', 'large', 14, 68, '8d10+24', 3, 700]);
  assert.deepEqual([drake.speeds, drake.saves, drake.skills, drake.senses, drake.immunities, drake.condition_immunities, drake.environments],
    [{ walk: 30, swim: 40 }, { con: 4 }, { stealth: 3 }, { darkvision: 60 }, ['poison'], ['poisoned'], ['swamp']]);
  assert.equal(drake.extra.weather, 'fog');
  const by = Object.fromEntries(drake.actions.map((a) => [a.name, a]));
  assert.deepEqual(Object.keys(by), ['Multiattack', 'Claws', 'Bite', 'Tail', 'Bog Breath']);
  assert.deepEqual(by.Claws.attack, { kind: 'melee', via: 'weapon', bonus: 5, reach_ft: 5 });
  assert.deepEqual(by.Claws.damage, [{ dice: '2d6+3', average: 10, type: 'slashing' }]);
  assert.deepEqual(by.Bite.damage, [{ dice: '2d6+3', average: 10, type: 'piercing' }, { dice: '1d6', average: 3, type: 'acid' }]);
  assert.deepEqual([by.Tail.attack.bonus, by.Tail.attack.reach_ft, by.Tail.damage[0].type], [5, 10, 'bludgeoning']);
  assert.deepEqual(by['Bog Breath'].save, { ability: 'dex', dc: 13, half_on_success: true, damage: [{ dice: '6d6', average: 21, type: 'acid' }] });
  assert.deepEqual([by['Bog Breath'].uses, by['Bog Breath'].area], [{ kind: 'recharge', die: 6, min: 5 }, { shape: 'cone', length_ft: 30 }]);
  assert.deepEqual(drake.multiattack.options, [[{ action: 'Claws', count: 2 }, { action: 'Bite', count: 1 }]]);
  assert.deepEqual([drake.legendary_actions.per_round, drake.legendary_actions.actions[0].cost], [3, 2]);
  assert.equal(drake.traits[0].name, 'Amphibious');
  const said = notes(report, 'bog-drake').join('\n');
  for (const what of [/Claws.*thunder.*slashing/, /Claws.*2d6,.*2d6\+3/, /Bite.*nothing.*piercing/, /Bite.*nothing.*1d6/, /Tail.*no row/]) assert.match(said, what);
  const spear = await entry(table, 'equipment', 'bog-spear');
  assert.deepEqual([spear.weight_lb, spear.cost_cp, spear.weapon], [3.5, 100, {
    category: 'simple', kind: 'melee', damage: { dice: '1d6', type: 'piercing' }, properties: ['thrown', 'versatile'], versatile_dice: '1d8', reach_ft: 5, range_ft: 20, range_long_ft: 60 }]);
  assert.deepEqual((await entry(table, 'equipment', 'bog-mail')).armor, { category: 'medium', ac: 15, adds_dex: true, dex_max: 2, strength: 0, stealth_disadvantage: true });
  const king = await entry(table, 'magic-items', 'bog-king');
  assert.deepEqual([king.base, king.attunement, 'weapon' in king], [['bog-spear'], true, false]);
  const lance = await entry(table, 'spells', 'mud-lance');
  assert.deepEqual([lance.level, lance.school, lance.classes, lance.concentration, lance.components], [2, 'conjuration', ['druid'], true, ['V', 'S']]);
  assert.deepEqual([lance.casting_time, lance.range, lance.duration, lance.save], [{ amount: 1, unit: 'bonus_action' }, { kind: 'distance', feet: 60 }, { kind: 'timed', amount: 1, unit: 'minute', up_to: true }, { ability: 'dex' }]);
  assert.deepEqual(lance.damage, [{ types: ['bludgeoning'], dice: '3d6' }]);
});

test('Open5e: an answer of its API, alone or as a page of results', async () => {
  const table = await newTable();
  for (const body of [open5eAnswer(), { count: 1, next: null, previous: null, results: [open5eAnswer()] }]) {
    const report = await into(table, body);
    assert.deepEqual([report.format, report.imported], ['open5e', 1]);
    const imp = await entry(table, 'monsters', 'bog-imp');
    assert.deepEqual([imp.size, imp.type, imp.cr_text, imp.xp, imp.speeds, imp.resistances, imp.condition_immunities, imp.skills], ['small', 'fiend', '1/4', 50, { walk: 20, fly: 40 }, ['fire'], ['charmed'], { stealth: 5 }]);
    assert.deepEqual([imp.actions[0].name, imp.actions[0].uses, imp.actions[0].damage], ['Sting', { kind: 'recharge', die: 6, min: 5 }, [{ dice: '1d6+2', average: 5, type: 'piercing' }]]);
    assert.match(notes(report, 'bog-imp').join(), /thunder/);
  }
});

test('5e-database: monsters, spells, equipment and magic items', async () => {
  const table = await newTable();
  const report = await into(table, fiveDatabase());
  assert.deepEqual([report.format, report.imported, report.refused], ['5e-database', 7, 0]);
  const knight = await entry(table, 'monsters', 'mire-knight');
  assert.deepEqual([knight.ac, knight.hit_dice, knight.xp, knight.speeds, knight.saves, knight.skills], [18, '8d8+16', 700, { walk: 30, fly: 20 }, { con: 5 }, { perception: 4 }]);
  assert.deepEqual([knight.resistances, knight.conditional_resistances.length, knight.immunities, knight.vulnerabilities, knight.condition_immunities], [['cold'], 1, ['necrotic'], ['radiant'], ['frightened']]);
  const by = Object.fromEntries(knight.actions.map((a) => [a.name, a]));
  assert.deepEqual(by.Longsword.damage, [{ dice: '1d8+3', average: 7, type: 'slashing' }]);
  assert.deepEqual(by.Longsword.damage_alternatives, [{ dice: '1d10+3', average: 8, type: 'slashing', when: 'two_handed' }]);
  assert.deepEqual([by['Mud Grasp'].save.ability, by['Mud Grasp'].save.half_on_success, by['Mud Grasp'].save.damage[0].dice, by['Mud Grasp'].uses.min], ['str', true, '4d6', 5]);
  assert.deepEqual([knight.multiattack.options, knight.legendary_actions.per_round, knight.legendary_actions.actions[1].cost, knight.traits[0].uses], [[[{ action: 'Longsword', count: 2 }]], 2, 2, { kind: 'day', count: 1 }]);
  const daily = (spell, count) => ({ spell, uses: { kind: 'day', count } });
  assert.deepEqual(knight.spellcasting, [{ name: 'Innate Spellcasting', innate: true, ability: 'cha', save_dc: 12, spells: [{ spell: 'light', uses: 'at_will' }, { spell: 'mage-hand', uses: 'at_will' }, daily('fog-cloud', 3), daily('bane', 3), daily('wind-walk', 1)] }]);
  for (const what of [/xp was 650/, /nonmagical weapons.*kept as text/, /choice/]) assert.match(notes(report, 'mire-knight').join('\n'), what);
  const bolt = await entry(table, 'spells', 'mire-bolt');
  assert.deepEqual([bolt.damage, bolt.save, bolt.desc], [[{ by_slot: { 1: '2d8', 2: '3d8' }, types: ['cold'] }], { ability: 'con' }, 'Made up.\n\nIn two paragraphs.']);
  assert.deepEqual([(await entry(table, 'equipment', 'mud-boots')).cost_cp, (await entry(table, 'magic-items', 'mire-lamp')).rarity], [30, 'very-rare']);
  assert.deepEqual((await entry(table, 'equipment', 'mire-glaive')).weapon, { category: 'martial', kind: 'melee', damage: { dice: '1d10', type: 'slashing' }, versatile_dice: '1d12', properties: ['reach', 'thrown'], reach_ft: 10, range_ft: 20, range_long_ft: 60 });
  assert.match(notes(report, 'mire-glaive').join(), /monk is not kept/);
  assert.deepEqual((await entry(table, 'equipment', 'mire-plate')).armor, { category: 'medium', ac: 15, adds_dex: true, dex_max: 2, strength: 0, stealth_disadvantage: true });
  assert.deepEqual((await entry(table, 'equipment', 'mire-shield')).armor, { category: 'shield', adds_dex: false, strength: 0, stealth_disadvantage: false, ac_bonus: 2 });
  const { id } = await newCharacter(table.player, table.id, { sheet: { ...newSheet(), equipment: ['mire-glaive', 'mire-plate', 'mire-shield'].map((item) => ({ item, quantity: 1, equipped: true })) } });
  const derived = await table.player.get(`/characters/${id}/sheet`);
  assert.deepEqual([derived.armor_class.value, derived.attacks.find((a) => a.item === 'mire-glaive').damage.dice], [19, '1d10']);
});

test('Improved Initiative: attacks are read from their texts', async () => {
  const table = await newTable();
  const report = await into(table, improvedInitiative());
  assert.deepEqual([report.format, report.imported, report.skipped], ['improved-initiative', 2, 1]);
  const hag = await entry(table, 'monsters', 'fen-hag');
  assert.deepEqual([hag.size, hag.type, hag.subtypes, hag.alignment, hag.source, hag.hit_dice, hag.speeds, hag.senses, hag.passive_perception], ['medium', 'fey', ['hag'], 'chaotic evil', 'My notes', '11d8+33', { walk: 30, swim: 30 }, { darkvision: 60 }, 14]);
  assert.deepEqual([hag.saves, hag.skills, hag.multiattack.options], [{ con: 6 }, { 'sleight-of-hand': 4 }, [[{ action: 'Claws', count: 2 }]]]);
  assert.deepEqual(hag.actions[2], { name: 'Spit', desc: hag.actions[2].desc, uses: { kind: 'day', count: 3 }, attack: { kind: 'ranged', via: 'weapon', bonus: 3, range_ft: 20, range_long_ft: 60 }, damage: [{ flat: 1, type: 'poison' }] });
  const at = (spell, level) => ({ spell, ...(level !== undefined && { level }) });
  assert.deepEqual(hag.spellcasting, [{
    name: 'Spellcasting', innate: false, ability: 'wis', save_dc: 12, attack_bonus: 4, slots: { 1: 4, 3: 2 },
    spells: [{ ...at('guidance', 0), uses: 'at_will' }, { ...at('poison-spray', 0), uses: 'at_will' }, at('entangle', 1), at('fog-cloud', 1), at('hold-person'), at('sleet-storm')],
  }]);
  const fog = await entry(table, 'spells', 'fen-fog');
  assert.deepEqual([fog.concentration, fog.ritual, fog.components, fog.duration.up_to], [true, true, ['V', 'S', 'M'], true]);
});

test('what we give can be brought back', async () => {
  const table = await newTable();
  const given = await Promise.all(['goblin', 'adult-red-dragon', 'lich'].map((slug) => table.dm.get(`/compendium/monsters/${slug}`)));
  const report = await into(table, lines(given));
  assert.deepEqual([report.format, report.imported], ['tabard', 3]);
  for (const before of given) {
    const after = await entry(table, 'monsters', before.slug);
    assert.equal(after.campaign_id, table.id);
    delete after.campaign_id;
    assert.deepEqual(after, before);
  }
});

test('one entry that is refused, and nothing is stored', async () => {
  const table = await newTable();
  const bad = fiveDatabase();
  bad[0].strength = 99;
  delete bad[1].level;
  const dry = await into(table, bad, '?dry_run=true');
  assert.deepEqual([dry.dry_run, dry.imported, dry.refused], [true, 0, 2]);
  const error = await table.dm.refused('POST', `/campaigns/${table.id}/compendium/import`, 422, 'IMPORT_REFUSED', { body: bad });
  const refused = error.details.report.entries.filter((e) => e.status === 'refused');
  assert.deepEqual(refused.map((e) => [e.place, e.problems[0].field, e.problems[0].code]), [['mire-knight', '/abilities/str', 'OUT_OF_RANGE'], ['mire-bolt', '/level', 'REQUIRED']]);
  await table.dm.refused('GET', `/compendium/equipment/mud-boots?campaign_id=${table.id}`, 404, 'ENTRY_NOT_FOUND');
  const twice = await table.dm.refused('POST', `/campaigns/${table.id}/compendium/import`, 422, 'IMPORT_REFUSED', { body: lines([own(), own()]) });
  assert.equal(twice.details.report.entries[1].problems[0].code, 'TWICE');
});

test('a dry run stores nothing, and a second import replaces the first', async () => {
  const table = await newTable();
  await into(table, own(), '?dry_run=true');
  await table.dm.refused('GET', `/compendium/conditions/sodden?campaign_id=${table.id}`, 404, 'ENTRY_NOT_FOUND');
  await into(table, own({ depth: 1 }));
  await into(table, own({ depth: 2 }));
  assert.equal((await entry(table, 'conditions', 'sodden')).depth, 2);
});

test('what is no file of entries is refused as what it is', async () => {
  const table = await newTable();
  for (const [body, code] of [['', 'REQUIRED'], ['hello', 'MALFORMED'], ['[', 'MALFORMED'], ['{"a":1,"a":2}', 'DUPLICATE_KEY'], ['{"entry":"conditions","name":"X"}{', 'MALFORMED'], ['[]', 'REQUIRED'], ['\u0000', 'MALFORMED']]) {
    const error = await table.dm.refused('POST', `/campaigns/${table.id}/compendium/import`, 400, 'VALIDATION_FAILED', { body });
    assert.equal(error.details.fields[0].code, code, JSON.stringify(body));
  }
  for (const body of ['7', '[7, "x", null]', '{}', '{"name":"X"}', '{"Creatures.a":7}']) {
    const report = await into(table, body);
    assert.equal(report.skipped, report.entries.length, body);
  }
  for (const [what, body] of [['entries', '{"entry":"conditions","name":"X"}\n'.repeat(5001)], ['nothings', '{}\n'.repeat(2000000)], ['values', `[${'[],'.repeat(1000000)}[]]`], ['rows', `[${'{"model":"x","fields":{}},'.repeat(40000)}{}]`]]) {
    const error = await table.dm.refused('POST', `/campaigns/${table.id}/compendium/import`, 400, 'VALIDATION_FAILED', { body });
    assert.equal(error.details.fields[0].code, 'TOO_LONG', what);
  }
  await table.dm.refused('POST', `/campaigns/${table.id}/compendium/import`, 413, 'PAYLOAD_TOO_LARGE', { body: Buffer.alloc(8 * 1024 * 1024 + 1, ' ') });
});

test('what was brought fights, with attacks, breath and legendary actions of its own', async () => {
  const table = await newTable();
  await into(table, `${lines(open5eFixtures())}\n${JSON.stringify(improvedInitiative())}`);
  const { id } = await newEncounter(table.dm, table.id);
  for (const monster of ['bog-drake', 'fen-hag']) await move(table.dm, id, { type: 'add_combatant', monster });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const all = Object.entries((await table.dm.get(`/encounters/${id}`)).combatants);
  const [drake, hag] = ['Bog Drake', 'Fen Hag'].map((name) => all.find(([, c]) => c.name === name)[0]);
  assert.deepEqual(all.map(([, c]) => c.hp.max).sort((a, b) => a - b), [68, 82]);
  const { turn } = await table.dm.get(`/encounters/${id}`);
  if (turn.combatant_id !== drake) await move(table.dm, id, { type: 'next_turn' });
  const { result } = await move(table.dm, id, { type: 'take_turn', combatant_id: drake, attacks: [{ target: hag, attack: 'Bite', roll: 19 }] });
  assert.ok(result.some((r) => r.kind === 'attack' && r.success), JSON.stringify(result));
  assert.ok((await table.dm.get(`/encounters/${id}`)).combatants[hag].hp.current < 82);
  await move(table.dm, id, { type: 'use_feature', combatant_id: drake, feature: 'Bog Breath', count: 1 });
  await move(table.dm, id, { type: 'next_turn' });
  await move(table.dm, id, { type: 'use_legendary', combatant_id: drake, count: 2 });
});

test('what was brought casts: slots, and spells so many times a day', async () => {
  const table = await newTable();
  await into(table, `${JSON.stringify(fiveDatabase())}\n${JSON.stringify(improvedInitiative())}`);
  const { id } = await newEncounter(table.dm, table.id);
  for (const monster of ['mire-knight', 'fen-hag', 'couatl']) await move(table.dm, id, { type: 'add_combatant', monster });
  const named = async (name) => Object.entries((await table.dm.get(`/encounters/${id}`)).combatants).find(([, c]) => c.name === name);
  const [knight, { resources }] = await named('Mire Knight');
  assert.deepEqual([resources['feature:fog-cloud'].max, resources['feature:wind-walk'].max, resources['feature:light']], [3, 1, undefined]);
  const hag = (await named('Fen Hag'))[1].resources;
  assert.deepEqual([hag['slot:1'].max, hag['slot:3'].max], [4, 2]);
  assert.equal((await named('Couatl'))[1].resources['feature:dream'].max, 1);
  await move(table.dm, id, { type: 'use_feature', combatant_id: knight, feature: 'wind-walk', count: 1 });
  await table.dm.refused('POST', `/encounters/${id}/moves`, 422, 'NO_USES_LEFT', { body: { type: 'use_feature', combatant_id: knight, feature: 'wind-walk', count: 1 } });
});

test('all that is built in is good enough to be brought in', async () => {
  const table = await newTable();
  for (const type of ['monsters', 'spells', 'equipment', 'magic-items', 'features', 'classes', 'subclasses', 'species', 'feats', 'conditions', 'skills']) {
    for (const ruleset of ['2014', '2024']) {
      const given = [];
      for (let cursor; ;) {
        const query = new URLSearchParams({ ruleset, limit: 100, fields: 'all', ...(cursor && { cursor }) });
        const { json } = await table.dm.call('GET', `/compendium/${type}?${query}`, 200);
        given.push(...json.data);
        cursor = json.meta.pagination.next_cursor;
        if (!cursor) break;
      }
      const report = await into(table, lines(given), '?dry_run=true');
      const refused = report.entries.filter((e) => e.status !== 'good');
      assert.deepEqual(refused.map((e) => [e.slug, e.problems, e.notes]), [], `${type} ${ruleset}`);
    }
  }
});

// A folder for files to bring, gone afterwards.
async function withFiles(files, use) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tabard-import-'));
  chmodSync(folder, 0o755); // tabardctl runs as the database's user
  try {
    return await use(files.map((file, i) => {
      const name = path.join(folder, `${i}.json`);
      writeFileSync(name, typeof file === 'string' ? file : JSON.stringify(file, null, 1));
      return name;
    }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('tabardctl import does the same with files of every format', async () => {
  for (const [files, said, type, slug] of [
    [open5eFixtures('2024'), /open5e: 5 good, 0 refused, 1 skipped\n5 stored/, 'spells', 'mud-lance'],
    [[open5eAnswer()], /open5e: 1 good, 0 refused, 0 skipped\n1 stored/, 'monsters', 'bog-imp'],
    [[fiveDatabase()], /5e-database: 7 good, 0 refused, 0 skipped\n7 stored/, 'magic-items', 'mire-lamp'],
    [[improvedInitiative()], /improved-initiative: 2 good, 0 refused, 1 skipped\n2 stored/, 'monsters', 'fen-hag'],
    [[lines([own(), own({ name: 'Damp' })])], /tabard: 2 good, 0 refused, 0 skipped\n2 stored/, 'conditions', 'damp'],
  ]) {
    const table = await newTable({ campaign: { ruleset: said.source.startsWith('open5e: 5') ? '2024' : '2014' } });
    await withFiles(files, async (names) => {
      const dry = ctl('import', table.id, '--dry-run', ...names);
      assert.match(dry, /nothing was stored/);
      await table.dm.refused('GET', `/compendium/${type}/${slug}?campaign_id=${table.id}`, 404, 'ENTRY_NOT_FOUND');
      assert.match(ctl('import', table.id, ...names), said);
      assert.equal((await entry(table, type, slug)).campaign_id, table.id);
    });
  }
});

test('tabardctl import stores nothing when an entry is refused, when the campaign is none, or when there is too much', async () => {
  const table = await newTable();
  const stored = () => sql(`select count(*) from compendium_entries where campaign_id = '${table.id}'`)[0];
  await withFiles([lines([own(), { entry: 'spells', name: 'No level' }]), own()], async ([bad, good]) => {
    assert.throws(() => ctl('import', table.id, bad), (e) => /refused no-level\n {2}\/level/.test(e.stdout) && /nothing was stored/.test(e.stdout));
    assert.throws(() => ctl('import', crypto.randomUUID(), good), (e) => /is that the campaign's id/.test(e.stderr));
    assert.throws(() => ctl('import', 'all', good), (e) => /named by its id/.test(e.stderr));
    sql(`insert into compendium_entries (campaign_id, ruleset, type, slug, name, source, data)
      select '${table.id}', '2014', 'conditions', 'c-' || i, 'C', '', '{}' from generate_series(1, 10000) i`);
    assert.throws(() => ctl('import', table.id, good), (e) => /at most 10000 entries/.test(e.stderr));
  });
  assert.equal(stored(), '10000');
});

// The tabardctl that brings this file.
function importing(file) {
  return Number(readdirSync('/proc').find((pid) => {
    try {
      return /^\d+$/.test(pid) && /tabardctl\0import\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'latin1')) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(file);
    } catch {
      return false; // it has just ended
    }
  }));
}

test('who waits at a terminal sees how far it is; a kill in the middle leaves nothing', async () => {
  const table = await newTable();
  const stored = () => Number(sql(`select count(*) from compendium_entries where campaign_id = '${table.id}'`)[0]);
  const many = lines(Array.from({ length: 4000 }, (_, i) => own({ name: `Sodden ${i}`, desc: 'Wet to the bone. '.repeat(20) })));
  await withFiles([many], async ([file]) => {
    const run = () => spawn('script', ['-qec', `cgi/ctl/stack.sh ctl import ${table.id} ${file}`, '/dev/null'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env.PATH, TABARD_VAR: varDir, BUILD: build } });
    const killed = run();
    let shown = '';
    for await (const chunk of killed.stdout) {
      shown += chunk;
      const done = /stored (\d+) of 4000/.exec(shown);
      if (done && Number(done[1]) < 4000) break;
    }
    assert.match(shown, /checked 50 of 4000/);
    const [pid] = sql(`select pid from pg_stat_activity where application_name = 'tabardctl'`);
    process.kill(importing(file), 'SIGKILL');
    await eventually('its transaction has ended', () => sql(`select 1 from pg_stat_activity where pid = ${pid}`).length === 0);
    assert.equal(stored(), 0);
    const whole = run();
    let all = '';
    for await (const chunk of whole.stdout) all += chunk;
    assert.match(all, /stored 4000 of 4000\r?\n4000 stored/);
    assert.equal(stored(), 4000);
  });
});
