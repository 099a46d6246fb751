-- The campaign's row orders everything that happens at its table. Read after the lock, the rest is current.
select c.id, c.ruleset, c.settings, c.last_seq
from campaigns c
where c.id = (
		select e.campaign_id
		from encounters e
		join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = $2
		where e.id = $1)
	and c.deleted_at is null
for no key update of c
