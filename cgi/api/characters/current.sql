-- Read behind the lock. Without a campaign a character plays by the rules of 2014.
select character_role(c, $2), c.id, c.name, c.owner_id, c.campaign_id, c.version, c.sheet, c.created_at, updated_at,
	character_fights(c), coalesce(k.ruleset, '2014')
from characters c
left join campaigns k on k.id = c.campaign_id
where c.id = $1
