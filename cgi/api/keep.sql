insert into idempotency_keys (user_id, key, request_hash, status, answer, location)
values ($1, $2, $3::bytea, $4::integer, $5, $6)
on conflict (user_id, key) do update
set request_hash = excluded.request_hash, status = excluded.status, answer = excluded.answer,
	location = excluded.location, created_at = now()
where idempotency_keys.created_at <= now() - interval '24 hours'
