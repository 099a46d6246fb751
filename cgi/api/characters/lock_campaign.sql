-- Before the character's own: moves hold the campaign's row when they write to sheets. Strangers hold neither.
select k.id, k.last_seq
from campaigns k
where k.id = (select c.campaign_id from characters c where c.id = $1 and character_role(c, $2) is not null)
	and k.deleted_at is null
for no key update of k
