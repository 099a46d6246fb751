-- The characters of a campaign, as list.sql has them, for its members.
select me.role, c.id, c.name, c.owner_id, c.campaign_id, k.ruleset, c.version,
	coalesce((select sum((class->>'level')::integer) from jsonb_array_elements(c.sheet->'classes') class), 0),
	coalesce(c.sheet->>'species', ''),
	coalesce((select jsonb_agg(class->'class') from jsonb_array_elements(c.sheet->'classes') class), '[]'),
	c.created_at, c.updated_at, c.id as cursor
from campaigns k
join campaign_members me on me.campaign_id = k.id and me.user_id = $2
left join characters c on c.campaign_id = k.id and ($3::uuid is null or c.id < $3::uuid)
where k.id = $1 and k.deleted_at is null
order by c.id desc
limit $4
