update users
set display_name = coalesce($2, display_name), avatar_url = case when $3::boolean then $4 else avatar_url end,
	preferences = coalesce($5::jsonb, preferences), own_profile = own_profile or $2 is not null or $3::boolean
where id = $1
