select case when u.owner_id = $2 then 'owner' else m.role::text end, u.media_type
from uploads u
join campaigns c on c.id = u.campaign_id and c.deleted_at is null
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where u.id = $1 and upload_shown(u, $2, m.role)
