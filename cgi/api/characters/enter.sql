-- Behind the lock: whether it moved, and else why not.
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
	returning c.id
)
select exists (select from changed), case when c.campaign_id <> $3 then c.campaign_id end, (select role from target),
	false
from characters c
where c.id = $1
