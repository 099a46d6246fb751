// Every route with what its test needs: one row per "METHOD path" of the description. A route without a row fails
// tests/api/rights.test.mjs, and so does a row without a route.
//
//   of      what {id} names, and so who is what to it: 'campaign', 'encounter' (the running fight), 'draft', 'character'
//           (the player's), or nothing. The least role that the route declares (x-least-role) gives the expectations.
//   body    a good body, or a function of the scene that makes one
//   query   behind the path
//   params  the other parameters of the path: functions of the scene
//   query   behind the path, where the route wants one
//   fresh   the request uses something up: each role that may gets a scene of its own
//   headers, query, raw    of the request, and that its good answer is no JSON
//   may     what those who may get instead of a good answer, where the rules have the last word: a code
//   expect  where a role fares otherwise than its rank says: { role: status or code }
//
// Everybody in it: none, expired (no token, an old one), stranger, admin (of the server, in no campaign), observer, player
// (whose character it is), other (another player), dm (not the owner), owner (of the campaign).

import { png, square, uvtt } from './pictures.mjs';

const nobody = '0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10';

export const rights = {
  'GET /api/v1/me': {},
  'PATCH /api/v1/me': { body: {} },
  'GET /api/v1/me/export': {},
  'DELETE /api/v1/me': { fresh: true, expect: { owner: 'OWNS_CAMPAIGNS' } },
  'GET /api/v1/users': {},
  'GET /api/v1/admin/simulations': {},
  'POST /api/v1/admin/simulations': { raw: true },
  // Whom one shares no campaign with one does not see; administrators see everybody.
  'GET /api/v1/users/{id}': { params: { id: (s) => s.ids.player }, expect: { stranger: 'USER_NOT_FOUND' } },
  'PATCH /api/v1/users/{id}': { params: { id: (s) => s.ids.observer }, body: { disabled: false } },

  'GET /api/v1/campaigns': {},
  'POST /api/v1/campaigns': { body: { name: 'Made by somebody' } },
  'POST /api/v1/campaigns/import': { body: (s) => s.people.owner.get(`/campaigns/${s.id}/export`) },
  'GET /api/v1/campaigns/{id}': { of: 'campaign' },
  'PATCH /api/v1/campaigns/{id}': { of: 'campaign', body: { description: 'Changed.' } },
  'DELETE /api/v1/campaigns/{id}': { of: 'campaign', fresh: true },
  'POST /api/v1/campaigns/{id}/restore': { of: 'campaign', body: {} },
  'POST /api/v1/campaigns/{id}/transfer': { of: 'campaign', body: (s) => ({ user_id: s.ids.dm }), fresh: true },
  'GET /api/v1/campaigns/{id}/members': { of: 'campaign' },
  'PATCH /api/v1/campaigns/{id}/members/{user_id}': { of: 'campaign', params: { user_id: (s) => s.ids.other }, body: { role: 'player' } },
  // Everybody may leave, so nobody here is the one who is removed.
  'DELETE /api/v1/campaigns/{id}/members/{user_id}': { of: 'campaign', params: { user_id: (s) => s.ids.spare }, fresh: true },
  'GET /api/v1/campaigns/{id}/invites': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/invites': { of: 'campaign', body: {} },
  'DELETE /api/v1/campaigns/{id}/invites/{invite_id}': { of: 'campaign', params: { invite_id: (s) => s.invite.id }, fresh: true },
  'GET /api/v1/campaigns/{id}/encounters': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/encounters': { of: 'campaign', body: { name: 'Made by somebody' } },
  'GET /api/v1/campaigns/{id}/presence': { of: 'campaign' },
  'GET /api/v1/campaigns/{id}/export': { of: 'campaign' },
  'GET /api/v1/campaigns/{id}/suggestions': { of: 'campaign', query: '?levels=3' },
  'POST /api/v1/campaigns/{id}/compendium/import': { of: 'campaign', body: { entry: 'conditions', name: 'Sodden' }, fresh: true },
  'POST /api/v1/campaigns/{id}/compendium/{type}': { of: 'campaign', params: { type: () => 'conditions' }, body: { name: 'Numb', copy: 'prone' }, fresh: true },
  'PATCH /api/v1/campaigns/{id}/compendium/{type}/{slug}': { of: 'campaign', params: { type: () => 'conditions', slug: () => 'cursed' }, body: { name: 'Accursed' } },
  'DELETE /api/v1/campaigns/{id}/compendium/{type}/{slug}': { of: 'campaign', params: { type: () => 'conditions', slug: () => 'cursed' }, fresh: true },
  'GET /api/v1/campaigns/{id}/state': { of: 'campaign' },
  'GET /api/v1/campaigns/{id}/events': { of: 'campaign', stream: true },
  'POST /api/v1/campaigns/{id}/signals': { of: 'campaign', body: { type: 'typing' } },
  'POST /api/v1/campaigns/{id}/events/tickets': { of: 'campaign', body: {} },

  'POST /api/v1/campaigns/{id}/compendium/import': { of: 'campaign', body: { entry: 'conditions', name: 'Brought' } },
  'POST /api/v1/campaigns/{id}/compendium/{type}': { of: 'campaign', params: { type: () => 'conditions' }, body: () => ({ name: `Made ${Math.random()}` }) },
  'PATCH /api/v1/campaigns/{id}/compendium/{type}/{slug}': { of: 'campaign', params: { type: () => 'conditions', slug: () => 'cursed' }, body: { note: 'Changed.' } },
  'DELETE /api/v1/campaigns/{id}/compendium/{type}/{slug}': { of: 'campaign', params: { type: () => 'conditions', slug: () => 'cursed' }, fresh: true },

  'GET /api/v1/invites/{code}': { params: { code: (s) => s.invite.code } },
  'POST /api/v1/invites/{code}/accept': { params: { code: (s) => s.invite.code }, body: {}, fresh: true },

  'GET /api/v1/characters': {},
  'POST /api/v1/characters': { body: { name: 'Somebody', sheet: { abilities: { str: 10, dex: 10, con: 10, int: 10, wis: 10, cha: 10 }, classes: [{ class: 'fighter', level: 1 }] } } },
  'GET /api/v1/characters/{id}': { of: 'character' },
  'PATCH /api/v1/characters/{id}': { of: 'character', body: { name: 'Renamed' } },
  'POST /api/v1/characters/import': { body: { name: 'Somebody', sheet: { abilities: { str: 10, dex: 10, con: 10, int: 10, wis: 10, cha: 10 }, classes: [{ class: 'fighter', level: 1 }] } } },
  'DELETE /api/v1/characters/{id}': { of: 'character', fresh: true },
  'GET /api/v1/characters/{id}/sheet': { of: 'character' },
  'GET /api/v1/characters/{id}/export': { of: 'character' },
  'GET /api/v1/characters/{id}/history': { of: 'character' },
  'PATCH /api/v1/characters/{id}/features/{slug}/use': { of: 'character', params: { slug: () => 'rage' }, body: {}, fresh: true },
  'PATCH /api/v1/characters/{id}/features/{slug}/restore': { of: 'character', params: { slug: () => 'rage' }, body: {}, fresh: true },
  'PATCH /api/v1/characters/{id}/slots/{slug}/use': { of: 'character', params: { slug: () => '1' }, body: {}, may: 'NO_SUCH_SLOT' },
  'PATCH /api/v1/characters/{id}/slots/{slug}/restore': { of: 'character', params: { slug: () => '1' }, body: {}, may: 'NOTHING_SPENT' },
  'POST /api/v1/characters/{id}/rest': { of: 'character', body: { kind: 'long' } },
  'POST /api/v1/characters/{id}/hp': { of: 'character', body: { damage: 1 } },
  'POST /api/v1/characters/{id}/death-save': { of: 'character', body: {}, may: 'NOT_DYING' },
  'POST /api/v1/characters/{id}/xp': { of: 'character', body: { amount: 1 } },
  'POST /api/v1/characters/{id}/level-up': { of: 'character', body: { class: 'barbarian', hp: 'average' }, may: 'IMPROVEMENT_DUE' },
  'POST /api/v1/characters/{id}/inventory': { of: 'character', body: { item: 'torch' } },
  'PATCH /api/v1/characters/{id}/inventory/{item}': { of: 'character', params: { item: () => 'greataxe' }, body: { quantity: 2 }, fresh: true },
  'DELETE /api/v1/characters/{id}/inventory/{item}': { of: 'character', params: { item: () => 'greataxe' }, fresh: true },
  'PUT /api/v1/characters/{id}/campaign': { of: 'character', body: (s) => ({ campaign_id: s.id }) },
  'DELETE /api/v1/characters/{id}/campaign': { of: 'character', fresh: true },

  'GET /api/v1/compendium': {},
  'GET /api/v1/compendium/search': { query: '?q=goblin' },
  'GET /api/v1/compendium/{type}': { params: { type: () => 'monsters' } },
  'GET /api/v1/compendium/{type}/{slug}': { params: { type: () => 'monsters', slug: () => 'goblin' } },

  'GET /api/v1/encounters/{id}': { of: 'encounter' },
  'PATCH /api/v1/encounters/{id}': { of: 'encounter', body: { name: 'Renamed' } },
  'DELETE /api/v1/encounters/{id}': { of: 'draft', fresh: true },
  'POST /api/v1/encounters/{id}/copy': { of: 'encounter', body: {} },
  'GET /api/v1/encounters/{id}/difficulty': { of: 'encounter' },
  'GET /api/v1/encounters/{id}/combatants/{combatant_id}/why': { of: 'encounter', params: { combatant_id: (s) => s.combatant } },
  'GET /api/v1/encounters/{id}/moves': { of: 'encounter' },
  // A move that each side may make of its own; others are in moves.test.mjs.
  'POST /api/v1/encounters/{id}/moves': { of: 'encounter', body: { type: 'note', text: 'Seen.' }, expect: { player: 'FORBIDDEN', other: 'FORBIDDEN' } },
  'POST /api/v1/encounters/{id}/undo': { of: 'encounter', body: { count: 1 }, fresh: true },
  'POST /api/v1/encounters/{id}/redo': { of: 'encounter', body: {}, may: 'NOTHING_TO_REDO' },

  // The player's own, for all to see.
  'GET /api/v1/campaigns/{id}/uploads': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/uploads': { of: 'campaign', body: png(square()), headers: { 'content-type': 'image/png' } },
  'GET /api/v1/uploads/{id}': { of: 'upload', raw: true },
  'DELETE /api/v1/uploads/{id}': { of: 'upload', fresh: true },
  'GET /api/v1/campaigns/{id}/handouts': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/handouts': { of: 'campaign', body: { title: 'Another' } },
  'GET /api/v1/handouts/{id}': { of: 'handout' },
  'PATCH /api/v1/handouts/{id}': { of: 'handout', body: { title: 'Renamed' } },
  'DELETE /api/v1/handouts/{id}': { of: 'handout', fresh: true },

  'GET /api/v1/campaigns/{id}/messages': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/messages': { of: 'campaign', body: { text: 'Well met, [[1d20]].' } },
  'PUT /api/v1/campaigns/{id}/messages/read': { of: 'campaign', body: (s) => ({ message_id: s.message }) },
  'GET /api/v1/messages/{id}': { of: 'message' },
  'PATCH /api/v1/messages/{id}': { of: 'message', body: { text: 'Changed.' } },
  'DELETE /api/v1/messages/{id}': { of: 'message', fresh: true },
  'POST /api/v1/dice/roll': { body: { expr: '1d20' } },
  'GET /api/v1/campaigns/{id}/rolls': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/rolls': { of: 'campaign', body: { expr: '1d20' } },
  'GET /api/v1/campaigns/{id}/rolls/stats': { of: 'campaign' },
  'GET /api/v1/campaigns/{id}/rolls/proof': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/rolls/proof': { of: 'campaign', body: {} },

  'GET /api/v1/campaigns/{id}/maps': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/maps': { of: 'campaign', body: { name: 'Tower', width: 5, height: 5 } },
  'POST /api/v1/campaigns/{id}/maps/import': { of: 'campaign', body: uvtt() },
  // The one on the table; the library's others are in maps.test.mjs.
  'GET /api/v1/maps/{id}': { of: 'map' },
  'PATCH /api/v1/maps/{id}': { of: 'map', body: { darkness: 0.5 } },
  'DELETE /api/v1/maps/{id}': { of: 'map', fresh: true },
  'POST /api/v1/maps/{id}/activate': { of: 'map', body: {} },
  'POST /api/v1/maps/{id}/deactivate': { of: 'map', body: {}, fresh: true },
  'GET /api/v1/maps/{id}/scene': { of: 'map' },
  'PUT /api/v1/maps/{id}/fog': { of: 'map', body: { zones: [] } },
  'PATCH /api/v1/maps/{id}/doors/{item}': { of: 'map', params: { item: () => '0' }, body: { closed: true }, may: 'DOOR_NOT_FOUND' },
  'GET /api/v1/maps/{id}/distance': { of: 'map', query: '?from=1,1&to=2,2' },
  // The player's own: other players may not.
  'POST /api/v1/campaigns/{id}/tokens': { of: 'campaign', body: (s) => ({ name: 'Thokk', x: 2, y: 2, character_id: s.spare }), expect: { other: 'TOKEN_NOT_YOURS' } },
  'PATCH /api/v1/tokens/{id}': { of: 'token', body: { x: 3 }, expect: { other: 'TOKEN_NOT_YOURS' } },
  'DELETE /api/v1/tokens/{id}': { of: 'token', fresh: true, expect: { other: 'TOKEN_NOT_YOURS' } },

  'GET /api/v1/campaigns/{id}/relations/nodes': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/relations/nodes': { of: 'campaign', body: { kind: 'person', name: 'Somebody' } },
  'GET /api/v1/campaigns/{id}/relations/ties': { of: 'campaign' },
  'POST /api/v1/campaigns/{id}/relations/ties': { of: 'campaign', body: (s) => ({ from_id: s.node, to_id: s.place, label: 'owns' }) },
  'GET /api/v1/campaigns/{id}/relations/path': { of: 'campaign', query: (s) => `?from=${s.node}&to=${s.place}` },
  'GET /api/v1/campaigns/{id}/relations/graphml': { of: 'campaign', raw: true },
  'GET /api/v1/relations/nodes/{id}': { of: 'node' },
  'PATCH /api/v1/relations/nodes/{id}': { of: 'node', body: { name: 'Renamed' } },
  'DELETE /api/v1/relations/nodes/{id}': { of: 'node', fresh: true },
  'GET /api/v1/relations/nodes/{id}/neighbours': { of: 'node' },
  'PATCH /api/v1/relations/ties/{id}': { of: 'tie', body: { label: 'hates' } },
  'DELETE /api/v1/relations/ties/{id}': { of: 'tie', fresh: true },

  'POST /api/v1/webhooks/clerk': { body: { type: 'user.deleted', data: { id: nobody } } },
  'GET /api/v1/openapi.json': {},
  'GET /health': {},
  'GET /metrics': {},
};

export const roles = ['none', 'expired', 'stranger', 'admin', 'observer', 'player', 'other', 'dm', 'owner'];

const MISSING = { campaign: 'CAMPAIGN_NOT_FOUND', encounter: 'ENCOUNTER_NOT_FOUND', draft: 'ENCOUNTER_NOT_FOUND', character: 'CHARACTER_NOT_FOUND', upload: 'UPLOAD_NOT_FOUND', handout: 'HANDOUT_NOT_FOUND', message: 'MESSAGE_NOT_FOUND', map: 'MAP_NOT_FOUND', token: 'TOKEN_NOT_FOUND', node: 'RELATION_NOT_FOUND', tie: 'RELATION_NOT_FOUND' };
const RANK = { observer: 1, player: 2, other: 2, dm: 3, owner: 4 };

// What the declared least role means for somebody: 'ok' or the code of the refusal.
export function expected(least, row, role) {
  if (least === 'none') return 'ok';
  if (least === 'signed') return 'WEBHOOK_REFUSED';
  if (role === 'none') return 'TOKEN_MISSING';
  if (role === 'expired') return 'TOKEN_EXPIRED';
  if (row.expect?.[role]) return row.expect[role];
  if (least === 'any') return 'ok';
  if (least === 'admin') return role === 'admin' ? 'ok' : 'FORBIDDEN';
  if (!RANK[role]) return MISSING[row.of];
  // Drafts are there for DMs only.
  if (row.of === 'draft' && RANK[role] < RANK.dm) return MISSING.draft;
  // A character's owner may do with it whatever anybody may; what is its owner's alone is nobody else's.
  if (['character', 'upload', 'handout', 'message'].includes(row.of) && role === 'player') return 'ok';
  if (['character', 'message'].includes(row.of) && least === 'owner') return 'FORBIDDEN';
  return RANK[role] >= RANK[least] ? 'ok' : 'FORBIDDEN';
}
