-- Behind those locks: whether the person has to stay in each of their campaigns as its owner, and whether
-- that is because nobody has taken it over yet.
select c.id, c.name, c.owner_id = $1 and (c.deleted_at is not null or heir.user_id is null),
	c.owner_id = $1 and c.deleted_at is null
from campaign_members m
join campaigns c on c.id = m.campaign_id
left join lateral (
	select h.user_id from campaign_members h
	where h.campaign_id = c.id and h.role = 'dm' and h.user_id <> $1
	order by h.joined_at limit 1
) heir on true
where m.user_id = $1
order by c.id
