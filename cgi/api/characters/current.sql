select character_role(c, $2), id, name, owner_id, campaign_id, version, sheet, created_at, updated_at,
	character_fights(c)
from characters c
where id = $1
