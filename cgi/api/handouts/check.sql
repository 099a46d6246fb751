-- Behind the lock: the caller's role; whether all of $3 are members and all of $4 pictures that the caller
-- may see; the caller and all of $3, without DMs.
select m.role,
	not exists (
		select from unnest($3::uuid[]) as r (id)
		where not exists (select from campaign_members o where o.campaign_id = c.id and o.user_id = r.id)),
	not exists (
		select from unnest($4::uuid[]) as i (id)
		where not exists (select from uploads u
			where u.id = i.id and u.campaign_id = c.id and upload_shown(u, $2, m.role))),
	array(select o.user_id from campaign_members o
		where o.campaign_id = c.id and o.role <> 'dm' and o.user_id = any ($2::uuid || coalesce($3::uuid[], '{}')))
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where c.id = $1 and c.deleted_at is null
