select me.role, t.id, t.campaign_id, t.from_id, t.to_id, t.label, t.visibility, t.created_at, t.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select *
	from relation_ties_seen(c.id, me.role) t
	where $3::uuid is null or t.id < $3::uuid
	order by t.id desc
	limit $4
) t on true
where c.id = $1 and c.deleted_at is null
order by t.id desc
