-- Campaigns of one who cannot be asked go to the DM who has been there longest.
update campaigns c
set owner_id = heir.user_id
from (
	select distinct on (campaign_id) campaign_id, user_id
	from campaign_members
	where role = 'dm' and user_id <> $1
	order by campaign_id, joined_at
) heir
where c.owner_id = $1 and c.deleted_at is null and heir.campaign_id = c.id
