insert into users (id, sub, display_name, is_admin)
values ($1, $2, $3, true)
on conflict (sub) do update set is_admin = true
