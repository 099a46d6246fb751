-- Each tie of a node with what is at its other end, newest first.
select me.role, t.id, t.label, case when t.from_id = s.id then 'out' else 'in' end, n.id, n.kind, n.name, t.id as cursor
from relation_nodes s
join campaigns c on c.id = s.campaign_id and c.deleted_at is null
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select t.*
	from relation_ties_seen(c.id, me.role) t
	where (t.from_id = s.id or t.to_id = s.id) and ($3::uuid is null or t.id < $3::uuid)
	order by t.id desc
	limit $4
) t on true
left join relation_nodes n on n.id = case when t.from_id = s.id then t.to_id else t.from_id end
where s.id = $1 and (me.role = 'dm' or s.visibility = 'party')
order by t.id desc
