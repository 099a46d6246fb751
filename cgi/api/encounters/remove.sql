-- Goes unless it is running.
with caller as (
	select e.id, e.status, m.role
	from encounters e
	join campaigns k on k.id = e.campaign_id and k.deleted_at is null
	join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = $2
	where e.id = $1 and (e.status <> 'draft' or m.role = 'dm')
), gone as (
	delete from encounters e
	using caller c
	where e.id = c.id and c.role >= $3::campaign_role and e.status in ('draft', 'completed')
	returning e.id
)
select c.role, g.id, c.status
from caller c
left join gone g on true
