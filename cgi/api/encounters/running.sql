select id from encounters where campaign_id = $1 and status in ('active', 'paused')
