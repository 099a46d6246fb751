/* What a document has, and where: nothing is copied out of it here. */
#include "common/archive/archive.h"
#include "common/json/scan.h"

#include "common/base/poison.h"

/* The same salt for all ids keeps equal ones equal and different ones different, and since it leaves the time in
 * them alone, lists keep their order. */
static struct uuid salted(struct uuid id, const struct uuid *salt)
{
	/* The last eight bytes but for the two bits that say what an id is (RFC 9562, 4.1). */
	id.b[8] ^= salt->b[8] & 0x3f;
	for (size_t k = 9; k < sizeof id.b; k++)
		id.b[k] ^= salt->b[k];
	return id;
}

struct uuid archive_id(const struct archive *archive, struct uuid old)
{
	return uuid_eq(old, archive->old_owner) ? archive->owner : salted(old, &archive->salt);
}

/* A campaign's own row, as far as the rest needs it. */
struct own {
	struct uuid id, owner_id;
};
static const struct field own_fields[] = {
    {.name = "id",
     .kind = FIELD_UUID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct own, id),
     .doc = "The campaign."},
    {.name = "owner_id",
     .kind = FIELD_UUID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct own, owner_id),
     .doc = "Its owner."},
};
static const struct shape own_shape = {
    .name = "ArchivedCampaign",
    .open = true,
    .size = sizeof(struct own),
    .seen = SHAPE_NO_SEEN,
    .fields = own_fields,
    .count = sizeof own_fields / sizeof *own_fields,
};

static bool refuse(struct problems *ps, const char *pointer, const char *message)
{
	problem_add(ps, str_of(pointer), "NOT_ALLOWED", str_of(message));
	return false;
}

static bool any_of_them(const struct str *sections)
{
	for (size_t i = 0; i < archive_section_count; i++)
		if (sections[i].n)
			return true;
	return false;
}

/* The sections' texts, in the order of the table; the document may stand in an answer's envelope. */
static bool find_sections(struct str document, struct str *sections, struct arena *arena,
                          struct problems *ps)
{
	struct str rest = document, key, value;

	while (json_next_member(&rest, &key, &value)) {
		if (str_eq(key, STR("data")) && value.p[0] == '{')
			return find_sections(value, sections, arena, ps);
		for (size_t i = 0; i < archive_section_count; i++)
			if (str_eq(key, str_of(archive_sections[i].name)))
				sections[i] = value;
	}
	if (!any_of_them(sections))
		return refuse(ps, "", "must be a campaign as its export has it");
	for (size_t i = 0; i < archive_section_count; i++) {
		if (!sections[i].n && archive_sections[i].pictures)
			sections[i] = STR("[]");
		if (!sections[i].n || sections[i].p[0] != '[')
			return refuse(ps, arena_printf(arena, "/%s", archive_sections[i].name).p,
			              "must be a list, as the export has it");
	}
	return true;
}

static bool find_own(const struct str *sections, struct own *own, struct arena *arena,
                     struct problems *ps)
{
	struct problems ignored = {0};
	struct str list = {0};

	for (size_t i = 0; i < archive_section_count; i++)
		if (strcmp(archive_sections[i].name, "campaign") == 0)
			list = str_sub(sections[i], 1, sections[i].n - 2);
	return (json_scan(list).values <= ARCHIVE_VALUES_MAX &&
	        json_decode(list, &own_shape, arena, own, &ignored)) ||
	       refuse(ps, "/campaign", "must be one campaign with its id and its owner's");
}

bool archive_read(struct str document, struct uuid owner, struct arena *arena, struct archive *out,
                  struct problems *ps)
{
	struct scan scan = json_scan(document);
	struct own own = {0};

	*out = (struct archive){
	    .sections = ARENA_ARRAY(arena, struct str, archive_section_count),
	    .salt = uuid_v4(),
	    .owner = owner,
	};
	if (scan.problem) {
		problem_add(
		    ps, STR(""), "MALFORMED",
		    arena_printf(arena, "not valid JSON at byte %zu: %s", scan.at, scan.problem));
		return false;
	}
	if (!find_sections(document, out->sections, arena, ps) ||
	    !find_own(out->sections, &own, arena, ps))
		return false;
	out->old_owner = own.owner_id;
	out->campaign = archive_id(out, own.id);
	if (document.n - out->sections[archive_section_count - 1].n <= ARCHIVE_TEXT_MAX)
		return true;
	problem_add(ps, STR(""), "TOO_LONG", STR("must have at most 64 MiB besides the pictures"));
	return false;
}
