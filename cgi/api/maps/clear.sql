update maps set active = false where campaign_id = table_campaign($1) and active
