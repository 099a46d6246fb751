-- What the caller is there, and the characters that they bring.
select m.role, array(select ch.id from characters ch where ch.campaign_id = c.id and ch.owner_id = m.user_id),
	(select count(*) from maps where campaign_id = c.id)
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where c.id = table_campaign($1) and c.deleted_at is null
