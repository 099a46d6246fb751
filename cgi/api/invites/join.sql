insert into campaign_members (campaign_id, user_id, role) values ($1, $2, $3::campaign_role)
