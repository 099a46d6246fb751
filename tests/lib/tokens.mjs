// Session tokens as the identity provider signs them, and as forgers do. Good ones are signed here with the development
// key: that is quicker than a process for each of hundreds of users (tokens.test.mjs also takes one from tabardctl).
import crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { issuer, keys, origin } from './config.mjs';

export const privatePem = readFileSync(path.join(keys, 'signing.pem'), 'utf8');
export const jwks = JSON.parse(readFileSync(path.join(keys, 'jwks.json'), 'utf8'));
export const kid = jwks.keys[0].kid;

// The secret that webhooks are signed with at this table.
export const webhookSecret = readFileSync(path.join(keys, 'webhook'), 'utf8').trim();

export function base64url(value) {
  const bytes = Buffer.isBuffer(value) || typeof value === 'string' ? value : JSON.stringify(value);
  return Buffer.from(bytes).toString('base64url');
}

export function rs256(signed, key = privatePem) {
  return crypto.sign('sha256', Buffer.from(signed), key).toString('base64url');
}

export function hs256(signed, secret) {
  return crypto.createHmac('sha256', secret).update(signed).digest('base64url');
}

export function goodHeader() {
  return { alg: 'RS256', typ: 'JWT', kid };
}

export function goodClaims(subject, name) {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: subject, name, sid: `sess_${subject}`, iss: issuer, azp: origin, iat: now, nbf: now - 1, exp: now + 3600,
  };
}

// `sign` gets the signing input and gives the third part.
export function makeToken(header, claims, sign = rs256) {
  const signed = `${base64url(header)}.${base64url(claims)}`;
  return `${signed}.${sign(signed)}`;
}

export function tokenFor(subject, name) {
  return makeToken(goodHeader(), goodClaims(subject, name));
}
