// Every type of move: the event it makes, whether players make it, and how a random session comes to it. `make` gives the next
// move towards it: the move itself as soon as the fight is ready for one, before that what is missing.
const rollable = (c) => c.initiative === undefined;
const down = (c) => c.hp.current === 0;
const dying = (c) => down(c) && c.death_saves !== undefined;
const CONDITIONS = ['blinded', 'charmed', 'exhaustion', 'frightened', 'grappled', 'incapacitated', 'paralyzed', 'poisoned', 'prone', 'restrained', 'stunned', 'unconscious'];
const TYPES = ['slashing', 'fire', 'cold', 'poison', 'psychic'];

// Towards a fight that goes on, with somebody in it; undefined once there is one.
export function towardsFight(s) {
  const all = s.ids();
  if (s.fight.status === 'completed') return undefined;
  if (!s.heroes().length && s.characters.length) return { type: 'add_combatant', character_id: s.pick(s.characters).id };
  if (all.length < 3) return moves.add_combatant.make(s);
  if (s.fight.status === 'draft') return all.some((id) => rollable(s.at(id))) ? { type: 'roll_initiative' } : { type: 'start' };
  if (s.fight.status === 'paused') return { type: 'resume' };
  return undefined;
}

// One whose turn it is and who can act, as `choose` wants it; else the way there.
function inTurn(s, choose, make) {
  const acting = s.fight.turn?.combatant_id;
  if (!acting || !choose(s.at(acting))) return s.chance(0.05) ? { type: 'set_initiative', combatant_id: s.hero(), initiative: 30 } : { type: 'next_turn' };
  if (down(s.at(acting))) return { type: 'heal', targets: [acting], amount: 20, revive: true };
  const [held] = s.at(acting).conditions.filter((c) => ['incapacitated', 'paralyzed', 'stunned', 'unconscious', 'petrified', 'restrained', 'grappled'].includes(c.condition) && c.sources);
  if (held) return { type: 'remove_condition', targets: [acting], condition: held.condition };
  return make(acting);
}
const anyone = () => true;
const hero = (c) => c.kind === 'character';
const some = (s) => s.shuffled(s.ids()).slice(0, 1 + s.below(2));
const resource = (s, kind) => s.pairs().filter(({ key, left }) => key.startsWith(kind) && left > 0);

// Somebody with such a resource left, or one who brings it.
function spend(s, kind, make, bring) {
  const found = resource(s, kind);
  return found.length ? make(s.pick(found)) : bring(s);
}

const bringHero = (s) => (s.missing().length ? { type: 'add_combatant', character_id: s.pick(s.missing()).id } : { type: 'end', xp: 0 });
const bringDragon = () => ({ type: 'add_combatant', monster: 'adult-red-dragon' });

export const moves = {
  add_combatant: {
    event: 'combatant.added', dm: true,
    make: (s) => {
      if (s.ids().length > 12) return { type: 'remove_combatant', combatant_id: s.any() };
      const hidden = s.chance(0.4) ? { hidden: true } : {};
      if (s.missing().length && s.chance(0.4)) return { type: 'add_combatant', character_id: s.pick(s.missing()).id, ...(s.chance(0.15) ? hidden : {}) };
      if (s.chance(0.2)) return { type: 'add_combatant', custom: { name: 'Totem', hp: 1 + s.below(40), initiative_bonus: s.below(4) }, ...hidden };
      return { type: 'add_combatant', monster: s.pick([s.campaign.ruleset === '2024' ? 'goblin-warrior' : 'goblin', 'ogre', 'wolf']), count: 1 + s.below(3), hp: s.pick(['average', 'roll', 9]), death_saves: s.chance(0.2), ...hidden };
    },
  },
  remove_combatant: { event: 'combatant.removed', dm: true, make: (s) => (s.ids().length > 3 ? { type: 'remove_combatant', combatant_id: s.any() } : moves.add_combatant.make(s)) },
  reveal: { event: 'combatant.revealed', dm: true, make: (s) => (s.hidden().length ? { type: 'reveal', combatant_ids: [s.pick(s.hidden())] } : { type: 'hide', combatant_ids: some(s) }) },
  hide: { event: 'combatant.hidden', dm: true, make: (s) => ({ type: 'hide', combatant_ids: some(s) }) },
  roll_initiative: {
    event: 'initiative.rolled',
    make: (s) => (s.chance(0.4) && s.heroes().length ? { type: 'roll_initiative', combatant_ids: [s.hero()] } : { type: 'roll_initiative', for: s.pick(['all', 'monsters', 'characters']), together: s.pick(['groups', 'each', 'sides']), again: s.chance(0.5), surprised: s.chance(0.3) ? some(s) : [] }),
  },
  set_initiative: { event: 'initiative.set', dm: true, make: (s) => ({ type: 'set_initiative', combatant_id: s.any(), initiative: s.below(25), ...(s.chance(0.5) ? { tiebreak: s.below(5) } : {}) }) },
  start: { event: 'encounter.started', dm: true, anyStatus: true, make: (s) => (s.fight.status === 'draft' ? towardsFight(s) : { type: 'end' }) },
  next_turn: { event: 'turn.advanced', dm: true, make: () => ({ type: 'next_turn' }) },
  pause: { event: 'encounter.paused', dm: true, make: () => ({ type: 'pause' }) },
  resume: { event: 'encounter.resumed', dm: true, anyStatus: true, make: (s) => (s.fight.status === 'active' ? { type: 'pause' } : towardsFight(s)) },
  damage: {
    event: 'combatant.hp_changed', dm: true,
    make: (s) => ({ type: 'damage', targets: some(s), ...s.pick([{ amount: s.below(9), damage_type: s.pick(TYPES) }, { roll: '2d6[slashing]+1d4[fire]', critical: s.chance(0.3) }, { parts: [{ amount: 3, damage_type: s.pick(TYPES) }, { amount: 2 }], half: true }, { amount: 30, knock_out: s.chance(0.5) }]) }),
  },
  heal: { event: 'combatant.hp_changed', dm: true, make: (s) => ({ type: 'heal', targets: some(s), amount: 1 + s.below(20), revive: s.chance(0.7) }) },
  end: { event: 'encounter.ended', dm: true, make: (s) => ({ type: 'end', ...(s.chance(0.5) ? { xp: s.below(900) } : {}), loot: [{ name: 'silver key', combatant_id: s.hero() }, { name: 'rope', quantity: 2 }] }) },
  reorder: { event: 'initiative.set', dm: true, make: (s) => { const [who, after] = s.shuffled(s.ids()); return { type: 'reorder', combatant_id: who, ...(s.chance(0.7) ? { after } : {}) }; } },
  delay: { event: 'turn.advanced', make: (s) => inTurn(s, (c) => hero(c) && !c.spent, (id) => (s.fight.order.at(-1) === id ? { type: 'next_turn' } : { type: 'delay', combatant_id: id })) },
  end_turn: { event: 'turn.advanced', make: (s) => inTurn(s, hero, (id) => ({ type: 'end_turn', ...(s.chance(0.5) ? { combatant_id: id } : {}) })) },
  skip_turn: { event: 'turn.advanced', dm: true, make: () => ({ type: 'skip_turn' }) },
  allow_turn: { event: 'turn.allowed', dm: true, make: (s) => { const missed = s.ids().find((id) => s.at(id).missed); return missed ? { type: 'allow_turn', combatant_id: missed } : { type: 'skip_turn' }; } },
  previous_turn: { event: 'turn.returned', dm: true, make: (s) => ({ type: s.last.type === 'next_turn' ? 'previous_turn' : 'next_turn' }) },
  set_temp_hp: { event: 'combatant.hp_changed', dm: true, make: (s) => ({ type: 'set_temp_hp', targets: some(s), amount: s.below(9), replace: s.chance(0.3) }) },
  stabilize: { event: 'combatant.changed', dm: true, make: (s) => { const who = s.ids().find((id) => dying(s.at(id))); return who ? { type: 'stabilize', targets: [who] } : strike(s); } },
  death_save: {
    event: 'combatant.changed',
    make: (s) => {
      const who = s.heroes().filter((id) => dying(s.at(id)));
      const acting = s.fight.turn?.combatant_id;
      if (!who.length) return strike(s);
      if (!who.includes(acting)) return s.chance(0.3) ? { type: 'reorder', combatant_id: who[0], after: acting } : { type: 'next_turn' };
      return s.at(acting).spent?.death_save ? { type: 'next_turn' } : { type: 'death_save', combatant_id: acting, ...(s.chance(0.3) ? { roll: 1 + s.below(20) } : {}) };
    },
  },
  add_condition: {
    event: 'combatant.changed', dm: true,
    make: (s) => ({ type: 'add_condition', targets: some(s), condition: s.pick(CONDITIONS), ...s.pick([{}, { source_id: s.any() }]), ...s.pick([{}, { until: { at: 'start_of_turn', combatant_id: s.any(), rounds: 1 } }, { until: { at: 'end_of_turn', combatant_id: s.any(), rounds: s.below(3) } }, { until: { at: 'save_ends', ability: 'wis', dc: 5 + s.below(15) } }]) }),
  },
  remove_condition: {
    event: 'combatant.changed', dm: true,
    make: (s) => { const held = s.ids().flatMap((id) => s.at(id).conditions.map(({ condition }) => ({ type: 'remove_condition', targets: [id], condition }))); return held.length && s.chance(0.9) ? s.pick(held) : moves.add_condition.make(s); },
  },
  condition_save: {
    event: 'combatant.changed',
    make: (s) => { const due = s.ids().flatMap((id) => s.at(id).conditions.filter((c) => c.until?.at === 'save_ends').map(({ condition }) => ({ type: 'condition_save', combatant_id: id, condition }))); return due.length ? { ...s.pick(due), ...s.pick([{}, { roll: s.below(25) }, { success: s.chance(0.5) }]) } : { type: 'add_condition', targets: [s.hero()], condition: 'frightened', until: { at: 'save_ends', ability: 'wis', dc: 12 } }; },
  },
  set_exhaustion: { event: 'combatant.changed', dm: true, make: (s) => ({ type: 'set_exhaustion', targets: [s.any()], level: s.below(5) }) },
  set_concentration: { event: 'combatant.changed', make: (s) => ({ type: 'set_concentration', combatant_id: s.any(), ...(s.chance(0.8) ? { spell: s.pick(['Bless', 'Hold Person']) } : {}) }) },
  concentration_save: {
    event: 'combatant.changed',
    make: (s) => {
      const who = s.ids().find((id) => s.at(id).concentration && !down(s.at(id)));
      if (!who) return { type: 'set_concentration', combatant_id: s.any(), spell: 'Bless' };
      return s.last.type === 'damage' ? { type: 'concentration_save', combatant_id: who } : { type: 'damage', targets: [who], amount: 1 };
    },
  },
  take_turn: { event: 'turn.taken', make: (s) => inTurn(s, (c) => anyone(c) && !c.spent?.action, (id) => ({ type: 'take_turn', combatant_id: id, ...s.pick([{ targets: some(s), action: 'Greataxe' }, { attacks: [{ target: s.any(), to_hit: 5, damage: '1d6[slashing]+1' }] }]) })) },
  queue_turn: { event: 'turn.queued', make: (s) => ({ type: 'queue_turn', combatant_id: s.any(), action: s.pick(['Run', '', 'Hit the nearest']), targets: some(s) }) },
  ready: { event: 'turn.taken', make: (s) => inTurn(s, (c) => !c.spent?.action, (id) => ({ type: 'ready', combatant_id: id, action: 'When the door opens: shoot' })) },
  move: { event: 'combatant.moved', make: (s) => { const id = s.any(); return { type: 'move', combatant_id: id, x: (s.at(id).x ?? 0) + s.below(3), y: (s.at(id).y ?? 0) + s.below(3) }; } },
  interact: { event: 'turn.taken', make: (s) => inTurn(s, (c) => !c.spent?.interaction, (id) => ({ type: 'interact', combatant_id: id, action: 'the lever' })) },
  use_slot: { event: 'combatant.changed', make: (s) => spend(s, 'slot:', ({ id, key }) => ({ type: 'use_slot', combatant_id: id, level: Number(key.slice(5)) }), bringHero) },
  use_feature: { event: 'combatant.changed', make: (s) => spend(s, 'feature:', ({ id, key }) => ({ type: 'use_feature', combatant_id: id, feature: key.slice(8) }), bringHero) },
  use_item: { event: 'combatant.changed', make: (s) => spend(s, 'item:', ({ id, key }) => ({ type: 'use_item', combatant_id: id, item: key.slice(5) }), bringHero) },
  equip_item: { event: 'combatant.changed', make: (s) => spend(s, 'item:', ({ id, key }) => ({ type: 'equip_item', combatant_id: id, item: key.slice(5), equipped: s.chance(0.5) }), bringHero) },
  use_legendary: { event: 'combatant.changed', dm: true, make: (s) => spend(s, 'legendary_', ({ id, key }) => ({ type: 'use_legendary', combatant_id: id, ...(key === 'legendary_resistance' ? { resistance: true } : {}) }), bringDragon) },
  use_lair: {
    event: 'combatant.changed', dm: true,
    make: (s) => (s.last.field === 'lair' && s.ids().includes(s.last.combatant_id) ? { type: 'use_lair', combatant_id: s.last.combatant_id } : { type: 'override', combatant_id: s.any(), field: 'lair', value: 1 }),
  },
  rest: {
    event: 'combatant.changed', dm: true,
    make: (s) => { const able = s.ids().filter((id) => !down(s.at(id))); return able.length ? { type: 'rest', combatant_ids: s.shuffled(able).slice(0, 2), ...s.pick([{ rest: 'long' }, { rest: 'short', hit_dice: s.below(3) }]) } : moves.heal.make(s); },
  },
  note: { event: 'encounter.noted', dm: true, make: (s) => ({ type: 'note', text: 'The bridge creaks.', ...(s.chance(0.5) ? { combatant_id: s.any() } : {}) }) },
  override: {
    event: 'combatant.changed', dm: true,
    make: (s) => ({ type: 'override', combatant_id: s.any(), ...s.pick([{ field: 'hp/temp', value: s.below(9) }, { field: 'hp/current', value: 1 }, { field: 'armor_class', value: 9 + s.below(12) }, { field: 'hp_shown', text: s.pick(['side', 'exact', 'bar', 'word', 'bloodied', 'hidden']) }, { field: 'name', text: `Grim ${s.below(1000)}` }, { field: 'spent/action', value: s.below(2) }, { field: 'surprised', value: s.below(2) }]) }),
  },
};

// Towards a hero at 0 hit points who is dying.
function strike(s) {
  const up = s.heroes().filter((id) => !down(s.at(id)));
  if (up.length) return { type: 'damage', targets: [up[0]], amount: s.at(up[0]).hp.current + s.at(up[0]).hp.temp };
  return s.heroes().length ? { type: 'heal', targets: s.heroes(), amount: 9, revive: true } : bringHero(s);
}
