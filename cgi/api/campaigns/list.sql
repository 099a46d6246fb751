select c.id, c.name, c.description, c.ruleset, c.owner_id, m.role, c.settings, c.created_at, c.id as cursor
from campaign_members m
join campaigns c on c.id = m.campaign_id
where m.user_id = $1 and c.deleted_at is null and ($2::uuid is null or c.id < $2::uuid)
order by c.id desc
limit $3
