update users
set sub = null, display_name = 'someone who left', avatar_url = null, preferences = '{}', is_admin = false,
	disabled_at = coalesce(disabled_at, now()), deleted_at = now()
where id = $1
