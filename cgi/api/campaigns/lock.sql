-- The campaign's row orders everything that happens at its table; strangers do not get to hold it. Read
-- behind the lock, the rest is current.
select c.last_seq, c.ruleset
from campaigns c
where c.id = $1 and c.deleted_at is null
	and exists (select from campaign_members m where m.campaign_id = c.id and m.user_id = $2)
for no key update of c
