// Nothing leaks: pairs of sessions that differ only in what players may not know, with the same visible moves. Everything that
// players and an observer receive over REST and in their streams must be equal, byte for byte, ids and times by order of
// appearance. The DM's, compared the same way, must differ.
import assert from 'node:assert/strict';
import test from 'node:test';
import { difference, Scene } from '../lib/session-pair.mjs';

const PLAYERS = ['p1', 'p2', 'observer'];

// The visible story: two heroes, a goblin and an ogre, in the order h1, goblin, h2, ogre.
async function story(scene) {
  const { table, names } = scene;
  const [p1, p2] = table.players;
  const post = (client, body, headers = {}) => scene.ask(client, 'POST', `/encounters/${scene.id}/moves`, { body, headers });
  await scene.dm({ type: 'add_combatant', character_id: scene.heroes[0] }, 'h1');
  await scene.dm({ type: 'add_combatant', monster: 'goblin', hp: scene.values.goblinHp ?? 40 }, 'goblin');
  await scene.secret?.(scene, -1);
  await scene.dm({ type: 'add_combatant', character_id: scene.heroes[1] }, 'h2');
  await scene.dm({ type: 'add_combatant', monster: 'ogre', hp: scene.values.ogreHp ?? 40 }, 'ogre');
  for (const [name, initiative] of [['h1', 20], ['goblin', 15], ['h2', 10], ['ogre', 5]]) {
    await scene.dm({ type: 'set_initiative', combatant_id: names[name], initiative });
  }
  await scene.step(() => scene.dm({ type: 'start' }));
  await scene.step(() => post(p1, { type: 'take_turn', combatant_id: names.h1, targets: [names.goblin], action: 'Greataxe', attacks: [{ target: names.goblin, attack: 'Greataxe', roll: 15, damage: '2[slashing]' }] }));
  await scene.step(() => scene.dm({ type: 'damage', targets: [names.goblin], ...(scene.values.strike ?? { amount: 4 }) }));
  await scene.step(() => post(p1, { type: 'move', combatant_id: names.h1, x: 2, y: 3 }, { 'idempotency-key': 'k1' }));
  await scene.step(() => post(p1, { type: 'move', combatant_id: names.h1, x: 2, y: 3 }, { 'idempotency-key': 'k1' }));
  await scene.step(() => post(p2, { type: 'queue_turn', combatant_id: names.h2, action: 'Wait', targets: [names.ogre] }));
  await scene.step(() => post(p1, { type: 'end_turn' }));
  await scene.step(() => scene.dm({ type: 'move', combatant_id: names.goblin, x: 5, y: 5, ...(scene.values.way ?? {}) }));
  await scene.step(() => scene.dm({ type: 'damage', targets: [names.h1], amount: scene.values.hurt ?? 6 }));
  await scene.step(() => scene.dm({ type: 'add_condition', targets: [names.h2], condition: 'frightened', source_id: names.goblin, until: { at: 'start_of_turn', combatant_id: names.h1, rounds: 1 } }));
  await scene.step(() => scene.dm({ type: 'add_condition', targets: [names.ogre], condition: 'poisoned', until: { at: 'save_ends', ability: 'con', dc: scene.values.dc ?? 12 } }));
  await scene.step(() => scene.pass());
  await scene.step(() => post(p2, { type: 'use_feature', combatant_id: names.h2, feature: 'rage' }));
  await scene.step(() => scene.dm({ type: 'add_condition', targets: [names.h2], condition: 'blinded', until: { at: 'save_ends', ability: 'con', dc: scene.values.dc ?? 12 } }));
  await scene.step(() => post(p2, { type: 'end_turn', combatant_id: names.h2 }));
  await scene.step(() => post(p2, { type: 'condition_save', combatant_id: names.h2, condition: 'blinded', success: true }));
  await scene.step(() => scene.dm({ type: 'heal', targets: [names.goblin], amount: 1 }));
  await scene.step(() => scene.dm({ type: 'damage', targets: [names.ogre], amount: 3 }));
  await scene.step(() => scene.undo());
  await scene.step(() => scene.redo());
  await scene.step(() => scene.pass());
  await scene.step(() => scene.dm({ type: 'pause' }));
  await scene.step(() => scene.dm({ type: 'resume' }));
  await scene.step(() => scene.dm({ type: 'hide', combatant_ids: [names.goblin] }));
  await scene.step(() => scene.dm({ type: 'reveal', combatant_ids: [names.goblin] }));
  await scene.step(() => scene.dm({ type: 'add_combatant', monster: 'goblin', hp: 8 }, 'second'));
  await scene.step(() => scene.dm({ type: 'set_initiative', combatant_id: names.second, initiative: 17 }));
  await scene.step(() => scene.pass());
  await scene.step(() => scene.dm({ type: 'damage', targets: [names.ogre], amount: 90 }));
  await scene.step(() => scene.pass());
  await scene.step(() => scene.dm({ type: 'end', xp: 70, loot: [{ name: 'rope' }] }));
  await scene.step(() => scene.undo());
  await scene.step(() => scene.dm({ type: 'remove_combatant', combatant_id: names.second }));
  await scene.finish();
  return scene;
}

function play(settings, secret, values) {
  return new Scene({ turn_seconds: 0, pause_when_dm_leaves: false, ...settings }, secret, values).begin().then(story);
}

async function same(settings, a, b, players = PLAYERS) {
  const pair = await Promise.all([play(settings, a.secret, a.values), play(settings, b.secret, b.values)]);
  for (const as of players) {
    const found = difference(...pair, as);
    assert.equal(found, null, found ?? '');
  }
  assert.notEqual(difference(...pair, 'dm2'), null, 'a DM sees the difference');
}

// What is done with hidden ones between the visible moves: all that can be done with a combatant.
function busy(scene, n) {
  const all = ['x', 'y'].filter((name) => scene.names[name]);
  const [x] = all.map((name) => scene.names[name]);
  if (!x) return null;
  const on = { combatant_id: x };
  const moves = [
    { type: 'damage', targets: [x], amount: 3 }, { type: 'set_temp_hp', targets: [x], amount: 4 }, { type: 'add_condition', targets: [x], condition: 'restrained' },
    { type: 'move', ...on, x: n, y: 2 }, { type: 'override', ...on, field: 'armor_class', value: 12 + n % 5 }, { type: 'note', text: 'It creeps.', ...on },
    { type: 'heal', targets: [x], amount: 2 }, { type: 'queue_turn', ...on, action: `Leap ${n}` }, { type: 'set_initiative', ...on, initiative: 12 },
    { type: 'remove_condition', targets: [x], condition: 'restrained' }, { type: 'set_concentration', ...on, spell: 'Bane' }, { type: 'hide', combatant_ids: [x] },
    { type: 'set_exhaustion', targets: [x], level: n % 3 }, { type: 'take_turn', ...on, cost: 'free' }, { type: 'override', ...on, field: 'hp_shown', text: 'exact' },
  ];
  return moves[n % moves.length];
}

// Hidden ones who join and do all that: it is undone and redone, too.
async function lurkers(scene, n) {
  if (n === -1) await scene.dm({ type: 'add_combatant', monster: 'wolf', count: 2, hidden: true }, 'x', 'y');
  if (n === 0) for (const [name, initiative] of [['x', 12], ['y', 1]]) await scene.dm({ type: 'set_initiative', combatant_id: scene.names[name], initiative });
  if (n < 1) return;
  if (n === 12) await scene.dm({ type: 'add_combatant', monster: 'goblin', hidden: true }, 'z');
  if (n === 14) await scene.dm({ type: 'set_initiative', combatant_id: scene.names.z, initiative: 3 });
  // Names that those to come would have.
  if (n === 15) for (const [name, text] of [['z', 'Goblin 2'], ['x', 'Goblin 3']]) await scene.dm({ type: 'override', combatant_id: scene.names[name], field: 'name', text });
  // A second cause of what one suffers already, and still does when it is gone.
  if (n === 10) await scene.dm({ type: 'add_condition', targets: [scene.names.h2], condition: 'frightened', source_id: scene.names.x, until: { at: 'start_of_turn', combatant_id: scene.names.x, rounds: 9 } });
  if (n === 13) await scene.dm({ type: 'remove_condition', targets: [scene.names.h2], condition: 'frightened', source_id: scene.names.x });
  if (n === 22) await scene.dm({ type: 'remove_combatant', combatant_id: scene.names.y });
  const status = (await scene.table.dm.get(`/encounters/${scene.id}`)).status;
  if (!['active', 'paused'].includes(status)) return;
  const body = busy(scene, n);
  const made = await scene.table.dm.call('POST', `/encounters/${scene.id}/moves`, [201, 422], { body });
  // The visible story undoes and redoes its own last move: nothing may come between.
  if (made.status === 201 && n % 4 === 0 && n !== 18 && n !== 19) {
    await scene.undo({ move_id: made.json.data.move.id, dry_run: true });
    await scene.undo({ move_id: made.json.data.move.id });
    await scene.redo({ move_id: made.json.data.move.id });
  }
}

const skipStory = (secret) => (scene, n) => (n === 18 || n === 19 || n === 31 ? undefined : secret(scene, n));

test('hidden and absent: whether they are there at all', async () => {
  await same({ hidden_in_order: 'absent' }, {}, { secret: skipStory(lurkers) });
});

test('the same hidden ones doing one thing or another, absent, as a "?" and by name', async () => {
  for (const hidden_in_order of ['absent', 'placeholder', 'shown']) {
    const there = async (scene, n) => { if (n < 1) await lurkers(scene, n); };
    const other = async (scene, n) => {
      if (n === -1) await scene.dm({ type: 'add_combatant', monster: hidden_in_order === 'shown' ? 'wolf' : 'ogre', hp: 99, count: 2, hidden: true }, 'x', 'y');
      else if (n < 1) await lurkers(scene, n);
      else if (n !== 12 && n !== 14 && n !== 15 && n !== 22 && busy(scene, n).type !== 'set_initiative') await lurkers(scene, n);
    };
    await same({ hidden_in_order }, { secret: there }, { secret: skipStory(other) });
  }
});

const bands = { exact: [40, 40], bar: [40, 38], word: [40, 30], bloodied: [40, 32], hidden: [40, 25] };

test('monsters\' hit points within what is shown of them', async () => {
  for (const [monster_hp, [one, two]] of Object.entries(bands)) {
    const values = (hp, notes) => ({ values: { goblinHp: hp, notes } });
    await same({ monster_hp }, values(one, 'Easy.'), values(two, 'Hard.'));
  }
});

test('one combatant shown otherwise than its side', async () => {
  for (const [own, [one, two]] of Object.entries(bands)) {
    const shown = (hp, notes) => ({ values: { goblinHp: hp, notes }, secret: async (scene, n) => { if (n === 0) await scene.dm({ type: 'override', combatant_id: scene.names.goblin, field: 'hp_shown', text: own }); } });
    await same({ monster_hp: own === 'exact' ? 'hidden' : 'exact' }, shown(one, 'Easy.'), shown(two, 'Hard.'));
  }
});

test('what a monster resists, how it is hurt, and how hard a save is', async () => {
  const resisting = (amount, more) => ({ values: { notes: `${amount}`, strike: { amount, damage_type: 'poison', ...more }, ...(more ? { dc: 19, way: { distance: 5 } } : {}) } });
  for (const monster_hp of ['exact', 'bloodied']) await same({ monster_hp }, resisting(4), resisting(9, { half: true }));
});

test('what a character rolls for damage, but not what comes of it', async () => {
  const immune = (scene, n) => (n === 0 ? scene.dm({ type: 'override', combatant_id: scene.names.goblin, field: 'immunities', text: 'slashing' }) : undefined);
  await same({ monster_hp: 'bloodied' }, {}, { secret: immune });
});

test('what visible monsters have left, mean and bear that players do not see', async () => {
  const busily = async (scene, n) => {
    if (n < 1 || n === 18 || n === 19 || n > 29) return;
    const on = { combatant_id: scene.names.ogre };
    const all = [
      { type: 'override', ...on, field: 'armor_class', value: 8 + n }, { type: 'override', ...on, field: 'saves/dex', value: n }, { type: 'queue_turn', ...on, action: 'Smash' },
      { type: 'note', text: 'It thinks of its lair.', ...on }, { type: 'set_concentration', ...on, spell: 'Bane' }, { type: 'set_temp_hp', targets: [scene.names.ogre], amount: n },
      { type: 'override', ...on, field: 'lair', value: 1 }, { type: 'set_concentration', ...on }, { type: 'override', ...on, field: 'xp', value: n }, { type: 'override', ...on, field: 'spent/reaction', value: n % 2 },
    ];
    await scene.table.dm.call('POST', `/encounters/${scene.id}/moves`, [201, 422], { body: all[n % all.length] });
  };
  await same({ monster_hp: 'bloodied' }, {}, { secret: busily, values: { notes: 'The ogre saves.' } });
});

test('each other\'s hit points within what is shown of them', async () => {
  for (const party_hp of ['bar', 'word', 'bloodied', 'hidden']) {
    const hurt = (amount, notes) => ({ values: { hurt: amount, notes } });
    await same({ party_hp }, hurt(6, 'Soft.'), hurt(7, 'Harder.'), ['p2', 'observer']);
  }
});

test('settings that change while it is played', async () => {
  const changes = { 5: { monster_hp: 'hidden' }, 9: { monster_hp: 'bloodied', party_hp: 'word' }, 15: { hidden_in_order: 'absent' }, 20: { monster_hp: 'bar', hp_bar_parts: 2 } };
  const both = async (scene, n) => {
    if (changes[n]) await scene.table.dm.patch(`/campaigns/${scene.table.id}`, { settings: changes[n] });
  };
  await same({ monster_hp: 'bar' }, { values: { goblinHp: 40, both } }, { values: { goblinHp: 38, both } });
  await same({ hidden_in_order: 'absent' }, { values: { both } }, { secret: skipStory(lurkers), values: { both } });
});

test('turns that the clock ends', async () => {
  const both = async (scene, n) => {
    if (n === 5) await scene.clockSkips();
  };
  await same({ hidden_in_order: 'absent' }, { values: { both } }, { secret: skipStory(lurkers), values: { both } });
});

test('the comparison finds what can be seen', async () => {
  const [a, b] = await Promise.all([play({}), play({}, async (scene, n) => { if (n === 9) await scene.dm({ type: 'override', combatant_id: scene.names.ogre, field: 'name', text: 'Ogrf' }); })]);
  for (const as of PLAYERS) assert.match(difference(a, b, as), /Ogr[ef]|version/);
  const c = await play({});
  for (const as of PLAYERS) assert.equal(difference(a, c, as), null, difference(a, c, as) ?? '');
});
