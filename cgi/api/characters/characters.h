/* /characters: people's characters and their sheets. */
#ifndef TABARD_API_CHARACTERS_H
#define TABARD_API_CHARACTERS_H

#include "cgi/api/app.h"

extern const struct shape characters_query_shape, character_create_shape, character_patch_shape;
extern const struct shape character_shape, character_summary_shape, character_changed_shape;
extern const struct shape character_campaign_shape, character_uses_shape, character_rest_shape;
extern const struct shape character_hp_shape, character_death_save_shape, character_xp_shape;
extern const struct shape character_level_up_shape, character_change_shape, character_gone_shape;
extern const struct shape character_export_query_shape, characters_imported_shape;
extern const struct shape item_create_shape, item_patch_shape, item_shape;

/* The fields of a character, as current.sql and get.sql have them. */
#define CHARACTER_FIELDS                                                                           \
	ROW_ID("id", "The character."), ROW_STR("name", CHARACTER_NAME_MAX, "Its name."),          \
	    ROW_ID("owner_id", "Whose it is."),                                                    \
	    ROW("campaign_id", FIELD_UUID, FIELD_REQUIRED | FIELD_NULLABLE,                        \
	        .doc = "The campaign it is in, or null."),                                         \
	    ROW_ENUM("ruleset", ruleset_choice,                                                    \
	             "What its numbers come from: the campaign's, or its own without one."),       \
	    ROW_INT("version", 1, INT32_MAX, "Raised by every change; what If-Match compares."),   \
	    ROW_OBJECT("sheet", &sheet_shape, "The sheet."),                                       \
	    ROW_TIME("created_at", "When it was made."),                                           \
	    ROW_TIME("updated_at", "When it last changed.")
enum { CHARACTER_NAME_MAX = 80 };

/* GET /characters: mine, or those of a campaign. 200, 404. */
int characters_get(struct request *rq);
/* POST /characters: 201, 400. */
int characters_post(struct request *rq);
/* GET /characters/{id}: for its owner and the members of its campaign. 200, 404. */
int character_get(struct request *rq);
/* PATCH /characters/{id}: name, ruleset, and the sheet as a merge patch (RFC 7396). 200, 400, 403, 404,
 * 409, 412. */
int character_patch(struct request *rq);
/* DELETE /characters/{id}: 200, 403, 404, 409, 412. */
int character_delete(struct request *rq);
/* GET /characters/{id}/sheet: what follows from the sheet. 200, 404. */
int character_sheet_get(struct request *rq);
/* GET /characters/{id}/export?format=json|xml: 200, 403, 404. */
int character_export_get(struct request *rq);
/* POST /characters/import: all characters of a file, or none. 201, 400. */
int characters_import_post(struct request *rq);
/* GET /characters/{id}/history: 200, 403, 404. */
int character_history_get(struct request *rq);
/* PUT /characters/{id}/campaign: 200, 403, 404, 409. */
int character_campaign_put(struct request *rq);
/* DELETE /characters/{id}/campaign: 200, 403, 404, 409. */
int character_campaign_delete(struct request *rq);

/* Changes by the rules: 200; 400, 403, 404, 409 in a running encounter, 412, 422 with the rule's code. */
int character_feature_use(struct request *rq);     /* PATCH …/features/{slug}/use */
int character_feature_restore(struct request *rq); /* PATCH …/features/{slug}/restore */
int character_slot_use(struct request *rq);        /* PATCH …/slots/{slug}/use */
int character_slot_restore(struct request *rq);    /* PATCH …/slots/{slug}/restore */
int character_rest_post(struct request *rq);
int character_hp_post(struct request *rq);
int character_death_save_post(struct request *rq);
int character_xp_post(struct request *rq);
int character_level_up_post(struct request *rq);
/* POST …/inventory: 201. PATCH, DELETE …/inventory/{item}: 200. */
int character_inventory_post(struct request *rq);
int character_item_patch(struct request *rq);
int character_item_delete(struct request *rq);

#endif
