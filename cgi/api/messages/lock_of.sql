select c.last_seq
from campaigns c
where c.id = (select campaign_id from messages where id = $1) and c.deleted_at is null
for no key update of c
