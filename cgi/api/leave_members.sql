delete from campaign_members where user_id = $1 and campaign_id = any ($2::uuid[])
