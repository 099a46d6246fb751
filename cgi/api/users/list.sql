select case when me.is_admin then 'admin' end, u.id, u.display_name, u.avatar_url, u.is_admin,
	u.disabled_at is not null, u.created_at, u.id as cursor
from users me
left join lateral (
	select * from users a
	where me.is_admin and a.deleted_at is null and ($2::uuid is null or a.id < $2::uuid)
		and ($4::text is null or lower(a.display_name) like '%'
			|| replace(replace(replace(lower($4::text), '\', '\\'), '%', '\%'), '_', '\_') || '%')
	order by a.id desc
	limit $3::bigint
) u on true
where me.id = $1
order by u.id desc
