select name, ruleset, settings, last_seq
from campaigns
where id = $1 and deleted_at is null
