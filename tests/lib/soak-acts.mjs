// What people do at a table of a soak besides the fight: a table of acts with how often each is done. They are of the table's
// own people, never of its guest, who comes and goes; but the guest is whispered to.
import { call } from './client.mjs';
import { mapAct } from './session-map.mjs';
import { dms, everybody, kindOf, nobody } from './soak-marks.mjs';

const SAID = 20; // of what was said, to be changed or taken back
const LURKERS = 4; // on a map

const people = (s) => s.viewers.filter((viewer) => viewer !== s.guest.viewer);
const path = (s, what) => `/campaigns/${s.table.id}/${what}`;

async function say(s) {
  const who = s.pick(people(s));
  const to = s.pick(['party', 'party', 'dm', 'named', 'named']);
  const recipients = s.shuffled(s.viewers).slice(0, 1 + s.below(2)).map(({ id }) => id);
  const [kind, may] = {
    party: ['party', everybody],
    dm: ['dm', (id, audience) => dms(id, audience) || id === who.id],
    named: ['whisper', (id) => id === who.id || recipients.includes(id)],
  }[to];
  const mark = s.marks.make(kind, may);
  const text = s.pick([`Hear, hear: ${mark}`, `I swing, [[1d20+5]], ${mark}!`, `/roll 2d6 ${mark}`]);
  const { status, json } = await s.ask(who, 'POST', path(s, 'messages'), { text, to, ...(to === 'named' && { recipients }) }, [201, 400]);
  if (status === 201) {
    s.told.push(mark);
    s.said = [...s.said, { id: json.data.id, who, mark, text }].slice(-SAID);
  }
}

// With the dice that it had.
async function edit(s) {
  const message = s.pick(s.said);
  if (message) await s.ask(message.who, 'PATCH', `/messages/${message.id}`, { text: `${message.text} Indeed.` }, [200]);
}

// By its author, or a DM who may read it.
async function takeBack(s) {
  const message = s.pick(s.said);
  if (!message) return;
  s.said.splice(s.said.indexOf(message), 1);
  s.gone.add(message.mark);
  const dm = s.pick(s.dms());
  const who = s.marks.get(message.mark).may(dm.id, 'dm') && s.chance(0.5) ? dm : message.who;
  await s.ask(who, 'DELETE', `/messages/${message.id}`, undefined, [200, 404]);
}

async function roll(s) {
  const who = s.pick(people(s));
  const visibility = s.pick(['party', 'dm', 'blind', 'self']);
  const mark = s.marks.make(`roll${visibility}`, {
    party: everybody, dm: (id, audience) => dms(id, audience) || id === who.id, blind: dms, self: (id) => id === who.id,
  }[visibility]);
  await s.ask(who, 'POST', path(s, 'rolls'), { expr: '1d20+3', label: mark, visibility }, [201]);
  s.told.push(mark);
}

// Sent once: what is lost is lost.
async function signal(s) {
  const who = s.pick(people(s));
  const type = s.pick(['typing', 'ping', 'cursor', 'drag']);
  const tokens = Object.entries(s.seen().tokens ?? {}).filter(([, token]) => who.dm || s.characters.some((c) => c.owner === who.client && c.id === token.character_id));
  if (type === 'drag' && !tokens.length) return;
  const [token, { name }] = type === 'drag' ? s.pick(tokens) : [undefined, { name: '' }];
  const to = s.pick(['party', 'party', 'dm']);
  const mark = to === 'dm' || name.includes('~') ? s.marks.make('signaldm', dms) : s.marks.make('signal', everybody);
  const body = { type, to, data: { mark, x: s.below(12) }, ...(token && { token_id: token }) };
  const { json } = await call('POST', path(s, 'signals'), { token: who.client.token, body }).catch(() => ({}));
  // A drag goes no further than the server says.
  if (json?.data?.to === 'dm') s.marks.get(mark).may = dms;
}

// Maps, fog and tokens, as in other sessions.
async function map(s) {
  const [, client, method, to, body] = await mapAct(s, await s.read(path(s, 'state'))) ?? [];
  if (client) await s.ask({ client }, method, to, body, [200, 201, 400, 403, 404, 409, 422]);
}

const dm = (s, method, to, body, statuses = [200]) => s.ask(s.pick(s.dms()), method, to, body, statuses);

// What players never see: tokens that are hidden for good, and some that never leave the part that stays in fog.
async function lurk(s) {
  const t = await s.read(path(s, 'state'));
  if (!t.map) return;
  const lurkers = Object.entries(t.tokens).filter(([, { name }]) => name.includes('~'));
  const [id, token] = s.pick(lurkers) ?? [];
  const fogged = lurkers.length >= LURKERS ? kindOf(token.name) === 'fogged' : s.chance(0.5);
  const [zone] = s.fogged;
  const place = fogged ? { x: zone.x + s.below(zone.w), y: zone.y + s.below(zone.h) } : { x: s.below(12), y: s.below(12) };
  if (lurkers.length >= LURKERS) {
    await dm(s, 'PATCH', `/tokens/${id}`, place);
    return;
  }
  if (fogged && !t.fog) await dm(s, 'PUT', `/maps/${t.map.id}/fog`, { zones: s.fogged });
  await dm(s, 'POST', path(s, 'tokens'), { name: s.marks.make(fogged ? 'fogged' : 'hidden', dms), visible: fogged, ...place }, [201]);
}

// Of walls, doors and lights no stream tells at all.
async function draw(s) {
  const t = await s.read(path(s, 'state'));
  if (!t.map) return;
  const at = { x: s.below(12), y: s.below(12) };
  const lights = [{ position: at, range: 3, color: s.marks.make('light', nobody) }];
  await dm(s, 'PATCH', `/maps/${t.map.id}`, { lights, walls: [[at, { x: 0, y: 0 }]], doors: [{ position: at, bounds: [] }] });
  await dm(s, 'PATCH', `/maps/${t.map.id}/doors/0`, { closed: s.chance(0.5) });
}

export const acts = [
  [20, say], [5, edit], [5, takeBack], [12, roll], [25, signal], [20, map], [8, lurk], [5, draw],
];

// One of them, as often as the table says.
export async function act(s) {
  let at = s.random() * acts.reduce((sum, [weight]) => sum + weight, 0);
  const [, chosen] = acts.find(([weight]) => (at -= weight) < 0);
  s.made.set(chosen.name, (s.made.get(chosen.name) ?? 0) + 1);
  await chosen(s);
}
