-- A deleted campaign is there for its owner only; one that is not deleted is answered as it is.
with changed as (
	update campaigns
	set deleted_at = null
	where id = $1 and owner_id = $2 and deleted_at > now() - interval '30 days'
	returning *
), now as (
	select * from changed
	union all
	select * from campaigns where id = $1 and deleted_at is null and not exists (select from changed)
)
select case when c.owner_id = $2 then 'owner' else m.role::text end, c.id, c.name, c.description, c.ruleset,
	c.owner_id, m.role, c.settings, c.created_at, c.deleted_at
from now c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
