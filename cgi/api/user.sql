-- The user of a subject, made on first sight, by a token that was made at $4 in the session $5; nobody when it is from before
-- the subject's departure, or from the session that asked for it. No row when another request is making it right now.
with departed as (
	select from departures d
	where d.subject_hash = sha256(convert_to($2, 'UTF8')) and (extract(epoch from d.at) >= $4::bigint or d.session = $5)
), found as (
	select id, disabled_at is not null as disabled from users where sub = $2 and not exists (select from departed)
), made as (
	insert into users (id, sub, display_name)
	select $1, $2, $3 where not exists (select from found) and not exists (select from departed)
	on conflict (sub) do nothing
	returning id
)
select id, disabled from found union all select id, false from made union all select null, false from departed
