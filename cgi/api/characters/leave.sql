-- Behind the lock, as enter.sql.
with changed as (
	update characters c
	set campaign_id = null, version = c.version + 1, updated_at = now()
	where c.id = $1 and c.owner_id = $2 and not character_fights(c)
	returning c.id
)
select exists (select from changed), null, 'owner', character_fights(c)
from characters c
where c.id = $1
