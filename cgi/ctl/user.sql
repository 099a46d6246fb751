-- The account of a subject, made if it is not there; an administrator's stays one.
insert into users (id, sub, display_name, is_admin)
values ($1, $2, $3, $4::boolean)
on conflict (sub) do update set is_admin = users.is_admin or excluded.is_admin
returning disabled_at is not null
