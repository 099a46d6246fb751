select id, own_profile, display_name, profile_at from users where sub = $1
