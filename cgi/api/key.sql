select request_hash = $3::bytea, status, answer, location
from idempotency_keys
where user_id = $1 and key = $2 and created_at > now() - interval '24 hours'
