// People and tables, made anew for each test: no test knows of another's.
import crypto from 'node:crypto';
import { Client } from './client.mjs';
import { tokenFor } from './tokens.mjs';

export function random(prefix) {
  return `${prefix}-${crypto.randomBytes(6).toString('hex')}`;
}

// A token of nobody yet: the person is made when it is first used.
export function newUser(label = 'user') {
  const name = random(label);
  return new Client(tokenFor(`test_${name.replace('-', '_')}`, name), name);
}

export async function join(dm, campaignId, user, role) {
  const invite = await dm.post(`/campaigns/${campaignId}/invites`, { role });
  await user.post(`/invites/${invite.code}/accept`, undefined, 200);
}

// A campaign with its people: { campaign, id, dm (who owns it), dm2?, players, observer, stranger, everyone }.
export async function newTable({ players = 1, observer = true, secondDm = false, campaign = {} } = {}) {
  const dm = newUser('dm');
  const table = { dm, stranger: newUser('stranger'), players: [] };
  table.campaign = await dm.post('/campaigns', { name: random('Campaign'), ...campaign });
  table.id = table.campaign.id;
  for (let i = 0; i < players; i++) {
    table.players.push(newUser('player'));
    await join(dm, table.id, table.players[i], 'player');
  }
  [table.player] = table.players;
  if (observer) {
    table.observer = newUser('observer');
    await join(dm, table.id, table.observer, 'observer');
  }
  if (secondDm) {
    table.dm2 = newUser('dm2');
    await join(dm, table.id, table.dm2, 'dm');
  }
  table.everyone = [dm, table.dm2, ...table.players, table.observer].filter(Boolean);
  return table;
}

// The sheet of API.md, a fresh copy.
export function newSheet() {
  return {
    abilities: { str: 16, dex: 14, con: 15, int: 8, wis: 12, cha: 10 },
    species: 'half-orc',
    classes: [{ class: 'barbarian', level: 3, subclass: 'berserker' }],
    background: 'acolyte',
    proficiencies: { skills: ['athletics'], expertise: [] },
    equipment: [{ item: 'greataxe', quantity: 1, equipped: true }],
    hp: { current: 32, temp: 0 },
    features_used: { rage: 1 },
    slots_used: {},
  };
}

export async function newCharacter(owner, campaignId, more = {}) {
  const character = await owner.post('/characters', { name: random('Hero'), sheet: newSheet(), ...more });
  if (campaignId) await owner.put(`/characters/${character.id}/campaign`, { campaign_id: campaignId });
  return character;
}

export function newEncounter(dm, campaignId, more = {}) {
  return dm.post(`/campaigns/${campaignId}/encounters`, { name: random('Ambush'), ...more });
}

export function move(dm, encounterId, body, options) {
  return dm.post(`/encounters/${encounterId}/moves`, body, 201, options);
}

// An encounter that is going on: `goblins` goblins, one round begun. Gives { id, ids } with the combatants' ids.
export async function newFight(table, { goblins = 2, hidden = 0 } = {}) {
  const { id } = await newEncounter(table.dm, table.id);
  if (goblins) await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: goblins });
  if (hidden) {
    await move(table.dm, id, { type: 'add_combatant', monster: 'goblin', count: hidden, hidden: true });
  }
  await move(table.dm, id, { type: 'roll_initiative' });
  await move(table.dm, id, { type: 'start' });
  const encounter = await table.dm.get(`/encounters/${id}`);
  return { id, ids: Object.keys(encounter.combatants) };
}
