with target as (
	select n.id, m.role
	from relation_nodes n
	join campaigns c on c.id = n.campaign_id and c.deleted_at is null
	join campaign_members m on m.campaign_id = c.id and m.user_id = $2
	where n.id = $1 and (m.role = 'dm' or n.visibility = 'party')
), gone as (
	delete from relation_nodes n using target
	where n.id = target.id and target.role = 'dm'
	returning n.*
)
select target.role, n.id, n.campaign_id, n.kind, n.name, n.text, n.visibility, n.created_at
from target
left join gone n on true
