// The trial: six streams while the DM plays a fight of four goblins, one of them hidden, against three characters to
// its end, with one undo. After every move every folded stream is the table of its viewer, byte for byte.
import assert from 'node:assert/strict';
import test from 'node:test';
import { canon } from '../lib/canon.mjs';
import { openStream } from '../lib/sse.mjs';
import { move, newCharacter, newEncounter, newTable } from '../lib/users.mjs';

// Hit points that nothing else in any byte is likely to be.
const GOBLIN_HP = 7321;

// What a viewer's stream must hold now; gives the bytes that REST sent, for the search for secrets.
async function agree(stream, table) {
  const answer = await stream.viewer.call('GET', `/campaigns/${table.id}/state`, 200);
  assert.ok(answer.text.includes(canon(answer.json.data)), 'canonical as sent');
  await stream.untilTable(answer.json.data);
  return answer.text;
}

// A number that stands for itself, and is not a piece of an id or a time.
const standsIn = (text, number) => new RegExp(`(?<![0-9a-fA-F-])${number}(?![0-9a-fA-F-])`).test(text);

test('a whole fight on six screens', async () => {
  const table = await newTable({ players: 5, observer: false });
  const heroes = [];
  for (const player of table.players.slice(0, 3)) heroes.push(await newCharacter(player, table.id));
  const streams = await Promise.all([table.dm, ...table.players].map((viewer) => openStream(viewer, table.id)));
  const [dmStream, ...playerStreams] = streams;
  const rest = []; // every byte that players got by REST
  const { id } = await newEncounter(table.dm, table.id, { name: 'Ambush', notes: 'They flee at two left.' });
  const dmTable = () => table.dm.get(`/encounters/${id}`);
  let moves = 0;
  const play = async (body) => {
    await move(table.dm, id, body);
    moves++;
    await agree(dmStream, table);
    for (const stream of playerStreams) rest.push(await agree(stream, table));
  };

  await play({ type: 'add_combatant', monster: 'goblin', count: 3, hp: GOBLIN_HP });
  await play({ type: 'add_combatant', monster: 'goblin', hp: GOBLIN_HP + 1, hidden: true });
  for (const hero of heroes) await play({ type: 'add_combatant', character_id: hero.id });
  const start = Object.entries((await dmTable()).combatants);
  const [hiddenId, hidden] = start.find(([, c]) => c.hidden);
  const goblins = start.filter(([, c]) => c.kind === 'monster').map(([key]) => key);
  const characters = start.filter(([, c]) => c.kind === 'character').map(([key]) => key);
  await play({ type: 'roll_initiative' });
  await play({ type: 'start' });

  const secrets = new Set([GOBLIN_HP, GOBLIN_HP + 1]);
  let revealed = false;
  const playersGot = () => playerStreams.map((stream) => stream.bytes()).join('') + rest.join('');
  const noSecrets = () => {
    const bytes = playersGot();
    if (!revealed) {
      assert.ok(!bytes.includes(hiddenId), 'the id of the hidden one');
      assert.ok(!bytes.includes(`"${hidden.name}"`), 'the name of the hidden one');
    }
    for (const number of secrets) assert.ok(!standsIn(bytes, number), `hit points ${number}`);
    assert.ok(!bytes.includes('They flee'), 'the notes');
    assert.ok(!bytes.includes('"monster":"goblin"'), 'the stat block');
  };
  const hurt = async (targets, amount, type) => {
    await play({ type: 'damage', targets, amount, damage_type: type });
    for (const [key, c] of Object.entries((await dmTable()).combatants)) {
      if (goblins.includes(key) && c.hp.current > 1000) secrets.add(c.hp.current);
    }
    noSecrets();
  };

  // Round after round until no goblin stands: each turn somebody is hit.
  let undone = false;
  for (let turn = 0; turn < 60; turn++) {
    const now = await dmTable();
    const standing = goblins.filter((key) => now.combatants[key].hp.current > 0);
    if (standing.length === 0) break;
    const acting = now.turn.combatant_id;
    if (characters.includes(acting)) await hurt([standing[turn % standing.length]], 2111 + turn, 'slashing');
    else if (now.combatants[acting].hp.current > 0) await play({ type: 'damage', targets: [characters[turn % 3]], amount: 3 });
    if (turn === 4) {
      // The one undo: what it was before, on every screen.
      const before = canon((await table.dm.get(`/campaigns/${table.id}/state`)).encounter.combatants);
      await hurt([standing[0]], 1234, 'fire');
      assert.notEqual(canon(dmStream.table.encounter.combatants), before);
      await table.dm.post(`/encounters/${id}/undo`, {}, 200);
      moves++;
      for (const stream of streams) await agree(stream, table);
      assert.equal(canon(dmStream.table.encounter.combatants), before);
      undone = true;
    }
    if (turn === 6) {
      assert.equal(playerStreams[0].table.encounter.combatants[hiddenId], undefined);
      await hurt([hiddenId], 100, 'cold'); // hit while hidden: no player may notice
      await play({ type: 'reveal', combatant_ids: [hiddenId] });
      revealed = true;
      for (const stream of playerStreams) assert.equal(stream.table.encounter.combatants[hiddenId].hidden, false);
    }
    if (turn === 9) await play({ type: 'heal', targets: [characters[0]], amount: 2 });
    if (turn === 10) {
      await play({ type: 'pause' });
      await play({ type: 'resume' });
    }
    await play({ type: 'next_turn' });
  }
  assert.ok(undone && revealed);
  assert.ok(goblins.every((key) => dmStream.table.encounter.combatants[key].hp.current === 0), 'they fell');
  for (const stream of playerStreams) {
    for (const key of goblins) assert.deepEqual(stream.table.encounter.combatants[key].hp, { state: 'down' });
  }
  await play({ type: 'end' });
  noSecrets();
  for (const stream of streams) {
    assert.equal(stream.table.encounter, undefined);
    assert.equal(stream.events.filter((e) => e.type === 'sync').length, 1, 'no second sync');
    assert.equal(new Set(stream.events.map((e) => e.id)).size, stream.events.length, 'ids of their own');
  }
  // Whatever a player got of a monster's hit points, in any event, is a word.
  for (const stream of playerStreams) {
    for (const { json } of stream.events) {
      const combatants = (json.table ?? json.patch)?.encounter?.combatants ?? {};
      for (const key of goblins) {
        const hp = combatants[key]?.hp;
        if (hp) assert.deepEqual(Object.keys(hp), ['state'], JSON.stringify(json));
        assert.ok(!('armor_class' in (combatants[key] ?? {})));
      }
    }
  }
  assert.deepEqual(dmStream.events.slice(0, 2).map((e) => e.type), ['sync', 'encounter.created']);
  assert.equal(dmStream.events.length, 2 + moves, 'the DM hears of every move');
  const versions = playerStreams[0].events.slice(1).map((e) => e.json.version);
  for (let i = 1; i < versions.length; i++) assert.equal(versions[i], versions[i - 1] + 1, 'no gap tells a player of what was hidden');
  for (const stream of streams) stream.close();
});

test('players get the same bytes', async () => {
  const table = await newTable({ players: 3 });
  const streams = await Promise.all([...table.players, table.observer].map((viewer) => openStream(viewer, table.id)));
  const { id } = await newEncounter(table.dm, table.id);
  await move(table.dm, id, { type: 'add_combatant', monster: 'ogre', count: 2 });
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const ids = Object.keys((await table.dm.get(`/encounters/${id}`)).combatants);
  for (let i = 0; i < 6; i++) await move(table.dm, id, { type: 'damage', targets: ids, amount: 5 });
  for (const stream of streams) await stream.untilTable(await stream.viewer.get(`/campaigns/${table.id}/state`));
  // But for who is there already, which is another thing to each that comes.
  for (const stream of streams) stream.events[0].json.table.presence = {};
  const events = streams.map((stream) => canon(stream.events.map(({ id: eventId, type, json }) => ({ eventId, type, json }))));
  for (const other of events) assert.equal(other, events[0]);
  for (const stream of streams) stream.close();
});
