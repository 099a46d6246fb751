#include "common/compendium/fields.h"

#include "common/base/poison.h"

const char *const entry_type_names[] = {
    [ENTRY_MONSTERS] = "monsters",
    [ENTRY_SPELLS] = "spells",
    [ENTRY_CLASSES] = "classes",
    [ENTRY_SUBCLASSES] = "subclasses",
    [ENTRY_SPECIES] = "species",
    [ENTRY_BACKGROUNDS] = "backgrounds",
    [ENTRY_FEATS] = "feats",
    [ENTRY_EQUIPMENT] = "equipment",
    [ENTRY_MAGIC_ITEMS] = "magic-items",
    [ENTRY_CONDITIONS] = "conditions",
    [ENTRY_SKILLS] = "skills",
    [ENTRY_DAMAGE_TYPES] = "damage-types",
    [ENTRY_FEATURES] = "features",
    [ENTRY_RULES] = "rules",
    [ENTRY_TYPES] = NULL,
};

/* clang-format off */
enum { TAG = ENTRY_TAG, NUMBER = ENTRY_NUMBER, WORDS = ENTRY_WORDS, SHOWN = ENTRY_SHOWN };
const struct entry_field entry_fields[] = {
	{ ENTRY_TYPES, "desc", "$.desc[*]", WORDS },

	{ ENTRY_MONSTERS, "type", "$.type", TAG | WORDS | SHOWN },
	{ ENTRY_MONSTERS, "subtype", "$.subtypes[*]", TAG | WORDS },
	{ ENTRY_MONSTERS, "size", "$.size", TAG | WORDS | SHOWN },
	{ ENTRY_MONSTERS, "alignment", "$.alignment", TAG },
	{ ENTRY_MONSTERS, "environment", "$.environments[*]", TAG | WORDS },
	{ ENTRY_MONSTERS, "cr", "$.cr", NUMBER },
	{ ENTRY_MONSTERS, "cr", "$.cr_text", SHOWN },
	{ ENTRY_MONSTERS, "xp", "$.xp", SHOWN },
	{ ENTRY_MONSTERS, "ac", "$.ac", SHOWN },
	{ ENTRY_MONSTERS, "hp", "$.hp", SHOWN },
	{ ENTRY_MONSTERS, "legendary", "exists($.legendary_actions.per_round)", TAG },
	{ ENTRY_MONSTERS, "spellcaster", "exists($.spellcasting[*])", TAG },
	{ ENTRY_MONSTERS, "moves", "$.speeds.keyvalue().key", TAG },
	{ ENTRY_MONSTERS, "immunity", "$.immunities[*]", TAG },
	{ ENTRY_MONSTERS, "resistance", "$.resistances[*]", TAG },
	{ ENTRY_MONSTERS, "vulnerability", "$.vulnerabilities[*]", TAG },
	{ ENTRY_MONSTERS, "traits", "$.traits[*].name", WORDS },
	{ ENTRY_MONSTERS, "actions", "$.actions[*].name", WORDS },

	{ ENTRY_SPELLS, "level", "$.level", NUMBER | TAG | SHOWN },
	{ ENTRY_SPELLS, "school", "$.school", TAG | WORDS | SHOWN },
	{ ENTRY_SPELLS, "class", "$.classes[*]", TAG | WORDS },
	{ ENTRY_SPELLS, "ritual", "$.ritual", TAG },
	{ ENTRY_SPELLS, "concentration", "$.concentration", TAG },
	{ ENTRY_SPELLS, "casting_time", "$.casting_time.unit", TAG },
	{ ENTRY_SPELLS, "damage_type", "$.damage[*].types[*]", TAG | WORDS },
	{ ENTRY_SPELLS, "save", "$.save.ability", TAG },
	{ ENTRY_SPELLS, "component", "$.components[*]", TAG },
	{ ENTRY_SPELLS, "condition", "$.conditions[*]", TAG | WORDS },

	{ ENTRY_CLASSES, "hit_die", "$.hit_die", TAG | SHOWN },
	{ ENTRY_CLASSES, "save", "$.saves[*]", TAG },
	{ ENTRY_CLASSES, "subclass_names", "$.subclasses[*].name", WORDS },
	{ ENTRY_SUBCLASSES, "class", "$.class", TAG | WORDS | SHOWN },
	{ ENTRY_SPECIES, "size", "$.size_options[*]", TAG | SHOWN },
	{ ENTRY_SPECIES, "lineages", "$.lineages[*].name", WORDS },
	{ ENTRY_BACKGROUNDS, "skill", "$.skills[*]", TAG | WORDS },
	{ ENTRY_FEATS, "category", "$.category", TAG | WORDS | SHOWN },

	{ ENTRY_EQUIPMENT, "kind", "$.kind", TAG | WORDS | SHOWN },
	{ ENTRY_EQUIPMENT, "category", "$.categories[*]", TAG | WORDS },
	{ ENTRY_EQUIPMENT, "property", "$.weapon.properties[*]", TAG },
	{ ENTRY_EQUIPMENT, "damage_type", "$.weapon.damage.type", TAG },
	{ ENTRY_EQUIPMENT, "cost_cp", "$.cost_cp", NUMBER | SHOWN },
	{ ENTRY_EQUIPMENT, "weight_lb", "$.weight_lb", SHOWN },

	{ ENTRY_MAGIC_ITEMS, "category", "$.category", TAG | WORDS | SHOWN },
	{ ENTRY_MAGIC_ITEMS, "rarity", "$.rarity", TAG | WORDS | SHOWN },
	{ ENTRY_MAGIC_ITEMS, "attunement", "$.attunement", TAG | SHOWN },

	{ ENTRY_SKILLS, "ability", "$.ability", TAG | SHOWN },
	{ ENTRY_FEATURES, "class", "$.class", TAG | WORDS | SHOWN },
	{ ENTRY_FEATURES, "subclass", "$.subclass", TAG | WORDS | SHOWN },
	{ ENTRY_FEATURES, "level", "$.level", NUMBER | TAG | SHOWN },
};
/* clang-format on */
const size_t entry_field_count = sizeof entry_fields / sizeof *entry_fields;

static bool is_of(const struct entry_field *f, enum entry_type type)
{
	return f->type == type || f->type == ENTRY_TYPES;
}

const struct entry_field *entry_field_find(enum entry_type type, struct str name, unsigned uses)
{
	for (size_t i = 0; i < entry_field_count; i++)
		if (is_of(&entry_fields[i], type) && (entry_fields[i].use & uses) &&
		    str_eq(name, str_of(entry_fields[i].name)))
			return &entry_fields[i];
	return NULL;
}

static void write_field(struct buf *b, const struct entry_field *f, enum entry_type type)
{
	static const struct {
		enum entry_use use;
		const char *name;
	} uses[] = {{ENTRY_TAG, "tag"}, {ENTRY_NUMBER, "number"}, {ENTRY_WORDS, "words"}};

	buf_printf(b, "%s{\"type\":\"%s\",\"name\":\"%s\",\"path\":", b->n > 1 ? "," : "",
	           entry_type_names[type], f->name);
	buf_json_str(b, str_of(f->path));
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
		buf_printf(b, ",\"%s\":%s", uses[i].name, f->use & uses[i].use ? "true" : "false");
	buf_putc(b, '}');
}

struct str entry_fields_json(struct arena *arena)
{
	struct buf b = BUF(arena);

	buf_putc(&b, '[');
	for (enum entry_type type = 0; type < ENTRY_TYPES; type++)
		for (size_t i = 0; i < entry_field_count; i++)
			if (is_of(&entry_fields[i], type))
				write_field(&b, &entry_fields[i], type);
	buf_putc(&b, ']');
	return buf_str(&b);
}
