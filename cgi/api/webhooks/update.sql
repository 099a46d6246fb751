update users set display_name = $2, avatar_url = $3 where id = $1 and not own_profile
