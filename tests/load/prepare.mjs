// What the load is thrown at: the same requests once as HTTP for wrk and once as SQL for pgbench. The SQL is that of the
// programs' own .sql files, with the values that the API itself gave them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/config.mjs';
import { newCharacter, newUser } from '../lib/users.mjs';

const ROWS = 64;
const WORDS = ['goblin', 'dragon', 'giant', 'wolf', 'or', 'demon', 'elemental', 'adult', 'rat', 'ghost', 'hag', 'golem', 'spider', 'young red', 'an', 'cult'];

// A program's statement with its parameters put in: text as a pgbench variable, SQL as it is.
export function statement(file, ...values) {
  const text = readFileSync(path.join(root, file), 'utf8').replace(/^--.*$/gm, '').trim();
  const takes = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)));
  if (takes !== values.length) throw new Error(`${file} takes ${takes} parameters and is given ${values.length}: tests/load/prepare.mjs has to follow`);
  return `${text.replace(/\$(\d+)/g, (_, n) => values[n - 1])};\n`;
}

// Collects pgbench's scripts and the variables they use (`pgbench -D`), which hold text of any kind.
export class Scripts {
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

export async function prepare(directory) {
  mkdirSync(directory, { recursive: true });
  const dm = newUser('bench');
  const { id: user } = await dm.get('/me');
  const scripts = new Scripts(directory);
  const who = scripts.text(user);
  const http = { row: [], search: [], kept: [], file: [] };
  const { id: campaign } = await dm.post('/campaigns', { name: 'Bench' });
  for (let i = 0; i < ROWS; i++) {
    const { id } = await newCharacter(dm, campaign);
    http.row.push(`GET\t/api/v1/characters/${id}\t`);
    scripts.add('row', [statement('cgi/api/characters/get.sql', scripts.text(id), who)]);
  }
  // A campaign's answers are nobody's to keep, so that these reach the database each time.
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
