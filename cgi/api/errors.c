#include "cgi/api/errors.h"

#include "common/base/poison.h"

const struct error_row error_rows[API_ERRORS] = {
    [ERR_VALIDATION] = {400, "VALIDATION_FAILED",
                        "The request is not what this route takes; details.fields says where."},
    [ERR_TOKEN_MISSING] = {401, "TOKEN_MISSING",
                           "Send a session token: Authorization: Bearer <token>."},
    [ERR_TOKEN_INVALID] = {401, "TOKEN_INVALID", "The token was refused."},
    [ERR_TOKEN_EXPIRED] = {401, "TOKEN_EXPIRED", "The token has expired; fetch a fresh one."},
    [ERR_TICKET_INVALID] = {401, "TICKET_INVALID",
                            "There is no such ticket for this campaign; ask for one with POST "
                            "/campaigns/{id}/events/tickets."},
    [ERR_TICKET_EXPIRED] = {401, "TICKET_EXPIRED",
                            "The ticket has expired; ask for another right before the stream is "
                            "opened."},
    [ERR_TICKET_USED] = {401, "TICKET_USED",
                         "The ticket has opened a stream already; ask for another one for each."},
    [ERR_NOT_YOURS] = {403, "NOT_YOURS", "Players move their own characters only."},
    [ERR_TOKEN_NOT_YOURS] =
        {403, "TOKEN_NOT_YOURS",
         "Players place and move tokens of their own characters (character_id); "
         "visible, map_id and combatant_id are for DMs."},
    [ERR_ORIGIN_REFUSED] = {403, "ORIGIN_REFUSED",
                            "The session cookie is taken from this server's own pages only; send "
                            "the token as Authorization: Bearer <token>."},
    [ERR_WEBHOOK_REFUSED] = {401, "WEBHOOK_REFUSED", "The delivery was refused."},
    [ERR_FORBIDDEN] = {403, "FORBIDDEN", "Your role does not allow that."},
    [ERR_ROUTE_NOT_FOUND] = {404, "ROUTE_NOT_FOUND",
                             "There is no such path; see /api/v1/openapi.json."},
    [ERR_CAMPAIGN_NOT_FOUND] = {404, "CAMPAIGN_NOT_FOUND", "There is no such campaign for you."},
    [ERR_CHARACTER_NOT_FOUND] = {404, "CHARACTER_NOT_FOUND", "There is no such character for you."},
    [ERR_ENCOUNTER_NOT_FOUND] = {404, "ENCOUNTER_NOT_FOUND", "There is no such encounter for you."},
    [ERR_INVITE_NOT_FOUND] = {404, "INVITE_NOT_FOUND", "There is no invite with this code."},
    [ERR_ENTRY_NOT_FOUND] = {404, "ENTRY_NOT_FOUND", "The compendium has no such entry."},
    [ERR_ITEM_NOT_FOUND] = {404, "ITEM_NOT_FOUND", "The character carries no such thing."},
    [ERR_COMBATANT_NOT_FOUND] = {404, "COMBATANT_NOT_FOUND",
                                 "This encounter has no such combatant for you."},
    [ERR_MOVE_NOT_FOUND] = {404, "MOVE_NOT_FOUND", "This encounter has no such move in effect."},
    [ERR_VERSION_NOT_FOUND] =
        {404, "VERSION_NOT_FOUND",
         "The encounter never had this version; details.version is the one it has now."},
    [ERR_MEMBER_NOT_FOUND] = {404, "MEMBER_NOT_FOUND", "The campaign has no such member."},
    [ERR_USER_NOT_FOUND] = {404, "USER_NOT_FOUND",
                            "There is no such person among those you share a campaign with."},
    [ERR_ACCOUNT_DISABLED] = {403, "ACCOUNT_DISABLED",
                              "An administrator of this server has disabled this account."},
    [ERR_ACCOUNT_DELETED] = {401, "ACCOUNT_DELETED",
                             "This account was deleted; sign in again to begin anew."},
    [ERR_UPLOAD_NOT_FOUND] = {404, "UPLOAD_NOT_FOUND", "There is no such picture for you."},
    [ERR_HANDOUT_NOT_FOUND] = {404, "HANDOUT_NOT_FOUND", "There is no such hand-out for you."},
    [ERR_MESSAGE_NOT_FOUND] = {404, "MESSAGE_NOT_FOUND", "There is no such message."},
    [ERR_MAP_NOT_FOUND] = {404, "MAP_NOT_FOUND", "There is no such map for you."},
    [ERR_DOOR_NOT_FOUND] = {404, "DOOR_NOT_FOUND",
                            "The map has no such door; GET /maps/{id}/scene lists them."},
    [ERR_RELATION_NOT_FOUND] = {404, "RELATION_NOT_FOUND",
                                "There is no such person, place, faction or tie for you."},
    [ERR_TOKEN_NOT_FOUND] = {404, "TOKEN_NOT_FOUND", "There is no such token on a map for you."},
    [ERR_METHOD_NOT_ALLOWED] =
        {405, "METHOD_NOT_ALLOWED",
         "This path does not take that method; the Allow header says which."},
    [ERR_ENCOUNTER_ALREADY_ACTIVE] = {409, "ENCOUNTER_ALREADY_ACTIVE",
                                      "A campaign has one running encounter; end the other first."},
    [ERR_ENCOUNTER_RUNNING] = {409, "ENCOUNTER_RUNNING",
                               "The encounter is running; end it before it is deleted."},
    [ERR_CHARACTER_IN_OTHER_CAMPAIGN] = {409, "CHARACTER_IN_OTHER_CAMPAIGN",
                                         "A character is in one campaign at a time; take it out of "
                                         "the other first."},
    [ERR_CHARACTER_IN_ENCOUNTER] =
        {409, "CHARACTER_IN_ENCOUNTER",
         "The character is in a running encounter: its hit points change "
         "there, and it cannot leave."},
    [ERR_CHARACTER_LEFT] =
        {409, "CHARACTER_LEFT",
         "A character of this encounter is not in the campaign any more; remove its "
         "combatant first."},
    [ERR_NOTHING_TO_UNDO] = {409, "NOTHING_TO_UNDO", "There are not that many moves to take back."},
    [ERR_NOTHING_TO_REDO] = {409, "NOTHING_TO_REDO", "There are not that many undos to reverse."},
    [ERR_LATER_MOVES_DIFFER] = {409, "LATER_MOVES_DIFFER",
                                "Later moves would come out differently, as details.different "
                                "says; send confirm to go on."},
    [ERR_OWNER_STAYS] = {409, "OWNER_STAYS",
                         "The campaign's owner stays in it as a DM; hand the campaign over first."},
    [ERR_OWNS_CAMPAIGNS] = {409, "OWNS_CAMPAIGNS",
                            "Hand over or delete the campaigns you own first; details.campaigns "
                            "names them."},
    [ERR_ONESELF] = {409, "ONESELF",
                     "Administrators neither disable nor demote themselves; ask another one."},
    [ERR_ENTRY_EXISTS] = {409, "ENTRY_EXISTS",
                          "The campaign has an entry of this slug already: change that one, or "
                          "choose another slug."},
    [ERR_HOMEBREW_FULL] = {409, "HOMEBREW_FULL",
                           "A campaign has at most 10000 entries of its own: remove some first."},
    [ERR_UPLOAD_QUOTA] = {409, "UPLOAD_QUOTA_EXCEEDED",
                          "The campaign's pictures take all the room they may; delete some first."},
    [ERR_RELATIONS_FULL] =
        {409, "RELATIONS_FULL",
         "A campaign has at most 2000 people, places and factions, and 10000 ties."},
    [ERR_NO_MAP] = {409, "NO_MAP", "No map is on the table; activate one first, or name one."},
    [ERR_TOKEN_EXISTS] = {409, "TOKEN_EXISTS",
                          "The character stands on the map already; move that token."},
    [ERR_MAPS_FULL] = {409, "MAPS_FULL",
                       "A campaign has at most 500 maps, a map at most 300 tokens."},
    [ERR_CONFLICT] = {409, "CONFLICT",
                      "Something else changed this at the same time; read it again."},
    [ERR_INVITE_GONE] = {410, "INVITE_GONE", "The invite has expired, been used up or revoked."},
    [ERR_VERSION_MISMATCH] =
        {412, "VERSION_MISMATCH",
         "If-Match names another version than the current one; read it again."},
    [ERR_TOO_LARGE] = {413, "PAYLOAD_TOO_LARGE", "The body is larger than this route takes."},
    [ERR_MEDIA_TYPE] = {415, "UNSUPPORTED_MEDIA_TYPE",
                        "Send the body as Content-Type: application/json; a character may be "
                        "application/xml as well."},
    [ERR_IMAGE_TYPE] =
        {415, "UNSUPPORTED_IMAGE",
         "Send the bytes of a PNG, JPEG or WebP, with the Content-Type of just that."},
    [ERR_IMAGE_UNREADABLE] =
        {422, "IMAGE_UNREADABLE",
         "The picture is damaged, cut off, animated or in printing colors; save it anew as a "
         "plain PNG, JPEG or WebP."},
    [ERR_IMAGE_TRAILING] = {422, "IMAGE_TRAILING_DATA",
                            "There is something else behind the picture's end; save it anew."},
    [ERR_IMAGE_DIMENSIONS] = {422, "IMAGE_DIMENSIONS",
                              "A picture may have 16384 pixels a side and 40 million in all."},
    [ERR_KEY_REUSED] = {422, "IDEMPOTENCY_KEY_REUSED",
                        "This Idempotency-Key came with another request before; use a new one."},
    [ERR_IMPORT_REFUSED] =
        {422, "IMPORT_REFUSED",
         "Nothing was stored: details.report says which entries are refused, and why."},
    [ERR_TOO_MANY_REQUESTS] = {429, "TOO_MANY_REQUESTS",
                               "That was more than one person may ask for; wait as long as "
                               "Retry-After says."},
    [ERR_UNAVAILABLE] = {503, "SERVICE_UNAVAILABLE",
                         "The server cannot reach what it needs; try again in a second."},
    [ERR_INTERNAL] = {500, "INTERNAL", "A defect of the server; it has been logged."},
};

void error_schema(struct buf *b)
{
	BUF_LIT(b,
	        "{\"type\":\"object\",\"required\":[\"success\",\"error\"],"
	        "\"additionalProperties\":false,\"properties\":{\"success\":{\"const\":false},"
	        "\"error\":{\"type\":\"object\",\"required\":[\"code\",\"message\",\"details\"],"
	        "\"additionalProperties\":false,\"properties\":{"
	        "\"code\":{\"type\":\"string\",\"pattern\":\"^[A-Z][A-Z0-9_]*$\","
	        "\"description\":\"Stable; what a program decides by.\"},"
	        "\"message\":{\"type\":\"string\",\"description\":\"For the developer.\"},"
	        "\"details\":{\"type\":\"object\",\"properties\":{\"fields\":{\"type\":\"array\","
	        "\"items\":{\"type\":\"object\",\"required\":[\"field\",\"code\",\"message\"],"
	        "\"additionalProperties\":false,\"properties\":{"
	        "\"field\":{\"type\":\"string\",\"description\":\"A JSON pointer into the body, or "
	        "the name of a parameter.\"},"
	        "\"code\":{\"type\":\"string\"},\"message\":{\"type\":\"string\"}}}}}}}}}}");
}
