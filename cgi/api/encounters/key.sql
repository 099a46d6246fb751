select request_hash = sha256(convert_to($3, 'UTF8')), status, answer
from idempotency_keys
where user_id = $1 and key = $2 and created_at > now() - interval '24 hours'
