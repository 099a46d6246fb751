-- Read behind the lock. Without a campaign a character plays by the rules of 2014.
select character_role(c, $2), c.id, c.name, owner_id, campaign_id, version, sheet, c.created_at, updated_at,
	character_fights(c), coalesce(k.ruleset, '2014')
from characters c
left join campaigns k on k.id = c.campaign_id
where c.id = $1
