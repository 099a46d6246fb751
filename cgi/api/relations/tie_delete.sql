with target as (
	select t.id, m.role
	from relation_ties t
	join campaigns c on c.id = t.campaign_id and c.deleted_at is null
	join campaign_members m on m.campaign_id = c.id and m.user_id = $2
	where t.id = $1 and (m.role = 'dm' or exists (select from relation_ties_seen(t.campaign_id, m.role) s where s.id = t.id))
), gone as (
	delete from relation_ties t using target
	where t.id = target.id and target.role = 'dm'
	returning t.*
)
select target.role, t.id, t.campaign_id, t.from_id, t.to_id, t.label, t.visibility, t.created_at
from target
left join gone t on true
