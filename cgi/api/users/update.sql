-- By an administrator, of anybody else.
with me as (
	select is_admin from users where id = $2
), changed as (
	update users u
	set is_admin = coalesce($3::boolean, u.is_admin), disabled_at = case $4::boolean
		when true then coalesce(u.disabled_at, now()) when false then null else u.disabled_at end
	from me
	where u.id = $1 and u.id <> $2 and me.is_admin and u.deleted_at is null
	returning u.*
)
select case when me.is_admin then 'admin' end, u.id, u.display_name, u.avatar_url, u.is_admin,
	u.disabled_at is not null, u.created_at
from me
left join changed u on true
