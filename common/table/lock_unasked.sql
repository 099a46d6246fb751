-- The same for the server itself, which acts for nobody.
select c.id, c.ruleset, c.settings, c.last_seq
from campaigns c
where c.id = (select e.campaign_id from encounters e where e.id = $1)
	and c.deleted_at is null
for no key update of c
