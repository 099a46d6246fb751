select case when me.is_admin then 'admin' end, s.id, s.by_user, s.started_at, s.finished_at, s.ok, s.steps, s.id as cursor
from users me
left join lateral (
	select * from simulations a
	where me.is_admin and ($2::uuid is null or a.id < $2::uuid)
	order by a.id desc
	limit $3::bigint
) s on true
where me.id = $1
order by s.id desc
