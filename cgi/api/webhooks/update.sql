update users set display_name = $2, avatar_url = $3, profile_at = coalesce($4::bigint, profile_at)
where id = $1 and not own_profile
