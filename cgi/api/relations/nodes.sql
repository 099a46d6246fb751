select me.role, n.id, n.campaign_id, n.kind, n.name, n.text, n.visibility, n.created_at, n.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select *
	from relation_nodes n
	where n.campaign_id = c.id and (me.role = 'dm' or n.visibility = 'party') and ($3::uuid is null or n.id < $3::uuid)
	order by n.id desc
	limit $4
) n on true
where c.id = $1 and c.deleted_at is null
order by n.id desc
