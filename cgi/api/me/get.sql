select id, display_name, avatar_url, preferences, is_admin, created_at
from users
where id = $1
