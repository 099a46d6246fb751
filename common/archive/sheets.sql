select sheet from characters where campaign_id = $1
