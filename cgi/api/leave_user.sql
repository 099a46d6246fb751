-- Tokens of before, and of the session $2 that asked for it, name nobody any more.
with departed as (
	insert into departures (subject_hash, session)
	select sha256(convert_to(sub, 'UTF8')), $2 from users where id = $1
	on conflict (subject_hash) do update set at = now(), session = excluded.session
)
update users
set sub = null, display_name = 'someone who left', avatar_url = null, preferences = '{}', is_admin = false,
	disabled_at = coalesce(disabled_at, now()), deleted_at = now()
where id = $1
