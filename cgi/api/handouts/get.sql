-- Who else may read it is for DMs and the author.
select case when h.author_id = $2 then 'owner' else m.role::text end, h.id, h.campaign_id, h.author_id, h.title, h.text,
	h.visibility, case when m.role = 'dm' or h.author_id = $2 then to_jsonb(h.readers) end, handout_images(h),
	h.version, h.created_at, h.updated_at
from handouts h
join campaigns c on c.id = h.campaign_id and c.deleted_at is null
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where h.id = $1 and handout_shown(h, $2, m.role)
