select result from rolls where campaign_id = $1
