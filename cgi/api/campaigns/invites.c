#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

struct invite_create {
	int32_t role;
	struct str expires_at;
	int32_t max_uses;
	struct fields_seen seen;
};

static const struct field create_fields[] = {
    FIELD(struct invite_create, role, FIELD_ENUM, 0, .names = member_role_names,
          .doc = "What those who accept it become; player when not given."),
    FIELD(struct invite_create, expires_at, FIELD_TIME, 0,
          .doc = "Until when it can be accepted; a week from now when not given."),
    FIELD(struct invite_create, max_uses, FIELD_INT, 0, .min = 1, .max = 1000,
          .doc = "How many people can accept it; as many as want when not given."),
};
const struct shape invite_create_shape =
    SHAPE_SEEN("InviteCreate", struct invite_create, create_fields);

#define INVITE_FIELDS                                                                              \
	ROW_ID("id", "The invite."),                                                               \
	    ROW_ENUM("role", member_role_names, "What those who accept it become."),               \
	    ROW_TIME("expires_at", "Until when it can be accepted."),                              \
	    ROW("max_uses", FIELD_INT, FIELD_REQUIRED | FIELD_NULLABLE, .min = 1, .max = 1000,     \
	        .doc = "How many people can accept it; null for any number."),                     \
	    ROW_INT("uses", 0, INT32_MAX, "How many have."),                                       \
	    ROW_BOOL("revoked", "Whether it was taken back."),                                     \
	    ROW_TIME("created_at", "When it was made.")

static const struct field invite_fields[] = {INVITE_FIELDS};
const struct shape invite_shape = SHAPE_ROW("Invite", invite_fields);

static const struct field made_fields[] = {
    INVITE_FIELDS,
    ROW_STR("code", 40, "What a person needs to join. It is shown this once and not kept."),
    ROW_STR("url", 500, "A link that carries the code."),
};
const struct shape invite_made_shape = SHAPE_ROW("InviteMade", made_fields);

/* 26 characters of 5 bits from 16 random bytes, in Crockford's alphabet: nothing to confuse when read
 * aloud. A version-4 UUID has 122 random bits. */
struct str new_code(struct arena *arena)
{
	static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
	struct uuid random = uuid_v4();
	struct buf b = BUF(arena);
	unsigned bits = 0, held = 0;

	for (size_t i = 0; i < sizeof random.b; i++) {
		bits = bits << 8 | random.b[i];
		for (held += 8; held >= 5; held -= 5)
			buf_putc(&b, alphabet[bits >> (held - 5) & 31]);
	}
	return buf_str(&b);
}

int invites_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_campaigns_invites, ERR_CAMPAIGN_NOT_FOUND);
}

int invite_delete(struct request *rq)
{
	const struct db_rows *rows;
	enum db_error error =
	    db_query(rq->db, &q_campaigns_revoke, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->ids[1]),
	             rq_uuid(rq, rq->user_id), least_role(rq));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (db_null(rows, 0, 1))
		return fail(rq, ERR_INVITE_NOT_FOUND);
	return answer_row(rq, 200, rows, 0, 1);
}

int invites_post(struct request *rq)
{
	const struct invite_create *body = rq->body;
	bool role_given = shape_seen(&invite_create_shape, body, "role");
	struct str code = new_code(rq->arena);
	struct str url =
	    arena_printf(rq->arena, "%.*s/join/%.*s", STR_ARG(rq->app->public_url), STR_ARG(code));
	enum db_error error =
	    db_query(rq->db, &q_campaigns_invite, rq_uuid(rq, uuid_v7()), rq_uuid(rq, rq->ids[0]),
	             rq_str(rq, code), role_given ? member_role_names[body->role] : "player",
	             body->expires_at.n ? rq_str(rq, body->expires_at) : NULL,
	             body->max_uses ? rq_int(rq, body->max_uses) : NULL, rq_uuid(rq, rq->user_id),
	             least_role(rq), rq_str(rq, url));

	if (error == DB_REFUSED)
		return fail_field(rq, "/expires_at", "NOT_ALLOWED", STR("must be a time to come"));
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (db_null(db_result(rq->db, 0), 0, 1))
		return fail_field(rq, "/expires_at", "NOT_ALLOWED", STR("must be a time to come"));
	return answer_row(rq, 201, db_result(rq->db, 0), 0, 1);
}
