insert into idempotency_keys (user_id, key, request_hash, status, answer)
values ($1, $2, sha256(convert_to($3, 'UTF8')), $4::integer, $5)
on conflict (user_id, key) do update
set request_hash = excluded.request_hash, status = excluded.status, answer = excluded.answer, created_at = now()
where idempotency_keys.created_at <= now() - interval '24 hours'
