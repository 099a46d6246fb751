update simulations set campaign_id = $2 where id = $1
