-- Campaigns of one who cannot be asked go to the DM who has been there longest.
update campaigns c
set owner_id = heir.user_id
from (
	select o.id, first.user_id
	from campaigns o
	cross join lateral (
		select m.user_id from campaign_members m
		where m.campaign_id = o.id and m.role = 'dm' and m.user_id <> $1
		order by m.joined_at limit 1
	) first
	where o.owner_id = $1 and o.deleted_at is null
) heir
where c.id = heir.id
