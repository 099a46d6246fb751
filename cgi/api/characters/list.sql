-- The caller's own, or those of a campaign that the caller belongs to.
select c.id, c.name, c.owner_id, c.campaign_id, coalesce(k.ruleset, c.ruleset), c.version,
	coalesce((select sum((class->>'level')::integer) from jsonb_array_elements(c.sheet->'classes') class), 0),
	coalesce(c.sheet->>'species', ''),
	coalesce((select jsonb_agg(class->'class') from jsonb_array_elements(c.sheet->'classes') class), '[]'),
	c.created_at, c.updated_at, c.id as cursor
from characters c
left join campaigns k on k.id = c.campaign_id and k.deleted_at is null
where c.owner_id = $1 and ($2::uuid is null or c.id < $2::uuid)
order by c.id desc
limit $3
