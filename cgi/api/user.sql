-- The user of a subject, made on first sight. No row when another request is making it right now.
with found as (
	select id, disabled_at is not null as disabled from users where sub = $2
), made as (
	insert into users (id, sub, display_name)
	select $1, $2, $3 where not exists (select from found)
	on conflict (sub) do nothing
	returning id
)
select id, disabled from found union all select id, false from made
