-- Behind the lock; as check.sql, with what it is now.
select case when h.author_id = $2 then 'owner' else m.role::text end,
	not exists (
		select from unnest($3::uuid[]) as r (id)
		where not exists (select from campaign_members o where o.campaign_id = c.id and o.user_id = r.id)),
	not exists (
		select from unnest($4::uuid[]) as i (id)
		where i.id <> all (h.images) and not exists (select from uploads u
			where u.id = i.id and u.campaign_id = c.id and upload_shown(u, $2, m.role))),
	array(select o.user_id from campaign_members o
		where o.campaign_id = c.id and o.role <> 'dm' and o.user_id = any (h.author_id || coalesce($3::uuid[], '{}'))),
	array(select o.user_id from campaign_members o
		where o.campaign_id = c.id and o.role <> 'dm' and o.user_id = h.author_id),
	array(select o.user_id from campaign_members o
		where o.campaign_id = c.id and o.role <> 'dm' and o.user_id = any (h.author_id || h.readers)),
	c.id, h.version, h.visibility
from handouts h
join campaigns c on c.id = h.campaign_id and c.deleted_at is null
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where h.id = $1 and handout_shown(h, $2, m.role)
