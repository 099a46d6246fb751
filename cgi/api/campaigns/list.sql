-- Deleted ones are there for their owners only, until they are gone for good.
select c.id, c.name, c.description, c.ruleset, c.owner_id, m.role, c.settings, c.created_at, c.deleted_at,
	c.id as cursor
from campaign_members m
join campaigns c on c.id = m.campaign_id
where m.user_id = $1 and ($2::uuid is null or c.id < $2::uuid)
	and case when $4::boolean
		then c.deleted_at > now() - interval '30 days' and c.owner_id = $1 else c.deleted_at is null end
order by c.id desc
limit $3
