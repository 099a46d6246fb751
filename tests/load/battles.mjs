// Two hundred campaigns with a fight each, so that moves do not queue up behind one row: as requests for wrk, as scripts for
// pgbench with the NOTIFY behind the commit and inside it, and as tables to watch.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from '../lib/stack.mjs';
import { join, move, newCharacter, newEncounter, newUser } from '../lib/users.mjs';
import { Scripts, statement } from './prepare.mjs';

const TABLES = 200;
const SCRIPTS_MAX = 128; // of pgbench
const MONSTERS = 7;
const CHARACTERS = 3;

async function newBattle(dm) {
  const campaign = await dm.post('/campaigns', { name: 'Bench', settings: { turn_seconds: 0 } });
  const { id } = await newEncounter(dm, campaign.id);
  await move(dm, id, { type: 'add_combatant', monster: 'goblin', count: MONSTERS, hp: 10000 });
  for (let i = 0; i < CHARACTERS; i++) {
    const hero = await newCharacter(dm, campaign.id);
    await move(dm, id, { type: 'add_combatant', character_id: hero.id });
  }
  await move(dm, id, { type: 'roll_initiative' });
  await move(dm, id, { type: 'start' });
  const { combatants } = await dm.get(`/encounters/${id}`);
  const goblins = Object.keys(combatants).filter((key) => combatants[key].kind === 'monster');
  return { campaign: campaign.id, encounter: id, goblins };
}

const blow = (goblin) => ({ type: 'damage', targets: [goblin], amount: 1, damage_type: 'slashing' });

// The whole of one damage move as the API sends it: lock and load; save, log, announce, commit; ring. What it took from the first
// half into the second (the version, the number of the event) is looked up here, since a pipeline of pgbench keeps no results.
function addScripts(scripts, battle, user) {
  const logged = JSON.parse(sql(`
    select json_build_object('move', m.move, 'result', m.result, 'change', m.change, 'type', m.type, 'event', v.type, 'dm', v.dm)
    from moves m join events v on v.campaign_id = '${battle.campaign}'
    where m.encounter_id = '${battle.encounter}' order by m.version desc, v.seq desc limit 1`)[0]);
  const [e] = sql(`select to_json(e) from encounters e where id = '${battle.encounter}'`).map((line) => JSON.parse(line));
  const [rows] = sql(`select json_build_array(json_build_object('id', id, 'ordinal', ordinal, 'state', state)) from combatants where id = '${battle.goblins[0]}'`);
  const text = (value) => (value === null || value === undefined ? 'null' : scripts.text(typeof value === 'string' ? value : JSON.stringify(value)));
  const [encounter, campaign, who] = [battle.encounter, battle.campaign, user].map(text);
  const next = `(select last_seq + 1 from campaigns where id = ${campaign}::uuid)`;
  const version = (more) => `(select version + ${more} from encounters where id = ${encounter}::uuid)`;
  const channel = text(`tabard_${parseInt(battle.campaign.slice(-2), 16) % 64}`);
  const payload = text(`${battle.campaign} 1 ${battle.encounter} ${logged.event} ${logged.dm.length} -\n${logged.dm}`);
  const half = [
    '\\startpipeline\n',
    statement('common/db/begin.sql'), statement('common/table/lock.sql', encounter, who),
    statement('common/table/encounter.sql', encounter, who), statement('common/table/combatants.sql', encounter),
    '\\endpipeline\n\\startpipeline\n',
    statement('common/table/put.sql', encounter, text(rows)),
    statement('common/table/save.sql', encounter, text(e.status), text(e.round), text(e.turn_combatant_id), text(e.next_ordinal), version(1), text(e.party_version), text(e.seen_turn_id), text(e.seen_round), 'null', 'null', 'null::text', text(e.each_round)),
    statement('common/table/log.sql', 'gen_random_uuid()', encounter, version(0), text(logged.type), who, text(logged.move), text('{}'), text(logged.result), text(logged.change), text(e.seen_turn_id), text(e.seen_round), text(e.party_version), 'null', text('{}'), 'null'),
    statement('common/table/event.sql', campaign, next, 'gen_random_uuid()', text(logged.event), text(logged.dm), 'null::text', text(logged.event), 'null', 'null::text', 'null::text', 'null', 'null'),
  ];
  scripts.add('after', [...half, statement('common/db/commit.sql'), statement('common/table/doorbell.sql', channel, payload), '\\endpipeline\n']);
  scripts.add('inside', [...half, `select pg_notify(${channel}, ${payload});\n`, statement('common/db/commit.sql'), '\\endpipeline\n']);
}

export async function prepareBattles(directory) {
  mkdirSync(directory, { recursive: true });
  const dm = newUser('bench');
  const viewer = newUser('viewer');
  const { id: user } = await dm.get('/me');
  const scripts = new Scripts(directory);
  const requests = [];
  const watched = [];
  const battles = [];
  for (let i = 0; i < TABLES; i++) {
    const battle = await newBattle(dm);
    battles.push(battle);
    // One real move, for pgbench to repeat.
    await move(dm, battle.encounter, blow(battle.goblins[0]));
    for (const goblin of battle.goblins) requests.push(`POST\t/api/v1/encounters/${battle.encounter}/moves\t${JSON.stringify(blow(goblin))}`);
    if (i < SCRIPTS_MAX) addScripts(scripts, battle, user);
    if (i % 4) continue;
    // The passing of a turn is what everybody at the table sees.
    await join(dm, battle.campaign, viewer, 'player');
    watched.push([battle.campaign, battle.encounter, dm.token, viewer.token, JSON.stringify({ type: 'next_turn' })].join('\t'));
  }
  const files = { move: path.join(directory, 'move.requests') };
  writeFileSync(files.move, `${requests.join('\n')}\n`);
  return {
    dm, battles, token: dm.token, requests: files, scripts: scripts.files, variables: scripts.variables,
    watched: `${watched.join('\n')}\n`, warmUp: (clients) => 2 + Math.ceil(clients / 3),
  };
}

export { blow };
