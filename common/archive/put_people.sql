-- In the place of those who were at the table stand people whom nobody can sign in as, like those who have left; $2 is here
-- already.
with made as (
	insert into users (id, display_name, disabled_at, deleted_at)
	select p.id, p.display_name, now(), now()
	from json_to_recordset($1::json) as p(id uuid, display_name text)
	where p.id <> $2::uuid
	returning 1
)
select count(*) >= json_array_length($1::json) - 1 and $3::uuid is not null from made
