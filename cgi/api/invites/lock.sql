select c.last_seq
from campaigns c
where c.id = (select campaign_id from invites where code_hash = sha256(convert_to($1, 'UTF8')))
	and c.deleted_at is null
for no key update of c
