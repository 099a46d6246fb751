-- What the caller does not see of a roll is not read of it either.
select me.role, r.id, c.id, r.user_id, r.at, r.visibility, r.label, r.message_id, null as in_text, r.result, r.session,
	r.stream, r.n, r.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select r.id, r.user_id, r.at, whole.visibility, whole.label, whole.message_id, whole.result, whole.session,
		whole.stream, whole.n
	from rolls r
	cross join lateral (
		select roll_shown(r.visibility, r.told, r.user_id, $2, me.role) as shown
	) as seen
	cross join lateral (
		select case when shown = 'whole' then r.visibility else 'secret' end as visibility,
			case when shown = 'whole' then r.label end as label,
			case when shown = 'whole' then r.message_id end as message_id,
			case when shown = 'whole' then r.result end as result,
			case when shown = 'whole' then r.session end as session,
			case when shown = 'whole' then r.stream end as stream,
			case when shown = 'whole' then r.n end as n
	) as whole
	where r.campaign_id = c.id and shown is not null and r.id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
	order by r.id desc
	limit $4
) r on true
where c.id = $1 and c.deleted_at is null
order by r.id desc
