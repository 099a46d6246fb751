// Forged tokens, each with a good one beside it that differs in nothing but the forgery.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import path from 'node:path';
import test from 'node:test';
import { call } from '../lib/client.mjs';
import { issuer, origin, root, started } from '../lib/config.mjs';
import { base64url, goodClaims, goodHeader, hs256, jwks, kid, makeToken, rs256 } from '../lib/tokens.mjs';
import { newTable, random } from '../lib/users.mjs';

const now = () => Math.floor(Date.now() / 1000);
const publicKey = crypto.createPublicKey({ key: jwks.keys[0], format: 'jwk' });
const spki = publicKey.export({ type: 'spki', format: 'pem' });
const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' });
const other = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherPem = other.privateKey.export({ type: 'pkcs8', format: 'pem' });
const ec = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });

let subject;
const claims = () => goodClaims(subject, 'Somebody');
const header = goodHeader;
const changed = (change) => ({ ...claims(), ...change });
const without = (object, key) => { const { [key]: _, ...rest } = object; return rest; };
const headed = (change) => ({ ...header(), ...change });

// What is forged: a function that makes the token, and the code if it is not TOKEN_INVALID.
const forgeries = {
  'HS256 with the public key as the secret (SPKI)': () => makeToken(headed({ alg: 'HS256' }), claims(), (s) => hs256(s, spki)),
  'HS256 with the public key as the secret (PKCS1)': () => makeToken(headed({ alg: 'HS256' }), claims(), (s) => hs256(s, pkcs1)),
  'HS256 with the public key without its last newline': () => makeToken(headed({ alg: 'HS256' }), claims(), (s) => hs256(s, spki.trimEnd())),
  'HS256 with the JWK as the secret': () => makeToken(headed({ alg: 'HS256' }), claims(), (s) => hs256(s, JSON.stringify(jwks.keys[0]))),
  'HS256 with an empty secret': () => makeToken(headed({ alg: 'HS256' }), claims(), (s) => hs256(s, '')),
  'alg none without a signature': () => makeToken(headed({ alg: 'none' }), claims(), () => ''),
  'alg None': () => makeToken(headed({ alg: 'None' }), claims(), () => ''),
  'alg NONE with the good signature': () => makeToken(headed({ alg: 'NONE' }), claims()),
  'alg rs256 in lower case': () => makeToken(headed({ alg: 'rs256' }), claims()),
  'alg RS384, rightly signed': () => makeToken(headed({ alg: 'RS384' }), claims(), (s) => crypto.sign('sha384', Buffer.from(s), privatePem()).toString('base64url')),
  'alg RS512 over an RS256 signature': () => makeToken(headed({ alg: 'RS512' }), claims()),
  'alg PS256': () => makeToken(headed({ alg: 'PS256' }), claims(), (s) => crypto.sign('sha256', Buffer.from(s), { key: privatePem(), padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }).toString('base64url')),
  'ES256 with a key of one\'s own': () => makeToken(headed({ alg: 'ES256' }), claims(), (s) => crypto.sign('sha256', Buffer.from(s), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')),
  'no alg': () => makeToken(without(header(), 'alg'), claims()),
  'alg that is a list': () => makeToken(headed({ alg: ['RS256'] }), claims()),
  'two algs, the good one last': () => makeToken(`{"alg":"none","alg":"RS256","typ":"JWT","kid":"${kid}"}`, claims()),
  'a crit header': () => makeToken(headed({ crit: ['exp'], exp: 1 }), claims()),
  'an empty crit header': () => makeToken(headed({ crit: [] }), claims()),
  'signed by another key under the good kid': () => makeToken(header(), claims(), (s) => rs256(s, otherPem)),
  'a key of one\'s own in the header (jwk)': () => makeToken(headed({ jwk: other.publicKey.export({ format: 'jwk' }) }), claims(), (s) => rs256(s, otherPem)),
  'an address for a key of one\'s own (jku)': () => makeToken(headed({ jku: 'http://127.0.0.1:1/jwks.json', kid: 'mine' }), claims(), (s) => rs256(s, otherPem)),
  'a kid that is not there': () => makeToken(headed({ kid: 'ins_0000000000000000000000' }), claims()),
  'the kid in other case': () => makeToken(headed({ kid: kid === kid.toUpperCase() ? kid.toLowerCase() : kid.toUpperCase() }), claims()),
  'a kid with something behind it': () => makeToken(headed({ kid: `${kid}\u0000` }), claims()),
  'a kid that is a path': () => makeToken(headed({ kid: '../../../../dev/null' }), claims(), (s) => hs256(s, '')),
  'an empty kid': () => makeToken(headed({ kid: '' }), claims()),
  'no kid': () => makeToken(without(header(), 'kid'), claims()),
  'a kid that is a number': () => makeToken(headed({ kid: 1 }), claims()),
  'expired': [() => makeToken(header(), changed({ exp: now() - 60, iat: now() - 120, nbf: now() - 120 })), 'TOKEN_EXPIRED'],
  'expired long ago': [() => makeToken(header(), changed({ exp: 1, nbf: 0, iat: 0 })), 'TOKEN_EXPIRED'],
  'no exp': () => makeToken(header(), without(claims(), 'exp')),
  'an exp that is text': () => makeToken(header(), changed({ exp: String(now() + 600) })),
  'an exp without bounds': () => makeToken(header(), JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":1e999')),
  'an exp past 2^63': () => makeToken(header(), JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":99999999999999999999')),
  'an exp below zero': [() => makeToken(header(), changed({ exp: -1 })), 'TOKEN_EXPIRED'],
  'two exps': () => makeToken(header(), JSON.stringify(claims()).replace(/"exp":(\d+)/, '"exp":1,"exp":$1')),
  'not yet good': () => makeToken(header(), changed({ nbf: now() + 60 })),
  'another issuer': () => makeToken(header(), changed({ iss: 'https://clerk.example.com' })),
  'the issuer with a slash': () => makeToken(header(), changed({ iss: `${issuer}/` })),
  'the issuer\'s beginning': () => makeToken(header(), changed({ iss: issuer.slice(0, -1) })),
  'a list of issuers': () => makeToken(header(), changed({ iss: [issuer] })),
  'no issuer': () => makeToken(header(), without(claims(), 'iss')),
  'another origin': () => makeToken(header(), changed({ azp: 'https://evil.example' })),
  'an origin that begins as a good one': () => makeToken(header(), changed({ azp: `${origin}.evil.example` })),
  'all origins at once': () => makeToken(header(), changed({ azp: started.ALLOWED_ORIGINS })),
  'an empty origin': () => makeToken(header(), changed({ azp: '' })),
  'no subject': () => makeToken(header(), without(claims(), 'sub')),
  'an empty subject': () => makeToken(header(), changed({ sub: '' })),
  'a session that is pending': () => makeToken(header(), changed({ sts: 'pending' })),
  'a session of a kind nobody knows': () => makeToken(header(), changed({ sts: 'suspended' })),
  'no session': () => makeToken(header(), without(claims(), 'sid')),
  'an empty session': () => makeToken(header(), changed({ sid: '' })),
  'a session that is a number': () => makeToken(header(), changed({ sid: 7 })),
  'a subject that is a number': () => makeToken(header(), changed({ sub: 1 })),
  'a subject that is null': () => makeToken(header(), changed({ sub: null })),
  'a subject that is too long': () => makeToken(header(), changed({ sub: 'x'.repeat(256) })),
  'a subject with a NUL': () => makeToken(header(), changed({ sub: 'admin\u0000x' })),
  'claims that are a list': () => makeToken(header(), [claims()]),
  'claims that are no JSON': () => makeToken(header(), '{"sub":'),
  'claims with more behind them': () => makeToken(header(), `${JSON.stringify(claims())}{}`),
  'the signature cut': () => makeToken(header(), claims()).slice(0, -4),
  'the signature with a byte more': () => makeToken(header(), claims(), (s) => Buffer.concat([Buffer.from(rs256(s), 'base64url'), Buffer.from([0])]).toString('base64url')),
  'the signature of other claims': () => makeToken(header(), claims(), () => rs256(`${base64url(header())}.${base64url(changed({ sub: 'x' }))}`)),
  'no signature': () => makeToken(header(), claims(), () => ''),
  'an empty key\'s worth of zeroes': () => makeToken(header(), claims(), () => Buffer.alloc(256).toString('base64url')),
  'claims changed after signing': () => tampered(1),
  'header changed after signing': () => tampered(0),
  'standard base64 and padding': () => `${makeToken(header(), claims())}==`,
  'two parts': () => makeToken(header(), claims()).split('.').slice(0, 2).join('.'),
  'four parts': () => `${makeToken(header(), claims())}.x`,
  'five parts, as if encrypted': () => `${makeToken(header(), claims())}.x.y`,
  'dots only': () => '..',
  'a word': () => 'token',
};

function privatePem() {
  return forgeries.pem;
}

// One letter of a part changed, so that it still is base64url of the same length.
function tampered(part) {
  const parts = makeToken(header(), claims()).split('.');
  const at = Math.floor(parts[part].length / 2);
  parts[part] = parts[part].slice(0, at) + (parts[part][at] === 'A' ? 'B' : 'A') + parts[part].slice(at + 1);
  return parts.join('.');
}

test('forged tokens are refused, and the good one beside each is taken', async (t) => {
  const { privatePem: pem } = await import('../lib/tokens.mjs');
  Object.defineProperty(forgeries, 'pem', { value: pem, enumerable: false });
  for (const [what, forgery] of Object.entries(forgeries)) {
    const [make, code] = Array.isArray(forgery) ? forgery : [forgery, 'TOKEN_INVALID'];
    await t.test(what, async () => {
      subject = random('forged').replace('-', '_');
      const bad = await call('GET', '/me', { token: make() });
      assert.equal(bad.status, 401, bad.text);
      assert.equal(bad.json.error.code, code, bad.text);
      assert.match(bad.headers['www-authenticate'], /^Bearer/);
      const good = await call('GET', '/me', { token: makeToken(header(), claims()) });
      assert.equal(good.status, 200, good.text);
      // And once more: a cache of good tokens must not take the bad one for a good one.
      assert.equal((await call('GET', '/me', { token: make() })).status, 401);
    });
  }
});

test('a token is good for every origin on the list, and within the leeway', async () => {
  subject = random('good').replace('-', '_');
  for (const azp of started.ALLOWED_ORIGINS.split(',')) {
    assert.equal((await call('GET', '/me', { token: makeToken(header(), changed({ azp })) })).status, 200, azp);
  }
  for (const token of [
    makeToken(header(), changed({ more: { nested: [1] }, role: 'admin' })), // claims that we do not know
    makeToken(header(), changed({ sts: 'active' })),
    makeToken(without(header(), 'typ'), claims()),
    makeToken(header(), without(claims(), 'name')),
    makeToken(header(), changed({ sub: 'u'.repeat(240) + subject.slice(0, 15) })),
  ]) {
    assert.equal((await call('GET', '/me', { token })).status, 200);
  }
});

test('a token that is larger than any should be is not read', async () => {
  subject = random('large').replace('-', '_');
  const token = makeToken(header(), changed({ extra: 'x'.repeat(20_000) }));
  const answer = await call('GET', '/me', { token });
  assert.ok([401, 431].includes(answer.status), answer.text);
  assert.equal((await call('GET', '/me', { token: makeToken(header(), changed({ extra: 'x'.repeat(2000) })) })).status, 200);
});

test('a good token stops being one when it expires', async () => {
  subject = random('short').replace('-', '_');
  // Within the leeway of a few seconds when it is made, past it a little later.
  const token = makeToken(header(), changed({ exp: now() - 2 }));
  assert.equal((await call('GET', '/me', { token })).status, 200);
  const { eventually } = await import('../lib/wait.mjs');
  const answer = await eventually('the token expires', async () => {
    const tried = await call('GET', '/me', { token });
    return tried.status === 401 && tried;
  });
  assert.equal(answer.json.error.code, 'TOKEN_EXPIRED');
});

test('what is no bearer token is a missing one', async () => {
  subject = random('odd').replace('-', '_');
  const good = makeToken(header(), claims());
  for (const authorization of ['', 'Bearer', 'Bearer ', `Basic ${good}`, good, `Token ${good}`]) {
    const answer = await call('GET', '/me', { headers: { authorization } });
    assert.equal(answer.status, 401, authorization.slice(0, 20));
    assert.equal(answer.json.error.code, 'TOKEN_MISSING');
  }
  assert.equal((await call('GET', '/me', { headers: { authorization: `bearer ${good}` } })).status, 200, 'the scheme has no case');
  for (const authorization of [`Bearer ${good} ${good}`, `Bearer ${good},`, `Bearer x${good}`]) {
    assert.equal((await call('GET', '/me', { headers: { authorization } })).status, 401);
  }
  // A token in the address would end up in logs: it is not looked for there.
  assert.notEqual((await call('GET', `/me?token=${good}`)).status, 200);
});

test('the same good token from many clients at once', async () => {
  subject = random('many').replace('-', '_');
  const token = makeToken(header(), claims());
  const answers = await Promise.all(Array.from({ length: 40 }, () => call('GET', '/me', { token })));
  assert.equal(new Set(answers.map((a) => a.json.data.id)).size, 1);
});

test('forgeries and good tokens at once are told apart', async () => {
  const jobs = Array.from({ length: 60 }, (_, i) => async () => {
    const sub = random('mix').replace('-', '_');
    const good = i % 2 === 0;
    const answer = await call('GET', '/me', { token: makeToken(header(), goodClaims(sub, sub), (s) => rs256(s, good ? undefined : otherPem)) });
    assert.equal(answer.status, good ? 200 : 401);
  });
  await Promise.all(jobs.map((job) => job()));
});

test('no forged token opens a stream or changes anything', async () => {
  const table = await newTable();
  const forged = makeToken(headed({ alg: 'none' }), claims(), () => '');
  for (const [method, target, body] of [
    ['GET', `/campaigns/${table.id}/events`], ['GET', `/campaigns/${table.id}/state`], ['POST', '/campaigns', { name: 'x' }],
    ['POST', `/campaigns/${table.id}/encounters`, { name: 'x' }],
  ]) {
    const answer = await call(method, target, { token: forged, body });
    assert.equal(answer.status, 401, `${method} ${target}`);
  }
  assert.deepEqual(await table.dm.get(`/campaigns/${table.id}/encounters`), []);
});

test('make token gives a token for the person named', async () => {
  const name = random('cli');
  const env = { ...process.env };
  // The outer make's flags are not this one's.
  for (const key of ['MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'MAKEOVERRIDES']) delete env[key];
  const token = execFileSync('make', ['--no-print-directory', '-s', '-C', path.resolve(root), 'token', `USER=${name}`], { env, encoding: 'utf8' }).trim();
  assert.match(token, /^[\w-]+\.[\w-]+\.[\w-]+$/, 'nothing but the token');
  const me = await call('GET', '/me', { token });
  assert.equal(me.status, 200, me.text);
  assert.equal(me.json.data.display_name, name);
});
