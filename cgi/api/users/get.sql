select u.id, u.display_name, u.avatar_url
from users u
where u.id = $1 and (u.id = $2
	or exists (
		select from campaign_members mine
		join campaign_members theirs on theirs.campaign_id = mine.campaign_id and theirs.user_id = $1
		join campaigns c on c.id = mine.campaign_id and c.deleted_at is null
		where mine.user_id = $2)
	or exists (select from users a where a.id = $2 and a.is_admin))
