-- Read behind the lock. Without a campaign a character is bound to neither ruleset.
select character_role(c, $2), c.id, c.name, c.owner_id, c.campaign_id, c.version, c.sheet, c.created_at, updated_at,
	character_fights(c), k.ruleset
from characters c
left join campaigns k on k.id = c.campaign_id
where c.id = $1
