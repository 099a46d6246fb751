select me.role, h.id, h.campaign_id, h.author_id, h.title, h.visibility, h.images, h.version, h.created_at, h.updated_at,
	h.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join lateral (
	select h.id, h.campaign_id, h.author_id, h.title, h.visibility, handout_images(h) as images, h.version,
		h.created_at, h.updated_at
	from handouts h
	where h.campaign_id = c.id and handout_shown(h, $2, me.role) and ($3::uuid is null or h.id < $3::uuid)
	order by h.id desc
	limit $4
) h on true
where c.id = $1 and c.deleted_at is null
order by h.id desc
