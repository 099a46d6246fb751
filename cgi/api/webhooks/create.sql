-- Whoever left is made anew by nothing but their own return.
insert into users (id, sub, display_name, avatar_url, profile_at)
select $1, $2, $3, $4, $5::bigint
where not exists (select from departures where subject_hash = sha256(convert_to($2, 'UTF8')))
on conflict (sub) do nothing
