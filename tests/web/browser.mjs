// Chromium before the running table, over TLS and HTTP/2: nginx gets a second door with a certificate of our own.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { started, varDir } from '../lib/config.mjs';
import { pidOf } from '../lib/stack.mjs';
import { eventually } from '../lib/wait.mjs';

// Every type that a test here listens to: EventSource knows no other way.
const TYPES = [
  'sync', 'presence.changed', 'combatant.hp_changed', 'turn.advanced', 'campaign.updated', 'member.role_changed', 'member.removed', 'test.event', 'signal.ping',
];

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Chromium's own sandbox wants rights that neither root nor a container has. A page that a test answers itself is from no
// network that Chromium knows, and would have to ask before it may talk to this machine.
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-features=LocalNetworkAccessChecks'];

const local = path.join(varDir, 'nginx/local');
const reload = () => process.kill(pidOf('nginx'), 'SIGHUP');

// { origin, close }: https://localhost:<port>.
async function openDoor() {
  const port = await freePort();
  const folder = mkdtempSync(path.join(local, 'tls-'));
  const site = path.join(local, `tls-${port}.conf`);
  const [key, certificate] = ['key', 'crt'].map((end) => path.join(folder, `localhost.${end}`));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'pipe' });
  // nginx may be another user.
  chmodSync(folder, 0o755);
  chmodSync(key, 0o644);
  writeFileSync(site, `listen 127.0.0.1:${port} ssl http2;\nssl_certificate ${certificate};\nssl_certificate_key ${key};\n`);
  reload();
  await eventually('nginx listens', () => new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy()));
    socket.on('error', reject);
  }));
  return {
    origin: `https://localhost:${port}`,
    close() {
      for (const made of [site, folder]) rmSync(made, { recursive: true, force: true });
      reload();
    },
  };
}

// Which of Debian's names it has; another one may be given.
function chromiumPath() {
  const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((at) => at && existsSync(at));
  if (!found) throw new Error('there is no Chromium: install chromium, or say CHROMIUM=/path/to/it');
  return found;
}

// In the page: seen[name] is what the stream has brought, and how it is.
function prepare(types) {
  globalThis.seen = {};
  globalThis.watch = (name, url) => {
    const source = new EventSource(url);
    const stream = { source, events: [], opens: 0, errors: 0 };
    globalThis.seen[name] = stream;
    source.onopen = () => { stream.opens++; };
    source.onerror = () => { stream.errors++; };
    for (const type of types) source.addEventListener(type, (event) => stream.events.push({ type, id: event.lastEventId, data: event.data }));
  };
}

// A page of an origin, with nothing in it.
class Page {
  constructor(page) {
    this.page = page;
  }

  watch(name, url) {
    return this.page.evaluate(([n, u]) => globalThis.watch(n, u), [name, url]);
  }

  // { events, opens, errors, state }; state is EventSource's readyState.
  look(name) {
    return this.page.evaluate((n) => {
      const { source, events, opens, errors } = globalThis.seen[n];
      return { events, opens, errors, state: source.readyState };
    }, name);
  }

  until(name, what, probe) {
    return eventually(`${name}: ${what}`, async () => {
      const stream = await this.look(name);
      return probe(stream) && stream;
    });
  }

  close(name) {
    return this.page.evaluate((n) => globalThis.seen[n].source.close(), name);
  }

  evaluate(...args) {
    return this.page.evaluate(...args);
  }
}

// { door, own(token?), foreign(), close() }: pages of the server's own origin, with a session cookie if given a token,
// and of another one that is allowed.
export async function openBrowser() {
  const door = await openDoor();
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: ARGUMENTS });
  async function pageAt(origin, cookies = []) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>A page</title>' }));
    await page.goto(`${origin}/blank`);
    await page.unrouteAll();
    await page.evaluate(prepare, TYPES);
    return new Page(page);
  }
  return {
    door,
    own: (token) => pageAt(door.origin, token ? [{ name: '__session', value: token, url: door.origin, secure: true, httpOnly: true, sameSite: 'Lax' }] : []),
    foreign: () => pageAt(started.ALLOWED_ORIGINS.split(',').find((origin) => origin.endsWith(':5173'))),
    async close() {
      await browser.close();
      door.close();
    },
  };
}
