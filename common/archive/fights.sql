select id from encounters where campaign_id = $1 order by id
