select id, own_profile, display_name from users where sub = $1
