#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field member_fields[] = {
    ROW_ID("user_id", "The member."),
    ROW_STR("display_name", 80, "The name at the table."),
    ROW_ENUM("role", member_role_names, "The role in this campaign."),
    ROW_BOOL("is_owner", "Whether the campaign is theirs."),
    ROW_TIME("joined_at", "Since when."),
};
const struct shape member_shape = SHAPE_ROW("Member", member_fields);

int members_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_campaigns_members, ERR_CAMPAIGN_NOT_FOUND);
}
