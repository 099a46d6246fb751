-- DMs see them all. Others see their own here: of the rest they learn from what shows it to them.
select me.role, u.id, u.campaign_id, u.owner_id, u.name, u.media_type, u.bytes, u.width, u.height, u.created_at,
	u.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select *
	from uploads u
	where u.campaign_id = c.id and (me.role = 'dm' or u.owner_id = me.user_id) and ($3::uuid is null or u.id < $3::uuid)
	order by u.id desc
	limit $4
) u on true
where c.id = $1 and c.deleted_at is null
order by u.id desc
