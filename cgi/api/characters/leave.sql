-- Behind the lock, as enter.sql.
with changed as (
	update characters c
	set campaign_id = null, version = c.version + 1, updated_at = now()
	where c.id = $1 and c.owner_id = $2 and not character_fights(c)
	returning c.*
), now as (
	select * from changed
	union all
	select * from characters where id = $1 and not exists (select from changed)
)
select character_role(row(n.*)::characters, $2), n.id, n.name, n.owner_id, n.campaign_id, n.version, n.sheet,
	n.created_at, n.updated_at, exists (select from changed), null, 'owner', character_fights(row(n.*)::characters)
from now n
