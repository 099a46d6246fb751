/* The whole API on one screen: every path with its least role, what it takes and what it answers.
 * Router, validator and openapi.json all come from these rows. */
#include "cgi/api/routes.h"

#include "cgi/api/campaigns/campaigns.h"
#include "cgi/api/characters/characters.h"
#include "cgi/api/compendium/compendium.h"
#include "cgi/api/encounters/encounters.h"
#include "cgi/api/fields.h"
#include "cgi/api/invites/invites.h"
#include "cgi/api/me/me.h"
#include "cgi/api/service/service.h"
#include "common/formats/formats.h"
#include "common/rules/derived.h"
#include "common/table/shapes.h"

#include "common/base/poison.h"

/* clang-format off */
const struct route routes[] = {
	/* method, path, least role, body, its limit, handler */
	{ HTTP_GET, "/me", ROLE_ANY, NULL, 0, me_get,
	  .summary = "The caller", .answer = &user_shape },

	{ HTTP_GET, "/campaigns", ROLE_ANY, NULL, 0, campaigns_get,
	  .summary = "My campaigns, newest first", .query = &list_query_shape, .answer = &campaign_shape, .list = true },
	{ HTTP_POST, "/campaigns", ROLE_ANY, &campaign_create_shape, KIB(64), campaigns_post,
	  .summary = "Make a campaign and become its owner and DM", .answer = &campaign_shape, .status = 201 },
	{ HTTP_GET, "/campaigns/{id}", ROLE_MEMBER, NULL, 0, campaign_get,
	  .summary = "A campaign", .answer = &campaign_shape },
	{ HTTP_GET, "/campaigns/{id}/members", ROLE_MEMBER, NULL, 0, members_get,
	  .summary = "Who belongs to a campaign", .query = &list_query_shape, .answer = &member_shape, .list = true },
	{ HTTP_GET, "/campaigns/{id}/invites", ROLE_DM, NULL, 0, invites_get,
	  .summary = "A campaign's invites, newest first", .query = &list_query_shape, .answer = &invite_shape, .list = true },
	{ HTTP_POST, "/campaigns/{id}/invites", ROLE_DM, &invite_create_shape, KIB(4), invites_post,
	  .summary = "Invite people; the code is shown this once", .answer = &invite_made_shape, .status = 201 },
	{ HTTP_GET, "/campaigns/{id}/encounters", ROLE_MEMBER, NULL, 0, encounters_get,
	  .summary = "A campaign's encounters, newest first; drafts for DMs only",
	  .query = &list_query_shape, .answer = &encounter_row_shape, .list = true },
	{ HTTP_POST, "/campaigns/{id}/encounters", ROLE_DM, &encounter_create_shape, KIB(128), encounters_post,
	  .summary = "Make a draft encounter", .answer = &encounter_row_shape, .status = 201 },
	{ HTTP_GET, "/campaigns/{id}/state", ROLE_MEMBER, NULL, 0, state_get,
	  .summary = "The table document, as the stream's sync event carries it", .answer = &table_shape },
	{ HTTP_GET, "/campaigns/{id}/events", ROLE_MEMBER, NULL, 0, events_get,
	  .summary = "The stream of everything that happens at the table", .query = &stream_query_shape, .stream = true },

	{ HTTP_GET, "/invites/{code}", ROLE_ANY, NULL, 0, invite_get,
	  .summary = "Where an invite leads", .answer = &invite_preview_shape },
	{ HTTP_POST, "/invites/{code}/accept", ROLE_ANY, &empty_shape, KIB(1), accept_post,
	  .summary = "Join; a second time changes nothing", .answer = &invite_accepted_shape },

	{ HTTP_GET, "/characters", ROLE_ANY, NULL, 0, characters_get,
	  .summary = "My characters, or a campaign's, newest first", .query = &characters_query_shape,
	  .answer = &character_summary_shape, .list = true },
	{ HTTP_POST, "/characters", ROLE_ANY, &character_create_shape, KIB(128), characters_post,
	  .summary = "Make a character", .answer = &character_shape, .status = 201 },
	{ HTTP_POST, "/characters/import", ROLE_ANY, NULL, KIB(2048), characters_import_post,
	  .summary = "Make characters from a file: Tabard's JSON or XML, a Foundry actor, D&D Beyond, Improved Initiative",
	  .upload = true, .answer = &characters_imported_shape, .status = 201 },
	{ HTTP_GET, "/characters/{id}", ROLE_MEMBER, NULL, 0, character_get,
	  .summary = "A character, for its owner and its campaign; notes for owner and DM", .answer = &character_shape },
	{ HTTP_PATCH, "/characters/{id}", ROLE_DM, &character_patch_shape, KIB(128), character_patch,
	  .summary = "Change a character: its owner, or a DM of its campaign", .answer = &character_shape,
	  .if_match = true },
	{ HTTP_DELETE, "/characters/{id}", ROLE_DM, NULL, 0, character_delete,
	  .summary = "Delete a character; fights that are over keep what it did", .answer = &character_gone_shape,
	  .if_match = true },
	{ HTTP_GET, "/characters/{id}/sheet", ROLE_MEMBER, NULL, 0, character_sheet_get,
	  .summary = "Everything that follows from the sheet, each number with its breakdown", .answer = &derived_shape },
	{ HTTP_GET, "/characters/{id}/export", ROLE_OWNER, NULL, 0, character_export_get,
	  .summary = "A character as a file, which /characters/import takes", .query = &character_export_query_shape,
	  .answer = &character_file_shape, .xml = true },
	{ HTTP_GET, "/characters/{id}/history", ROLE_DM, NULL, 0, character_history_get,
	  .summary = "Who changed what of a character, newest first", .query = &list_query_shape,
	  .answer = &character_change_shape, .list = true },
	{ HTTP_PATCH, "/characters/{id}/features/{slug}/use", ROLE_DM, &character_uses_shape, KIB(1), character_feature_use,
	  .summary = "Spend uses of a feature; what it switches on is on then", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_PATCH, "/characters/{id}/features/{slug}/restore", ROLE_DM, &character_uses_shape, KIB(1), character_feature_restore,
	  .summary = "Take that back; what it switched on is off then", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_PATCH, "/characters/{id}/slots/{slug}/use", ROLE_DM, &empty_shape, KIB(1), character_slot_use,
	  .summary = "Spend a spell slot: 1 to 9, or pact", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_PATCH, "/characters/{id}/slots/{slug}/restore", ROLE_DM, &empty_shape, KIB(1), character_slot_restore,
	  .summary = "Take that back", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_POST, "/characters/{id}/rest", ROLE_DM, &character_rest_shape, KIB(1), character_rest_post,
	  .summary = "Rest, and spend hit dice in a short one", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_POST, "/characters/{id}/hp", ROLE_DM, &character_hp_shape, KIB(1), character_hp_post,
	  .summary = "Damage, healing and temporary hit points outside encounters", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_POST, "/characters/{id}/death-save", ROLE_DM, &character_death_save_shape, KIB(1), character_death_save_post,
	  .summary = "A death save outside encounters", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_POST, "/characters/{id}/xp", ROLE_DM, &character_xp_shape, KIB(1), character_xp_post,
	  .summary = "Award experience points", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_POST, "/characters/{id}/level-up", ROLE_DM, &character_level_up_shape, KIB(4), character_level_up_post,
	  .summary = "One more level, in a class had or another one", .answer = &character_changed_shape,
	  .if_match = true },
	{ HTTP_POST, "/characters/{id}/inventory", ROLE_DM, &item_create_shape, KIB(4), character_inventory_post,
	  .summary = "Add something to what the character carries", .answer = &item_shape,
	  .if_match = true, .status = 201 },
	{ HTTP_PATCH, "/characters/{id}/inventory/{item}", ROLE_DM, &item_patch_shape, KIB(4), character_item_patch,
	  .summary = "Change how much of it there is, whether it is worn, held, attuned", .answer = &item_shape,
	  .if_match = true },
	{ HTTP_DELETE, "/characters/{id}/inventory/{item}", ROLE_DM, NULL, 0, character_item_delete,
	  .summary = "Take it off the sheet", .answer = &item_shape,
	  .if_match = true },
	{ HTTP_PUT, "/characters/{id}/campaign", ROLE_OWNER, &character_campaign_shape, KIB(1), character_campaign_put,
	  .summary = "Bring one's character into a campaign", .answer = &character_shape },
	{ HTTP_DELETE, "/characters/{id}/campaign", ROLE_OWNER, NULL, 0, character_campaign_delete,
	  .summary = "Take one's character out of its campaign", .answer = &character_shape },

	{ HTTP_GET, "/compendium/{type}", ROLE_ANY, NULL, 0, entries_get,
	  .summary = "Entries of the rules compendium: monsters, spells, equipment, …",
	  .query = &entries_query_shape, .answer = &entry_summary_shape, .list = true },
	{ HTTP_GET, "/compendium/{type}/{slug}", ROLE_ANY, NULL, 0, entry_get,
	  .summary = "One entry with all its figures", .query = &entry_query_shape, .answer = &entry_shape },

	{ HTTP_GET, "/encounters/{id}", ROLE_MEMBER, NULL, 0, encounter_get,
	  .summary = "An encounter as the caller may see it, now or at a version",
	  .query = &encounter_query_shape, .answer = &encounter_view_shape },
	{ HTTP_GET, "/encounters/{id}/moves", ROLE_MEMBER, NULL, 0, moves_get,
	  .summary = "The log of an encounter, newest first, as far as the caller was told of it",
	  .query = &log_query_shape, .answer = &log_entry_shape, .list = true },
	{ HTTP_POST, "/encounters/{id}/moves", ROLE_PLAYER, NULL, KIB(16), moves_post,
	  .summary = "Make a move", .variants = move_variants, .answer = &move_answer_shape, .status = 201,
	  .if_match = true, .idempotent = true },
	{ HTTP_POST, "/encounters/{id}/undo", ROLE_DM, &undo_shape, KIB(1), undo_post,
	  .summary = "Take moves back, the last ones or any", .answer = &move_answer_shape,
	  .if_match = true, .idempotent = true },
	{ HTTP_POST, "/encounters/{id}/redo", ROLE_DM, &redo_shape, KIB(1), redo_post,
	  .summary = "Bring moves back that were taken back", .answer = &move_answer_shape,
	  .if_match = true, .idempotent = true },

	{ HTTP_GET, "/openapi.json", ROLE_NONE, NULL, 0, openapi_get,
	  .summary = "This description", .raw = true },
	{ HTTP_GET, "//health", ROLE_NONE, NULL, 0, health_get,
	  .summary = "Whether the server is well", .answer = &health_shape, .raw = true },
};
/* clang-format on */
const size_t route_count = sizeof routes / sizeof *routes;
