// Made-up creatures and spells in the shapes of the formats that people bring, each with the flaws that were measured in
// real files. The texts are of the formulas of stat blocks and of nothing else.

const six = { strength: 16, dexterity: 12, constitution: 14, intelligence: 6, wisdom: 10, charisma: 8 };
const prefixed = (prefix, values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value]));
const row = (model, pk, fields) => ({ model: `api_v2.${model}`, pk, fields });

// Fixtures: files of rows, one per model. The row of the claws says thunder and has lost its bonus, that of the bite has
// its type in the wrong member and lost a part, the tail has no row.
export function open5eFixtures(ruleset = '2014') {
  const document = `srd-${ruleset}`;
  const pk = `${document}_bog-drake`;
  const action = (name, order, desc, more = {}) => row('creatureaction', `${pk}_${name.toLowerCase().replaceAll(' ', '-')}`,
    { parent: pk, name, desc, order_in_statblock: order, action_type: 'ACTION', uses_type: null, uses_param: null, legendary_action_cost: null, limited_to_form: null, ...more });
  const attack = (of, more) => row('creatureactionattack', `${pk}_${of}_attack`, {
    parent: `${pk}_${of}`, name: `${of} attack`, attack_type: 'WEAPON', to_hit_mod: 5, damage_die_count: 2, damage_die_type: 'D6', damage_bonus: null, damage_type: 'thunder',
    extra_damage_die_count: null, extra_damage_die_type: null, extra_damage_bonus: null, extra_damage_type: null, reach: 5, range: null, long_range: null, ...more });
  return [
    [row('creature', pk, {
      name: 'Bog Drake', document, size: 'large', type: 'dragon', subcategory: null, alignment: 'unaligned', armor_class: 14, armor_detail: 'natural armor', hit_points: 68, hit_dice: '8d10 + 24',
      challenge_rating: '3.000', experience_points_integer: null, initiative_bonus: 1, ...prefixed('ability_score_', six), ...prefixed('saving_throw_', { constitution: 4 }),
      skill_bonus_stealth: 3, walk: 30, swim: 40.0, fly: null, darkvision_range: 60.0, damage_immunities: ['poison'], damage_resistances: [], damage_vulnerabilities: [], condition_immunities: ['poisoned'],
      languages_desc: 'understands Draconic', passive_perception: 10, environments: ['swamp'], weather: 'fog', nonmagical_attack_resistance: false,
    })],
    [
      action('Multiattack', 0, 'The drake makes two attacks: one with its Bite and two with its Claws.'),
      action('Bite', 2, 'Melee Weapon Attack: +5 to hit, reach 5 ft., one target. Hit: 10 (2d6 + 3) piercing damage plus 3 (1d6) acid damage.'),
      action('Claws', 1, 'Melee Weapon Attack: +5 to hit, reach 5 ft., one target. Hit: 10 (2d6 + 3) slashing damage.'),
      action('Tail', 3, 'Melee Attack Roll: +5, reach 10 ft. 7 (1d8 + 3) Bludgeoning damage.'),
      action('Bog Breath', 4, 'Dexterity Saving Throw: DC 13, each creature in a 30-foot Cone. Failure: 21 (6d6) Acid damage. Success: Half damage.', { uses_type: 'RECHARGE_ON_ROLL', uses_param: 5 }),
      action('Slip', 0, 'The drake moves.', { action_type: 'LEGENDARY_ACTION', legendary_action_cost: 2 }),
    ],
    [
      attack('claws', {}),
      attack('bite', { damage_bonus: 3, damage_type: null, extra_damage_type: 'piercing' }),
    ],
    [row('creaturetrait', `${pk}_amphibious`, { parent: pk, name: 'Amphibious', desc: 'It can breathe air and water.' })],
    [row('spell', `${document}_mud-lance`, {
      name: 'Mud Lance', document, desc: 'Made up.', level: 2, school: 'conjuration', higher_level: '', range_text: '60 feet', range: 60, ritual: false, concentration: true, casting_time: 'bonus-action',
      verbal: true, somatic: true, material: false, saving_throw_ability: 'dexterity', damage_roll: '3d6', damage_types: ['bludgeoning'], duration: 'up to 1 minute', classes: [`${document}_druid`],
    })],
    [
      row('item', 'srd_bog-spear', { name: 'Bog Spear', document, category: 'weapon', cost: '1.00', weight: '3.500', desc: '', rarity: null, requires_attunement: false, weapon: 'srd_bog-spear', armor: null }),
      row('item', 'srd_bog-mail', { name: 'Bog Mail', document, category: 'armor', cost: '50.00', weight: '20.000', desc: '', rarity: null, requires_attunement: false, weapon: null, armor: 'srd_bog-mail' }),
      row('item', 'srd_bog-king', { name: 'Bog King', document, category: 'weapon', cost: null, weight: '3.500', desc: 'Made up.', rarity: 'rare', requires_attunement: true, weapon: 'srd_bog-spear', armor: null }),
      row('weapon', 'srd_bog-spear', { name: 'Bog Spear', document, damage_dice: '1d6', damage_type: 'piercing', distance_unit: null, is_improvised: false, is_simple: true, range: 20.0, long_range: 60.0 }),
      row('weaponpropertyassignment', `${document}_bog-spear_thrown`, { weapon: 'srd_bog-spear', property: `${document}_thrown-wp`, detail: 'range 20/60', document }),
      row('weaponpropertyassignment', `${document}_bog-spear_versatile`, { weapon: 'srd_bog-spear', property: `${document}_versatile-wp`, detail: '1d8', document }),
      row('weaponpropertyassignment', `${document}_bog-spear_other`, { weapon: 'srd_bog-spear', property: `${document}_spear-special-wp`, document }),
      row('armor', 'srd_bog-mail', { name: 'Bog Mail', document, grants_stealth_disadvantage: true, strength_score_required: null, ac_base: 15, ac_add_dexmod: true, ac_cap_dexmod: 2 }),
    ],
    [row('spellcastingoption', `${document}_mud-lance_3`, { parent: `${document}_mud-lance`, type: 'slot_level_3', damage_roll: '4d6' })],
  ];
}

// An answer of its API: nested, and with the same flaws.
export function open5eAnswer() {
  return {
    key: 'srd_bog_imp', name: 'Bog Imp', url: 'https://api.example/v2/creatures/srd_bog_imp/', document: { key: 'srd-2014', name: 'A Document' }, size: { key: 'small', name: 'Small' }, type: { key: 'fiend', name: 'Fiend' },
    alignment: 'chaotic evil', armor_class: 13, hit_points: 10, hit_dice: '3d6', challenge_rating_decimal: '0.250', challenge_rating_text: '1/4', experience_points: 50, ability_scores: six,
    saving_throws: {}, skill_bonuses: { stealth: 5 }, speed: { walk: 20, fly: 40, unit: 'feet' }, darkvision_range: 60, passive_perception: 10,
    resistances_and_immunities: { damage_resistances: [{ key: 'fire', name: 'Fire' }], damage_immunities: [], damage_vulnerabilities: [], condition_immunities: [{ key: 'charmed', name: 'Charmed' }] },
    languages: { as_string: 'Infernal', data: [] }, environments: [{ key: 'swamp', name: 'Swamp or Marsh' }], traits: [{ name: 'Slick', desc: 'Made up.' }],
    actions: [{
      name: 'Sting (Recharge 5–6)', desc: 'Melee Weapon Attack: +4 to hit, reach 5 ft., one target. Hit: 5 (1d6 + 2) piercing damage.', action_type: 'ACTION', legendary_action_cost: 1, usage_limits: null,
      attacks: [{ to_hit_mod: 4, damage_die_count: 1, damage_die_type: 'D6', damage_bonus: null, damage_type: { key: 'thunder', name: 'Thunder' }, extra_damage_type: null, reach: 5, range: null }],
    }],
  };
}

const reference = (kind, index) => ({ index, name: index[0].toUpperCase() + index.slice(1), url: `/api/2014/${kind}/${index}` });

export function fiveDatabase() {
  return [
    {
      index: 'mire-knight', name: 'Mire Knight', size: 'Medium', type: 'undead', subtype: 'cursed', alignment: 'lawful evil', armor_class: [{ type: 'armor', value: 18, armor: [] }], hit_points: 52, hit_dice: '8d8',
      hit_points_roll: '8d8+16', speed: { walk: '30 ft.', fly: '20 ft.' }, ...six, proficiencies: [{ value: 5, proficiency: { index: 'saving-throw-con' } }, { value: 4, proficiency: { index: 'skill-perception' } }],
      damage_vulnerabilities: ['radiant'], damage_resistances: ['cold', 'bludgeoning, piercing, and slashing from nonmagical weapons'], damage_immunities: ['necrotic'], condition_immunities: [reference('conditions', 'frightened')],
      senses: { darkvision: '60 ft.', passive_perception: 14 }, languages: 'Common', challenge_rating: 3, proficiency_bonus: 2, xp: 650, image: '/x.png', url: '/api/2014/monsters/mire-knight',
      special_abilities: [
        { name: 'Legendary Resistance (1/Day)', desc: 'Made up.' },
        { name: 'Innate Spellcasting', desc: "The knight's innate spellcasting ability is Charisma (spell save DC 12). It needs no components:\n\nAt will: light, mage hand\n3/day each: fog cloud, bane (self only)\n1/day: wind walk" },
      ],
      actions: [
        { name: 'Multiattack', desc: 'Made up.', multiattack_type: 'actions', actions: [{ action_name: 'Longsword', count: 2, type: 'melee' }] },
        {
          name: 'Longsword', desc: 'Melee Weapon Attack: +5 to hit, reach 5 ft., one target. Hit: 7 (1d8 + 3) slashing damage, or 8 (1d10 + 3) slashing damage if used with two hands.', attack_bonus: 5,
          damage: [{ choose: 1, type: 'damage', from: { option_set_type: 'options_array', options: [] } }],
        },
        {
          name: 'Mud Grasp', desc: 'Each creature within 10 feet must make a DC 13 Strength saving throw, taking 14 (4d6) cold damage on a failed save, or half as much damage on a successful one.',
          usage: { type: 'recharge on roll', dice: '1d6', min_value: 5 }, dc: { dc_type: reference('ability-scores', 'str'), dc_value: 13, success_type: 'half' },
          damage: [{ damage_type: reference('damage-types', 'cold'), damage_dice: '4d6' }],
        },
      ],
      legendary_actions: [{ name: 'March', desc: 'It can take 2 legendary actions.' }, { name: 'Cleave (Costs 2 Actions)', desc: 'It makes a longsword attack.' }],
    },
    {
      index: 'mire-bolt', name: 'Mire Bolt', desc: ['Made up.', 'In two paragraphs.'], range: '120 feet', components: ['V', 'M'], ritual: false, concentration: false, duration: 'Instantaneous', casting_time: '1 action', level: 1,
      attack_type: 'ranged', damage: { damage_type: reference('damage-types', 'cold'), damage_at_slot_level: { 1: '2d8', 2: '3d8' } }, dc: { dc_type: reference('ability-scores', 'con'), dc_success: 'half' },
      school: reference('magic-schools', 'evocation'), classes: [reference('classes', 'wizard')], subclasses: [], url: '/api/2014/spells/mire-bolt',
    },
    { index: 'mud-boots', name: 'Mud Boots', equipment_category: reference('equipment-categories', 'adventuring-gear'), cost: { quantity: 3, unit: 'sp' }, weight: 2, url: '/api/2014/equipment/mud-boots' },
    {
      index: 'mire-glaive', name: 'Mire Glaive', equipment_category: reference('equipment-categories', 'weapon'), weapon_category: 'Martial', weapon_range: 'Melee', category_range: 'Martial Melee', cost: { quantity: 20, unit: 'gp' }, weight: 6,
      damage: { damage_dice: '1d10', damage_type: reference('damage-types', 'slashing') }, two_handed_damage: { damage_dice: '1d12', damage_type: reference('damage-types', 'slashing') }, range: { normal: 5 }, throw_range: { normal: 20, long: 60 },
      properties: [reference('weapon-properties', 'reach'), reference('weapon-properties', 'thrown'), reference('weapon-properties', 'monk')], url: '/api/2014/equipment/mire-glaive',
    },
    { index: 'mire-plate', name: 'Mire Plate', equipment_category: reference('equipment-categories', 'armor'), armor_category: 'Medium', armor_class: { base: 15, dex_bonus: true, max_bonus: 2 }, str_minimum: 0, stealth_disadvantage: true, weight: 40, url: '/api/2014/equipment/mire-plate' },
    { index: 'mire-shield', name: 'Mire Shield', equipment_category: reference('equipment-categories', 'armor'), armor_category: 'Shield', armor_class: { base: 2, dex_bonus: false }, str_minimum: 0, stealth_disadvantage: false, url: '/api/2014/equipment/mire-shield' },
    { index: 'mire-lamp', name: 'Mire Lamp', equipment_category: reference('equipment-categories', 'wondrous-items'), rarity: { name: 'Very Rare' }, desc: ['Made up.'], url: '/api/2014/magic-items/mire-lamp' },
  ];
}

export function improvedInitiative() {
  return {
    Creatures: 'ids', 'Creatures.abc': {
      Id: 'abc', Name: 'Fen Hag', Path: '', Source: 'My notes', Type: 'Medium fey (hag), chaotic evil', HP: { Value: 82, Notes: '(11d8+33)' }, AC: { Value: 15, Notes: '(natural armor)' }, InitiativeModifier: 1,
      Speed: ['30 ft.', 'swim 30 ft.'], Abilities: { Str: 16, Dex: 12, Con: 16, Int: 13, Wis: 14, Cha: 14 }, DamageVulnerabilities: [], DamageResistances: ['cold'], DamageImmunities: [], ConditionImmunities: ['charmed'],
      Saves: [{ Name: 'Con', Modifier: 6 }], Skills: [{ Name: 'Sleight of Hand', Modifier: 4 }], Senses: ['darkvision 60 ft.', 'passive Perception 14'], Languages: ['Common', 'Sylvan'], Challenge: '3',
      Traits: [{ Name: 'Amphibious', Content: 'Made up.' }, { Name: 'Spellcasting', Content: 'The hag is a 5th-level spellcaster. Her spellcasting ability is Wisdom (spell save DC 12, +4 to hit with spell attacks). She has the following spells prepared:\n• Cantrips (at will): guidance, Poison Spray\n• 1st level (4 slots): *entangle*, fog cloud*\n• 2nd–3rd level (2 3rd-level slots): hold person, sleet storm' }],
      Actions: [
        { Name: 'Multiattack', Content: 'The hag makes two attacks with its Claws.' },
        { Name: 'Claws', Content: 'Melee Weapon Attack: +5 to hit, reach 5 ft., one target. Hit: 10 (2d6 + 3) slashing damage.' },
        { Name: 'Spit', Content: 'Ranged Weapon Attack: +3 to hit, range 20/60 ft., one target. Hit: 1 poison damage.', Usage: '3/Day' },
      ],
      Reactions: [], LegendaryActions: [], Description: '', Player: '', Version: '1', ImageURL: '',
    },
    'Spells.def': { Id: 'def', Name: 'Fen Fog', Source: 'My notes', CastingTime: '1 action', Classes: ['Druid'], Components: 'V, S, M (a reed)', Description: 'Made up.', Duration: 'Concentration, up to 1 hour', Level: 1, Range: '60 feet', Ritual: true, School: 'Conjuration' },
    'SavedEncounters.ghi': { Name: 'Ambush', Combatants: [] },
  };
}
