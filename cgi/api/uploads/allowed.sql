-- The caller's role, and what the campaign's pictures take of the disk: each its blocks, and four for its
-- thumbnail.
select m.role,
	(select coalesce(sum((u.bytes + 4095) / 4096 * 4096 + 16384), 0) from uploads u where u.campaign_id = c.id)
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where c.id = $1 and c.deleted_at is null
