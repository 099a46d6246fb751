select id, ruleset, settings, last_seq
from campaigns
where id = table_campaign($1) and deleted_at is null
for no key update
