// Where the running table is: BASE_URL, TABARD_VAR and BUILD from the environment (tests/run.sh sets them),
// the rest from what `make start` left in $TABARD_VAR.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const varDir = path.resolve(root, process.env.TABARD_VAR || 'var');
export const build = process.env.BUILD || 'release';

// KEY='value' lines, as a shell would read them.
function settings() {
  const found = {};
  for (const line of readFileSync(path.join(varDir, 'etc/settings'), 'utf8').split('\n')) {
    const match = /^(\w+)='(.*)'$/.exec(line);
    if (match) found[match[1]] = match[2].replaceAll(`'\\''`, `'`);
  }
  return found;
}

export const started = settings();
export const issuer = started.CLERK_ISSUER;
export const origin = started.ALLOWED_ORIGINS.split(',')[0];
// By address: what "localhost" resolves to first is the machine's own business.
export const baseUrl = new URL(
  (process.env.BASE_URL || `http://localhost:${process.env.PORT || started.PORT}`)
    .replace('localhost', '127.0.0.1'));
export const keys = path.join(varDir, 'keys');
