#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field presence_fields[] = {
    ROW_ID("user_id", "The member."),
    ROW_STR("display_name", 80, "The name at the table."),
    ROW_ENUM("role", member_role_names, "The role in this campaign."),
    ROW_TIME("since", "Since when, in whatever tab."),
};
const struct shape presence_shape = SHAPE_ROW("Presence", presence_fields);

int presence_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_campaigns_presence, ERR_CAMPAIGN_NOT_FOUND);
}
