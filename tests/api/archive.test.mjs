// A whole campaign out as one document, and in again.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { canon } from '../lib/canon.mjs';
import { fieldCodes } from '../lib/client.mjs';
import { varDir } from '../lib/config.mjs';
import { matrix, peopleOf } from '../lib/roles.mjs';
import { ctl, sql } from '../lib/stack.mjs';
import { move, newCharacter, newEncounter, newFight, newTable, newUser } from '../lib/users.mjs';
import { eventually } from '../lib/wait.mjs';

// A table where something has happened: fights, hidden ones too, an undo, whispers.
async function livelyTable() {
  const table = await newTable({ players: 2, secondDm: true, campaign: { description: 'Rust & "rain" \\ ümlaut\n', settings: { party_hp: 'bloodied' } } });
  const hero = await newCharacter(table.player, table.id);
  const { id } = await newEncounter(table.dm, table.id, { notes: 'They wait in the reeds.' });
  await move(table.dm, id, { type: 'add_combatant', character_id: hero.id });
  await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: 3, hidden: true });
  for (const type of ['roll_initiative', 'start']) await move(table.dm, id, { type });
  const targets = Object.keys((await table.dm.get(`/encounters/${id}`)).combatants);
  await move(table.dm, id, { type: 'damage', targets, amount: 3, damage_type: 'fire' });
  await table.dm.post(`/encounters/${id}/undo`, {}, 200);
  await move(table.dm, id, { type: 'damage', targets: targets.slice(0, 1), amount: 2, damage_type: 'cold' });
  await newEncounter(table.dm, table.id);
  await table.dm.post(`/campaigns/${table.id}/compendium/conditions`, { name: 'Moonstruck', desc: ['Howls.'] });
  const people = await Promise.all([table.dm, ...table.players].map((u) => u.get('/me')));
  const [dm, one, two] = people.map((p) => p.id);
  const say = (who, body) => who.post(`/campaigns/${table.id}/messages`, body);
  await say(table.player, { text: 'Onward.', as_character: hero.id });
  await say(table.player, { text: 'Between us. [[1d20]]', recipients: [two] });
  await say(table.player, { text: 'To the DM. [[1d20+2]]', recipients: [dm] });
  await say(table.dm, { text: '/roll 2d6 thunder', to: 'dm' });
  for (const [who, visibility] of [[table.player, 'self'], [table.player, 'blind'], [table.dm, 'self'], [table.players[1], 'party']]) {
    await who.post(`/campaigns/${table.id}/rolls`, { expr: '1d20', visibility, label: `${visibility} by ${who === table.dm ? 'DM' : 'player'}` });
  }
  const handout = { title: 'A letter', text: 'Come alone.' };
  await table.dm.post(`/campaigns/${table.id}/handouts`, { ...handout, visibility: 'named', readers: [two] });
  await table.player.post(`/campaigns/${table.id}/handouts`, { ...handout, visibility: 'dm' });
  const node = (name, visibility) => table.dm.post(`/campaigns/${table.id}/relations/nodes`, { kind: 'person', name, visibility });
  const [from, to] = [await node('Sildar', 'party'), await node('Iarno', 'dm')];
  await table.dm.post(`/campaigns/${table.id}/relations/ties`, { from_id: from.id, to_id: to.id, label: 'seeks' });
  await table.player.patch(`/characters/${hero.id}`, { sheet: { notes: 'Afraid of geese.' } });
  const map = await table.dm.post(`/campaigns/${table.id}/maps`, {
    name: 'Cellar', width: 20, height: 20, darkness: 0.35, walls: [[{ x: 1, y: 2.5 }]], doors: [{ position: { x: 1, y: 1 }, bounds: [] }], lights: [{ position: { x: 1, y: 1 }, range: 3 }],
  });
  await table.dm.post(`/maps/${map.id}/activate`, {}, 200);
  await table.dm.put(`/maps/${map.id}/fog`, { zones: [{ x: 0, y: 0, w: 5, h: 5, visible: false }] });
  await table.dm.post(`/campaigns/${table.id}/tokens`, { map_id: map.id, name: 'Thokk', x: 7, y: 7, character_id: hero.id });
  // One who has come and gone, and spoken.
  const guest = await newCharacter(table.players[1], table.id);
  sql(`insert into messages (id, campaign_id, author_id, audience, character_id, text) values (gen_random_uuid(), '${table.id}', '${two}', 'party', '${guest.id}', 'Farewell.')`);
  await table.players[1].delete(`/characters/${guest.id}/campaign`);
  return { ...table, hero, fight: id };
}

// Each id by the place where it is first named: what is left when ids do not matter.
function withoutIds(document) {
  const seen = new Map();
  return JSON.stringify(document).replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
    if (!seen.has(id)) seen.set(id, `id ${seen.size}`);
    return seen.get(id);
  });
}

// The lists that are sorted by ids that people have, in the order of what is in them.
function sorted(document) {
  const by = (rows, key) => rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const names = new Map(document.people.map((p) => [p.id, p.display_name]));
  by(document.people, (p) => p.display_name);
  by(document.members, (m) => names.get(m.user_id));
  by(document.messages, (m) => m.text);
  by(document.nodes, (n) => n.name);
  by(document.handouts, (h) => h.visibility);
  return document;
}

test('who may take a campaign out, and bring one in', async () => {
  const table = await newTable({ secondDm: true });
  const expect = { none: 'TOKEN_MISSING', stranger: 'CAMPAIGN_NOT_FOUND', observer: 'FORBIDDEN', player: 'FORBIDDEN', dm: 200, owner: 200 };
  const whole = await table.dm.get(`/campaigns/${table.id}/export`);
  await matrix(peopleOf(table), [
    { method: 'GET', path: `/campaigns/${table.id}/export`, expect },
    { method: 'POST', path: '/campaigns/import', body: whole, expect: { none: 'TOKEN_MISSING', stranger: 201, player: 201 } },
  ]);
});

test('the export of the import is the export, ids aside', async () => {
  const table = await livelyTable();
  const answer = await table.dm.call('GET', `/campaigns/${table.id}/export`, 200);
  const first = answer.json.data;
  assert.ok(first.events.length > 5 && first.moves.length > 5);
  assert.ok(!answer.text.includes('Between us.'), 'whispers between others are theirs');
  assert.ok(answer.text.includes('To the DM.'));
  assert.ok(!answer.text.includes('self by player') && answer.text.includes('self by DM') && answer.text.includes('blind by player'));
  assert.equal(first.rolls.length, 4);
  assert.ok(first.events.every((e) => e.seq === undefined));
  const made = (await table.dm.call('POST', '/campaigns/import', 201, { body: answer.text })).json.data;
  assert.notEqual(made.id, table.id);
  assert.equal(made.role, 'dm');
  const second = await table.dm.get(`/campaigns/${made.id}/export`);
  assert.equal(withoutIds(sorted(second)), withoutIds(sorted(first)));
  // The tables look the same, too, but for who is there.
  const state = async (id) => { const s = await table.dm.get(`/campaigns/${id}/state`); return canon(JSON.parse(withoutIds({ ...s, members: Object.values(s.members).map((m) => m.display_name).sort() }))); };
  assert.equal((await state(made.id)).length, (await state(table.id)).length);
  assert.equal(first.homebrew.length, 1);
  assert.deepEqual(['handouts', 'nodes', 'ties', 'maps', 'tokens'].map((part) => first[part].length), [2, 2, 1, 1, 1]);
  assert.ok(first.changes.some((c) => c.kind === 'edited' || c.changes.notes), JSON.stringify(first.changes).slice(0, 500));
  assert.equal((await table.dm.get(`/compendium/conditions/moonstruck?campaign_id=${made.id}`)).name, 'Moonstruck');
  // What was said and rolled is there, but for which dice they were.
  const [talk, rolled] = [await table.dm.get(`/campaigns/${made.id}/messages`), await table.dm.get(`/campaigns/${made.id}/rolls`)];
  assert.deepEqual(talk.map((m) => m.text).sort(), ['/roll 2d6 thunder', 'Farewell.', 'Onward.', 'To the DM. [[1d20+2]]']);
  assert.equal(talk.find((m) => m.text === 'Onward.').speaker, first.characters[0].name);
  assert.ok([...rolled, ...talk.flatMap((m) => m.rolls ?? [])].every((r) => r.n === undefined && r.stream === undefined));
  assert.equal((await table.dm.post(`/campaigns/${made.id}/rolls`, { expr: '1d20' })).n, 1);
  const thunder = talk.find((m) => m.command);
  assert.equal((await table.dm.patch(`/messages/${thunder.id}`, { text: '/roll 2d6 rain' })).rolls[0].result.total, thunder.rolls[0].result.total);
  // It goes on: a move, and taking it back.
  const encounters = await table.dm.get(`/campaigns/${made.id}/encounters`);
  const fight = encounters.find((e) => e.status === 'active');
  assert.ok(!encounters.some((e) => e.id === table.fight));
  await move(table.dm, fight.id, { type: 'next_turn' });
  await table.dm.post(`/encounters/${fight.id}/undo`, { count: 2 }, 200);
  // Nobody but the importer is let in by it.
  for (const other of [table.dm2, table.player, table.observer]) await other.refused('GET', `/campaigns/${made.id}`, 404, 'CAMPAIGN_NOT_FOUND');
  const characters = await table.dm.get(`/characters?campaign_id=${made.id}`);
  assert.equal(characters.length, 1);
  assert.notEqual(characters[0].owner_id, first.characters[0].owner_id);
  assert.equal((await table.player.get('/characters')).length, 1);
});

test('somebody else\'s import is theirs', async () => {
  const table = await livelyTable();
  const whole = await table.dm.get(`/campaigns/${table.id}/export`);
  const stranger = newUser();
  const made = await stranger.post('/campaigns/import', whole);
  assert.equal(made.owner_id, (await stranger.get('/me')).id);
  assert.deepEqual((await stranger.get('/campaigns')).map((c) => c.id), [made.id]);
  assert.deepEqual((await table.dm.get('/campaigns')).map((c) => c.id), [table.id]);
});

test('a document that does not hold together makes nothing', async () => {
  const table = await livelyTable();
  const whole = JSON.stringify(await table.dm.get(`/campaigns/${table.id}/export`));
  const user = newUser();
  const changed = (change) => { const d = JSON.parse(whole); change(d); return d; };
  const bad = [
    {}, [], changed((d) => { d.campaign[0].created_at = 'infinity'; }), changed((d) => { d.messages[0].at = '-infinity'; }), changed((d) => { d.events[0].at = '9999-01-01T00:00:00Z'; }), { data: {} }, changed((d) => { delete d.moves; }), changed((d) => { d.campaign = []; }), changed((d) => { d.campaign.push(d.campaign[0]); }),
    changed((d) => { d.members = d.members.filter((m) => m.user_id !== d.campaign[0].owner_id); }),
    changed((d) => { d.campaign[0].settings.turn_seconds = -5; }), changed((d) => { d.characters[0].sheet = { abilities: {} }; }), changed((d) => { d.characters[0].owner_id = d.campaign[0].id; }),
    changed((d) => { d.maps[0].fog = [{ x: -1 }]; }), changed((d) => { d.maps[0].walls = 7; }), changed((d) => { d.maps[0].walls = [{}]; }), changed((d) => { d.maps[0].doors = [{ position: 7 }]; }), changed((d) => { d.maps[0].lights = ['x']; }), changed((d) => { d.tokens[0].map_id = d.campaign[0].id; }),
    changed((d) => { d.combatants[0].state.hp.current = 9999; }), changed((d) => { d.combatants[0].state.conditions = [{ condition: 'nonsense' }]; }), changed((d) => { d.encounters[0].status = 'won'; }),
    changed((d) => { d.events[0].dm = '{}\n\nevent: sync\ndata: {}'; }), changed((d) => { d.events[0].party = '[1]'; }), changed((d) => { d.events[0].named = '{"patch":{}}'; }), changed((d) => { d.events[0].readers = [d.campaign[0].owner_id]; }),
    changed((d) => { d.rolls[0].result = {}; }), changed((d) => { d.rolls[0].result = 7; }), changed((d) => { d.rolls[0].visibility = 'all'; }), changed((d) => { d.rolls[0].twenties = 2; }), changed((d) => { d.messages.find((m) => m.rolls).rolls[0].result.total = 'x'; }),
    changed((d) => { d.messages[0].rolls = {}; }), changed((d) => { d.messages[0].rolls = [7]; }), changed((d) => { d.messages[0].recipients = [d.campaign[0].owner_id]; }), changed((d) => { d.messages[0].command = 'x'; }), changed((d) => { delete d.rolls; }), changed((d) => { d.events[0].dm = '{'; }), changed((d) => { d.homebrew[0].type = 'spells'; }), changed((d) => { d.homebrew[0].data = 7; }), changed((d) => { d.homebrew[0].type = 'jokes'; }), changed((d) => { d.moves[0].encounter_id = d.campaign[0].id; }),
    changed((d) => { d.moves[0].settings.turn_seconds = -5; }), changed((d) => { d.moves[0].settings = null; }), changed((d) => { d.moves[0].type = 'add"'; }), changed((d) => { d.encounters[0].version = 2147483647; }), changed((d) => { d.maps[0].version = 2147483647; }),
  ];
  for (const [i, body] of bad.entries()) {
    const answer = await user.call('POST', '/campaigns/import', 400, { body });
    assert.equal(answer.json.error.code, 'VALIDATION_FAILED', `${i}: ${answer.text}`);
  }
  // More walls than a request brings, though each is one. Others may be at something large just now.
  const walls = Array(100).fill(Array(2000).fill({ x: 1, y: 1 }));
  const large = changed((d) => { d.maps[0].walls = walls; });
  const { json } = await eventually('an answer', async () => { const answer = await user.call('POST', '/campaigns/import', [400, 503], { body: large }); return answer.status === 400 && answer; });
  assert.equal(json.error.code, 'VALIDATION_FAILED');
  // Where it is, as far as that can be said.
  const places = {
    '': [[], {}, { format: 'tabard-character', name: 'Thokk', sheet: {} }, changed((d) => { d.campaign[0].created_at = 'infinity'; })],
    '/moves': [changed((d) => { delete d.moves; }), changed((d) => { delete d.moves.find((m) => m.type === 'add_combatant').move.stats; }), changed((d) => { d.moves.find((m) => m.type === 'add_combatant').move.stats = []; })],
    '/campaign': [changed((d) => { d.campaign[0].name = 'x'.repeat(500); })],
    '/members': [changed((d) => { d.members[0].role = 'king'; }), changed((d) => { d.members.push(d.members[0]); })],
    '/tokens': [changed((d) => { d.tokens[0].map_id = d.campaign[0].id; })],
    '/characters/0': [changed((d) => { d.characters[0].sheet.extra = { ones: Array(500000).fill(1) }; })],
    '/homebrew/0/type': [changed((d) => { d.homebrew[0].type = 'jokes'; })],
    '/homebrew/0/data/name': [changed((d) => { delete d.homebrew[0].data.name; })],
  };
  for (const [place, documents] of Object.entries(places)) {
    for (const document of documents) {
      const error = await user.refused('POST', '/campaigns/import', 400, 'VALIDATION_FAILED', { body: document });
      assert.equal(fieldCodes(error, place).length, 1, `${place}: ${JSON.stringify(error)}`);
    }
  }
  assert.deepEqual(await user.get('/campaigns'), []);
  assert.deepEqual(await user.get('/characters'), []);
});

// An import names nothing that it has not brought along, however it spells an id.
const spellings = { 'as it is': (id) => id, bare: (id) => id.replaceAll('-', ''), braced: (id) => `{${id.replaceAll('-', '')}}`, 'in other groups': (id) => id.replaceAll('-', '').replace(/(.{4})(?=.)/g, '$1-') };

test('nobody gets hold of what is not theirs with an import', async () => {
  const [mine, theirs] = [await livelyTable(), await livelyTable()];
  const [whole, other] = [await mine.dm.get(`/campaigns/${mine.id}/export`), await theirs.dm.get(`/campaigns/${theirs.id}/export`)];
  const thief = newUser('thief');
  const me = (await thief.get('/me')).id;
  const victim = (await theirs.dm.get('/me')).id;
  const escaped = (text) => text.replaceAll('@', '\\u00');
  const inEscapes = (id) => id.replace(/[0-9]/g, (digit) => `@${digit.charCodeAt(0).toString(16)}`);
  const at = new Date().toISOString();
  const foreign = (section, row, change) => (d, spell) => d[section].push({ ...row, id: crypto.randomUUID(), ...change(spell) });
  const attempts = {
    'a seat at another table': (d, spell) => d.members.push({ campaign_id: spell(theirs.id), user_id: spell(me), role: 'dm', joined_at: at }),
    'somebody at my table': (d, spell) => d.members.push({ campaign_id: d.campaign[0].id, user_id: spell(victim), role: 'dm', joined_at: at }),
    'another table\'s character': foreign('characters', other.characters[0], (spell) => ({ campaign_id: spell(theirs.id), owner_id: spell(victim) })),
    'nobody\'s character': foreign('characters', whole.characters[0], (spell) => ({ campaign_id: null, owner_id: spell(victim) })),
    'a fight elsewhere': foreign('encounters', whole.encounters[0], (spell) => ({ campaign_id: spell(theirs.id), status: 'completed', turn_combatant_id: null, turn_deadline: null, active_since: null, paused_for: null })),
    'one who fights elsewhere': foreign('combatants', { ...whole.combatants[0], character_id: null, ordinal: 99 }, (spell) => ({ encounter_id: spell(theirs.fight) })),
    'another\'s character in my fight': foreign('combatants', { ...whole.combatants[0], ordinal: 99 }, (spell) => ({ character_id: spell(theirs.hero.id) })),
    'a move elsewhere': foreign('moves', { ...whole.moves[0], version: 9999 }, (spell) => ({ encounter_id: spell(theirs.fight) })),
    'a move of somebody': foreign('moves', { ...whole.moves[0], version: 9999 }, (spell) => ({ by_user: spell(victim) })),
    'words elsewhere': foreign('messages', { ...whole.messages[0], character_id: null }, (spell) => ({ campaign_id: spell(theirs.id) })),
    'words of somebody': foreign('messages', { ...whole.messages[0], character_id: null }, (spell) => ({ author_id: spell(victim) })),
    'words to somebody': foreign('messages', { ...whole.messages[0], character_id: null, audience: 'named' }, (spell) => ({ recipients: [spell(victim)] })),
    'a hand-out elsewhere': foreign('handouts', whole.handouts[0], (spell) => ({ campaign_id: spell(theirs.id) })),
    'a hand-out of somebody': foreign('handouts', whole.handouts[0], (spell) => ({ author_id: spell(victim) })),
    'a place elsewhere': foreign('nodes', whole.nodes[0], (spell) => ({ campaign_id: spell(theirs.id) })),
    'a tie elsewhere': foreign('ties', whole.ties[0], (spell) => ({ campaign_id: spell(theirs.id), from_id: spell(other.nodes[0].id), to_id: spell(other.nodes[1].id) })),
    'a map elsewhere': foreign('maps', { ...whole.maps[0], active: false }, (spell) => ({ campaign_id: spell(theirs.id) })),
    'a token elsewhere': foreign('tokens', { ...whole.tokens[0], character_id: null, party: false }, (spell) => ({ map_id: spell(other.maps[0].id) })),
    'another\'s character on my map': foreign('tokens', whole.tokens[0], (spell) => ({ character_id: spell(theirs.hero.id) })),
    'another\'s history': (d, spell) => d.changes.push({ ...other.changes[0], character_id: spell(theirs.hero.id), version: 777 }),
    'a change by somebody': (d, spell) => d.changes.push({ ...whole.changes[0], by_user: spell(victim), version: 777 }),
    'an event of words elsewhere': (d, spell) => d.events.push({ ...whole.events[0], id: crypto.randomUUID(), message_id: spell(other.messages[0].id) }),
    'an event elsewhere': (d, spell) => d.events.push({ ...whole.events[0], id: crypto.randomUUID(), campaign_id: spell(theirs.id), seq: 100000 }),
  };
  for (const [what, attempt] of Object.entries(attempts)) {
    for (const [how, spell] of Object.entries({ ...spellings, escaped: inEscapes })) {
      // An id that is found is renewed, and then names nothing, like that of a character that has left or of a message that was deleted.
      if (['another\'s character on my map', 'an event of words elsewhere'].includes(what) && how === 'as it is') continue;
      const document = structuredClone(whole);
      attempt(document, spell);
      const answer = await thief.call('POST', '/campaigns/import', 400, { body: escaped(JSON.stringify(document)) }).catch((e) => assert.fail(`${what}, ${how}: ${e.message}`));
      assert.equal(answer.json.error.code, 'VALIDATION_FAILED', `${what}, ${how}`);
    }
  }
  assert.deepEqual(await thief.get('/campaigns'), []);
  assert.deepEqual(await theirs.dm.get(`/campaigns/${theirs.id}/export`), other);
  // The same document without any of it goes in.
  await thief.post('/campaigns/import', whole);
});

test('a log that was tampered with brings nobody else down', async () => {
  const table = await livelyTable();
  const whole = JSON.stringify(await table.dm.get(`/campaigns/${table.id}/export`));
  const bring = async (change) => {
    const document = JSON.parse(whole);
    change(document.moves.sort((a, b) => a.version - b.version).filter((m) => m.type === 'damage'));
    const { id } = await table.dm.post('/campaigns/import', document);
    return (await table.dm.get(`/campaigns/${id}/encounters`)).find((e) => e.status === 'active').id;
  };
  const unknown = await bring((moves) => { moves[0].type = 'juggle'; });
  await table.dm.post(`/encounters/${unknown}/undo`, { to_version: 1, confirm: true }, 200);
  const twice = await bring((moves) => { moves[0].change.before.push(...moves[0].change.before); });
  await table.dm.call('GET', `/encounters/${twice}/moves`, 500);
});

test('words that are brought in under the id of deleted ones change nothing where those were', async () => {
  const [mine, theirs] = [await newTable(), await newTable()];
  const { id } = await theirs.dm.post(`/campaigns/${theirs.id}/messages`, { text: 'Gone soon.' });
  await theirs.dm.delete(`/messages/${id}`);
  const before = await theirs.dm.get(`/campaigns/${theirs.id}/export`);
  await mine.dm.post(`/campaigns/${mine.id}/messages`, { text: 'Before.' });
  const whole = await mine.dm.get(`/campaigns/${mine.id}/export`);
  whole.messages[0].id = id.replaceAll('-', '');
  whole.events.find((event) => event.message_id).message_id = id.replaceAll('-', '');
  const made = await mine.dm.post('/campaigns/import', whole);
  await mine.dm.patch(`/messages/${id}`, { text: 'Behind.' });
  assert.deepEqual(await theirs.dm.get(`/campaigns/${theirs.id}/export`), before);
  const brought = await mine.dm.get(`/campaigns/${made.id}/export`);
  assert.match(brought.events.find((event) => event.message_id === id).dm, /Behind/);
});

test('an import that is in the way of another says so, and a large one goes in', async () => {
  const table = await newTable();
  const whole = await table.dm.get(`/campaigns/${table.id}/export`);
  const [, event] = whole.events;
  const more = Array.from({ length: 4000 }, (_, n) => ({ ...event, id: crypto.randomUUID(), seq: 1000 + n, dm: JSON.stringify({ patch: { campaign: { name: 'x'.repeat(6000) } } }), party: null }));
  const large = JSON.stringify({ ...whole, campaign: [{ ...whole.campaign[0], last_seq: 9999 }], events: [...whole.events, ...more] });
  assert.ok(large.length > 20 << 20);
  const answers = await Promise.all([1, 2, 3].map(() => table.dm.call('POST', '/campaigns/import', [201, 503], { body: large })));
  const made = answers.filter((a) => a.status === 201);
  assert.ok(made.length >= 1);
  for (const busy of answers.filter((a) => a.status === 503)) assert.ok(Number(busy.headers['retry-after']) >= 1);
  assert.deepEqual(sql(`select count(*) from events where campaign_id = '${made[0].json.data.id}'`), [String(4000 + whole.events.length)]);
  await table.dm.call('POST', '/campaigns/import', 201, { body: whole });
  const twice = { ...whole, characters: [], changes: [] };
  for (const section of ['people', 'members', 'nodes', 'events']) {
    if (!whole[section].length) continue;
    await table.dm.refused('POST', '/campaigns/import', 400, 'VALIDATION_FAILED', { body: { ...twice, [section]: [...whole[section], whole[section][0]] } });
  }
  for (const junk of [[1], [null], [whole.members[0], 2], [[]]]) {
    await table.dm.refused('POST', '/campaigns/import', 400, 'VALIDATION_FAILED', { body: { ...whole, members: junk } });
  }
});

test('thousands of events go out one page after the other', async () => {
  const table = await newTable();
  await newFight(table);
  sql(`insert into events (campaign_id, seq, id, type, dm, party)
    select '${table.id}', 100000 + n, gen_random_uuid(), 'combatant.moved', '{"n":' || n || '}', '{"n":' || n || '}' from generate_series(1, 5000) n`);
  const { events } = await table.dm.get(`/campaigns/${table.id}/export`);
  assert.deepEqual(events.map((e) => JSON.parse(e.dm).n).filter(Boolean), Array.from({ length: 5000 }, (_, n) => n + 1));
});

test('tabardctl writes the whole campaign into one SQLite file', async () => {
  const table = await livelyTable();
  const file = path.join(varDir, `${table.id}.sqlite`);
  ctl('export', table.id, file);
  const bytes = readFileSync(file);
  assert.equal(bytes.subarray(0, 15).toString(), 'SQLite format 3');
  for (const text of ['CREATE TABLE "messages"', 'CREATE TABLE "events"', 'Between us.', 'Onward.', 'They wait in the reeds.', table.hero.name, 'ümlaut']) {
    assert.ok(bytes.includes(text) || bytes.includes(text.replace('CREATE TABLE', 'create table')), text);
  }
  assert.throws(() => ctl('export', table.id, file), /there already/);
  rmSync(file);
  assert.throws(() => ctl('export', crypto.randomUUID(), file), /no such campaign/);
  assert.throws(() => readFileSync(file), /ENOENT/);
  assert.throws(() => ctl('export', 'everything', file), /named by its id/);
});
