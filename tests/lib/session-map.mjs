// What happens on the map between the moves of a session: maps come and go, fog is drawn, tokens are placed, linked, dropped
// and hidden, by DMs and by players. After each everybody must have the table that the server says they have.
import assert from 'node:assert/strict';

const SIDE = 12;
const zone = (s, visible) => { const [x, y] = [s.below(SIDE), s.below(SIDE)]; return { x, y, w: 1 + s.below(SIDE - x), h: 1 + s.below(SIDE - y), visible }; };
const place = (s) => ({ x: s.below(SIDE), y: s.below(SIDE) });

// Those with a mark in their names are a soak's own.
const tokens = (t) => Object.entries(t.tokens).filter(([, { name }]) => !name.includes('~'));
const running = (t) => (t.encounter ? Object.keys(t.encounter.combatants) : []);

// Each gives who, method, path and body, or nothing where it does not fit.
const acts = {
  map: (s) => ['dm', 'POST', `/campaigns/${s.table.id}/maps`, { name: `Cave ${s.below(1000)}`, width: SIDE, height: SIDE }],
  activate: async (s) => { const all = await s.read(`/campaigns/${s.table.id}/maps`); return all.length && ['dm', 'POST', `/maps/${s.pick(all).id}/${s.chance(0.8) ? 'activate' : 'deactivate'}`, {}]; },
  remove: async (s, t) => t.map && s.chance(0.1) && ['dm', 'DELETE', `/maps/${t.map.id}`],
  change: (s, t) => t.map && ['dm', 'PATCH', `/maps/${t.map.id}`, { darkness: s.below(1001) / 1000 }],
  fog: (s, t) => t.map && ['dm', 'PUT', `/maps/${t.map.id}/fog`, { zones: [...Array.from({ length: s.below(6) }, () => zone(s, s.chance(0.3))), ...s.fogged] }],
  add: (s, t) => t.map && tokens(t).length < 15 && ['dm', 'POST', `/campaigns/${s.table.id}/tokens`, { name: `Thing ${s.below(1000)}`, ...place(s), visible: s.chance(0.7), ...s.pick([{}, { combatant_id: s.any() }, { character_id: s.pick(s.characters).id }, { combatant_id: s.any(), character_id: s.pick(s.characters).id }]) }],
  own: (s, t) => { const own = s.pick(s.characters); return t.map && tokens(t).length < 15 && [own.owner, 'POST', `/campaigns/${s.table.id}/tokens`, { name: 'Mine', ...place(s), character_id: own.id }]; },
  drop: (s, t) => { const [id, token] = s.pick(tokens(t)) ?? []; const owner = s.characters.find((c) => c.id === token?.character_id)?.owner; return id && [owner && s.chance(0.5) ? owner : 'dm', 'PATCH', `/tokens/${id}`, place(s)]; },
  hide: (s, t) => tokens(t).length && ['dm', 'PATCH', `/tokens/${s.pick(tokens(t))[0]}`, { visible: s.chance(0.5) }],
  link: (s, t) => tokens(t).length && ['dm', 'PATCH', `/tokens/${s.pick(tokens(t))[0]}`, { combatant_id: running(t).length && s.chance(0.7) ? s.pick(running(t)) : null }],
  take: (s, t) => tokens(t).length > 8 && ['dm', 'DELETE', `/tokens/${s.pick(tokens(t))[0]}`],
};

// What happens next, and who does it: act, client, method, path and body; undefined where nothing fits. `t` is what a DM sees.
export async function mapAct(s, t) {
  if (!s.ids().length || !s.characters.length) return undefined;
  const act = t.map ? s.pick(['add', 'add', 'own', 'drop', 'drop', 'drop', 'hide', 'link', 'link', ...Object.keys(acts)]) : s.pick(['map', 'activate', 'activate']);
  const [who, method, path, body] = (await acts[act](s, t)) || [];
  return who && [act, who === 'dm' ? s.pick(s.dms()).client : who, method, path, body];
}

export async function mapStep(s) {
  const [act, client, method, path, body] = await mapAct(s, await s.read(`/campaigns/${s.table.id}/state`)) ?? [];
  if (!act) return;
  const answer = await client.call(method, path, [200, 201, 403, 404, 409, 422], { body });
  // What players do not see they cannot take hold of; whose combatant it is, and what that may do, is for the rules to say. A player's
  // character stands there once.
  if (answer.status >= 400) assert.ok(answer.status === 409 ? act === 'own' : act === 'drop', `${act} -> ${answer.text}`);
  s.made.set(`map.${act}`, (s.made.get(`map.${act}`) ?? 0) + 1);
  await s.settle(`${client.name} ${method} ${path} ${JSON.stringify(body ?? null)} -> ${answer.status}`);
}
