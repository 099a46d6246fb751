// Every route for every role: rows of who gets what. The row that succeeds is the positive twin of those that do not.
import assert from 'node:assert/strict';
import { callInTurn } from './client.mjs';

// `people`: { none: undefined, stranger, observer, player, dm, owner } clients. A row is
// { method, path, body?, expect: { role: status | 'CODE' } }; path and body may be functions, called for each role.
const statusOf = {
  TOKEN_MISSING: 401, FORBIDDEN: 403, CAMPAIGN_NOT_FOUND: 404, CHARACTER_NOT_FOUND: 404, ENCOUNTER_NOT_FOUND: 404,
  INVITE_NOT_FOUND: 404, ENTRY_NOT_FOUND: 404, UPLOAD_NOT_FOUND: 404, HANDOUT_NOT_FOUND: 404, MESSAGE_NOT_FOUND: 404, RELATION_NOT_FOUND: 404,
  MAP_NOT_FOUND: 404, TOKEN_NOT_FOUND: 404, TOKEN_NOT_YOURS: 403,
};

export async function matrix(people, rows) {
  for (const { method, path, body, expect } of rows) {
    assert.ok(Object.values(expect).some((e) => typeof e === 'number'), `${method} ${path}: nobody may`);
    // The refusals first: had one of them done something, the good one would meet it.
    const roles = Object.entries(expect).sort(([, a], [, b]) => (typeof a === 'number') - (typeof b === 'number'));
    for (const [role, expected] of roles) {
      assert.ok(role === 'none' || people[role], `no such person: ${role}`);
      const target = typeof path === 'function' ? await path(role) : path;
      const answer = await callInTurn(method, target, {
        token: people[role]?.token, body: typeof body === 'function' ? await body(role) : body,
      });
      const what = `${role}: ${method} ${target} -> ${answer.status} ${answer.text.slice(0, 300)}`;
      if (typeof expected === 'number') {
        assert.equal(answer.status, expected, what);
      } else {
        assert.equal(answer.json.error?.code, expected, what);
        assert.equal(answer.status, statusOf[expected], what);
        if (expected === 'TOKEN_MISSING') assert.match(answer.headers['www-authenticate'], /^Bearer/, what);
      }
    }
  }
}

// The people of a table by role.
export function peopleOf(table) {
  return {
    none: undefined, stranger: table.stranger, observer: table.observer, player: table.player,
    dm: table.dm2 ?? table.dm, owner: table.dm,
  };
}
