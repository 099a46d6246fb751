-- Behind the lock. The columns after the character's say whether it moved, and else why not.
with target as (
	select m.role
	from campaigns k
	join campaign_members m on m.campaign_id = k.id and m.user_id = $2
	where k.id = $3 and k.deleted_at is null
), changed as (
	update characters c
	set campaign_id = $3, version = c.version + 1, updated_at = now()
	from target
	where c.id = $1 and c.owner_id = $2 and target.role >= 'player'
		and (c.campaign_id is null or c.campaign_id = $3)
	returning c.*
), now as (
	select * from changed
	union all
	select * from characters where id = $1 and not exists (select from changed)
)
select character_role(row(n.*)::characters, $2), n.id, n.name, n.owner_id, n.campaign_id, n.version, n.sheet,
	n.created_at, n.updated_at, exists (select from changed),
	case when n.campaign_id <> $3 then n.campaign_id end, (select role from target), false
from now n
