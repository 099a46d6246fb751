-- Behind the lock: the caller's role; whether all of $3 are members; whether the caller may speak as the character $4,
-- and its name.
select m.role,
	not exists (
		select from unnest($3::uuid[]) as r (id)
		where not exists (select from campaign_members o where o.campaign_id = c.id and o.user_id = r.id)),
	h.id is not null, h.name
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
left join characters h on h.id = $4::uuid and h.campaign_id = c.id and (h.owner_id = $2 or m.role = 'dm')
where c.id = $1 and c.deleted_at is null
