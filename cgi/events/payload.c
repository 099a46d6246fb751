#include "cgi/events/payload.h"

#include "common/base/poison.h"

/* Room to count on from any seq without overflow. */
static const int64_t seq_max = INT64_MAX / 2;

/* As the check on events.type has it: lower-case words with one dot between them. */
static bool type_ok(struct str type)
{
	size_t dots = 0;

	for (size_t i = 0; i < type.n; i++) {
		char c = type.p[i];

		if (c == '.')
			dots++;
		else if (c != '_' && (c < 'a' || c > 'z'))
			return false;
	}
	return dots == 1 && type.n && type.p[0] != '.' && type.p[type.n - 1] != '.';
}

/* The next `length` bytes of *rest, or none for "-". */
static bool take(struct str length, struct str *rest, struct str *out)
{
	int64_t n;

	*out = (struct str){NULL, 0};
	if (str_eq(length, STR("-")))
		return true;
	if (!str_to_int(length, 0, (int64_t)rest->n, &n))
		return false;
	*out = str_sub(*rest, 0, (size_t)n);
	*rest = str_sub(*rest, (size_t)n, rest->n);
	return true;
}

static bool parse_parcel(struct str head, struct str body, struct payload *out)
{
	struct str id = str_cut(&head, ' ');
	struct str types, dm_length, party_length;

	types = str_cut(&head, ' ');
	out->type[AUDIENCE_DM] = str_cut(&types, '/');
	out->type[AUDIENCE_PARTY] = types;
	dm_length = str_cut(&head, ' ');
	party_length = head;
	return uuid_parse(id, &out->id) && type_ok(out->type[AUDIENCE_DM]) &&
	       type_ok(out->type[AUDIENCE_PARTY]) &&
	       take(dm_length, &body, &out->bytes[AUDIENCE_DM]) &&
	       take(party_length, &body, &out->bytes[AUDIENCE_PARTY]) && body.n == 0 &&
	       (out->bytes[AUDIENCE_DM].p || out->bytes[AUDIENCE_PARTY].p);
}

static bool parse_signal(struct str head, struct str body, struct payload *out)
{
	struct str slot = head, to = str_cut(&head, ' ');

	out->signal.to = str_eq(to, STR("dm")) ? AUDIENCE_DM : AUDIENCE_PARTY;
	out->signal.type = str_cut(&head, ' ');
	out->signal.slot = str_eq(head, STR("-")) ? STR("") : slot;
	out->signal.bytes = body;
	return (str_eq(to, STR("dm")) || str_eq(to, STR("party"))) && type_ok(out->signal.type) &&
	       head.n && body.n;
}

enum payload_kind payload_parse(struct str text, struct payload *out)
{
	struct str body = text, head = str_cut(&body, '\n');
	bool has_body = head.n < text.n, more;
	struct str campaign = str_cut(&head, ' '), seq;

	*out = (struct payload){0};
	if (!uuid_parse(campaign, &out->campaign))
		return PAYLOAD_NOISE;
	more = str_find(head, ' ') < head.n;
	if (str_eq(head, STR("presence")) && !has_body)
		return PAYLOAD_PRESENCE;
	if (str_starts(head, STR("signal ")))
		return parse_signal(str_sub(head, 7, head.n), body, out) ? PAYLOAD_SIGNAL
		                                                         : PAYLOAD_NOISE;
	seq = str_cut(&head, ' ');
	if (!str_to_int(seq, 1, seq_max, &out->seq) || more != has_body)
		return PAYLOAD_BROKEN;
	if (!more)
		return PAYLOAD_BARE;
	return parse_parcel(head, body, out) ? PAYLOAD_PARCEL : PAYLOAD_BROKEN;
}

bool payload_rewrites(struct str type)
{
	static const char *const types[] = {"message.updated", "message.deleted", "member.updated",
	                                    "member.left"};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(type, str_of(types[i])))
			return true;
	return false;
}
