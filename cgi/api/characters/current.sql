-- Read behind the lock, and again behind the change. A campaign's ruleset counts, not the character's own.
select character_role(c, $2), c.id, c.name, c.owner_id, c.campaign_id, coalesce(k.ruleset, c.ruleset), c.version,
	c.sheet, c.created_at, c.updated_at, character_fights(c)
from characters c
left join campaigns k on k.id = c.campaign_id and k.deleted_at is null
where c.id = $1
