// What the load is thrown at: campaigns with a fight each, so that moves do not queue up behind one row, and the same requests
// once as HTTP for wrk and once as SQL for pgbench. The SQL is that of the programs' own .sql files, with the values that the
// API itself gave them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/config.mjs';
import { sql } from '../lib/stack.mjs';
import { move, newCharacter, newEncounter, newUser } from '../lib/users.mjs';

const TABLES = 64;
const WORDS = ['goblin', 'dragon', 'giant', 'wolf', 'or', 'demon', 'elemental', 'adult', 'rat', 'ghost', 'hag', 'golem', 'spider', 'young red', 'an', 'cult'];

// A program's statement with its parameters put in: text as a pgbench variable, SQL as it is.
function statement(file, ...values) {
  const text = readFileSync(path.join(root, file), 'utf8').replace(/^--.*$/gm, '').trim();
  const takes = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
  if (takes !== values.length) throw new Error(`${file} takes ${takes} parameters and is given ${values.length}: tests/load/prepare.mjs has to follow`);
  return `${text.replace(/\$(\d+)/g, (_, n) => values[n - 1])};\n`;
}

// Collects pgbench's scripts and the variables they use (`pgbench -D`), which hold text of any kind.
class Scripts {
  constructor(directory) {
    this.directory = directory;
    this.variables = [];
    this.files = {};
  }

  text(value) {
    const name = `v${this.variables.length}`;
    this.variables.push(`${name}=${value}`);
    return `:${name}`;
  }

  add(kind, lines) {
    this.files[kind] ??= [];
    const file = path.join(this.directory, `${kind}-${this.files[kind].length}.sql`);
    writeFileSync(file, lines.join(''));
    this.files[kind].push(file);
  }
}

async function newBattle(dm) {
  const campaign = await dm.post('/campaigns', { name: 'Bench' });
  const { id } = await newEncounter(dm, campaign.id);
  await move(dm, id, { type: 'add_combatant', monster: 'goblin', count: 4, hp: 10000 });
  const characters = [];
  for (let i = 0; i < 3; i++) {
    characters.push(await newCharacter(dm, campaign.id));
    await move(dm, id, { type: 'add_combatant', character_id: characters[i].id });
  }
  await move(dm, id, { type: 'roll_initiative' });
  await move(dm, id, { type: 'start' });
  const { combatants } = await dm.get(`/encounters/${id}`);
  const goblins = Object.keys(combatants).filter((key) => combatants[key].kind === 'monster');
  return { campaign: campaign.id, encounter: id, goblins, character: characters[0].id };
}

// The whole of one damage move as the API sends it: lock and load; save, log, announce, commit; ring. What it took from the first
// half into the second (the version, the number of the event) is looked up here, since a pipeline of pgbench keeps no results.
function moveScript(scripts, battle, user) {
  const logged = JSON.parse(sql(`
    select json_build_object('move', m.move, 'dice', m.dice, 'result', m.result, 'change', m.change, 'type', m.type, 'event', v.type, 'dm', v.dm, 'party', v.party)
    from moves m join events v on v.campaign_id = '${battle.campaign}'
    where m.encounter_id = '${battle.encounter}' order by m.version desc, v.seq desc limit 1`)[0]);
  const [e] = sql(`select to_json(e) from encounters e where id = '${battle.encounter}'`).map((line) => JSON.parse(line));
  const [rows] = sql(`select jsonb_build_array(state || jsonb_build_object('id', id, 'ordinal', ordinal)) from combatants where id = '${battle.goblins[0]}'`);
  const text = (value) => scripts.text(typeof value === 'string' ? value : JSON.stringify(value));
  const [encounter, campaign, who] = [battle.encounter, battle.campaign, user].map(text);
  const next = `(select last_seq + 1 from campaigns where id = ${campaign}::uuid)`;
  const version = (more) => `(select version + ${more} from encounters where id = ${encounter}::uuid)`;
  const channel = `tabard_${parseInt(battle.campaign.slice(-2), 16) % 64}`;
  const payload = `${battle.campaign} 1 ${battle.encounter} ${logged.event} ${logged.dm.length} -\n${logged.dm}`;
  scripts.add('move', [
    '\\startpipeline\n',
    statement('common/db/begin.sql'), statement('cgi/api/encounters/lock.sql', encounter, who),
    statement('common/table/encounter.sql', encounter, who), statement('common/table/combatants.sql', encounter),
    '\\endpipeline\n\\startpipeline\n',
    statement('cgi/api/encounters/put.sql', encounter, text(rows)),
    statement('cgi/api/encounters/save.sql', encounter, text(e.status), text(String(e.round)), text(e.turn_combatant_id), text(String(e.next_ordinal)), version(1), text(String(e.party_version)), text(e.seen_turn_id), text(String(e.seen_round))),
    statement('cgi/api/encounters/log.sql', 'gen_random_uuid()', encounter, version(0), text(logged.type), who, text(logged.move), text('{}'), text(logged.result), text(logged.change), text(e.seen_turn_id), text(String(e.seen_round))),
    statement('common/table/event.sql', campaign, next, 'gen_random_uuid()', text(logged.event), text(logged.dm), 'null::text', text(logged.event)),
    statement('common/db/commit.sql'), statement('common/table/doorbell.sql', text(channel), text(payload)),
    '\\endpipeline\n',
  ]);
}

export async function prepare(directory) {
  mkdirSync(directory, { recursive: true });
  const dm = newUser('bench');
  const { id: user } = await dm.get('/me');
  const scripts = new Scripts(directory);
  const who = scripts.text(user);
  const battles = [];
  for (let i = 0; i < TABLES; i++) battles.push(await newBattle(dm));

  const http = { row: [], search: [], kept: [], file: [], move: [] };
  for (const battle of battles) {
    const body = (goblin) => ({ type: 'damage', targets: [goblin], amount: 1, damage_type: 'slashing' });
    // One real move, for pgbench to repeat.
    await move(dm, battle.encounter, body(battle.goblins[0]));
    for (const goblin of battle.goblins) http.move.push(`POST\t/api/v1/encounters/${battle.encounter}/moves\t${JSON.stringify(body(goblin))}`);
    moveScript(scripts, battle, user);
    http.row.push(`GET\t/api/v1/characters/${battle.character}\t`);
    scripts.add('row', [statement('cgi/api/characters/get.sql', scripts.text(battle.character), who)]);
  }
  // A campaign's answers are nobody's to keep, so that these reach the database each time.
  const { campaign } = battles[0];
  const columns = JSON.stringify([['type', '$.type'], ['size', '$.size'], ['cr', '$.cr_text'], ['xp', '$.xp'], ['ac', '$.ac'], ['hp', '$.hp']]
    .map(([name, at]) => ({ type: 'monsters', name, path: at })));
  for (const word of WORDS) {
    const target = `/api/v1/compendium/monsters?limit=20&q=${encodeURIComponent(word)}`;
    http.search.push(`GET\t${target}&campaign_id=${campaign}\t`);
    http.kept.push(`GET\t${target}\t`);
    scripts.add('search', [
      '\\startpipeline\n', statement('cgi/api/campaigns/role.sql', scripts.text(campaign), who),
      statement('cgi/api/compendium/find.sql', who, scripts.text(campaign), 'null::text', scripts.text("('=entry=monsters')"), scripts.text(word), 'null::text', 'null::text', 'null::text', scripts.text('false'), 'null::text', scripts.text('21'), scripts.text(columns), scripts.text('false'), scripts.text('false')),
      '\\endpipeline\n',
    ]);
  }
  http.file.push('GET\t/.well-known/jwks.json\t');
  const files = {};
  for (const [kind, lines] of Object.entries(http)) {
    files[kind] = path.join(directory, `${kind}.requests`);
    writeFileSync(files[kind], `${lines.join('\n')}\n`);
  }
  return { dm, campaign, token: dm.token, requests: files, scripts: scripts.files, variables: scripts.variables };
}
