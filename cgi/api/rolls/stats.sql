select me.role, s.user_id, s.rolls, s.dice, s.sum, s.d20s, s.ones, s.twenties, s.user_id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select r.user_id, count(*) as rolls, sum(r.dice) as dice, sum(r.sum) as sum, sum(r.d20s) as d20s,
		sum(r.ones) as ones, sum(r.twenties) as twenties
	from rolls r
	where r.campaign_id = c.id and roll_shown(r.visibility, r.told, r.user_id, $2, me.role) = 'whole'
		and ($3::uuid is null or r.user_id > $3::uuid)
	group by r.user_id
	order by r.user_id
	limit $4
) s on true
where c.id = $1 and c.deleted_at is null
order by s.user_id
