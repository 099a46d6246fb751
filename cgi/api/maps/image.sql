-- Whether the caller may show that picture of the campaign.
select exists (
	select from uploads u
	where u.id = $3 and u.campaign_id = c.id and upload_shown(u, $2, m.role))
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where c.id = table_campaign($1)
