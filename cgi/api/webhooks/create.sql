insert into users (id, sub, display_name, avatar_url) values ($1, $2, $3, $4) on conflict (sub) do nothing
