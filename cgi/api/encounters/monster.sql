-- $1 the encounter, $2 the slug: the campaign's own monster before the built-in one, and none that it hides.
select m.data
from encounters e
join campaigns c on c.id = e.campaign_id
cross join lateral (
	select o.data, o.hidden
	from compendium_entries o
	where o.type = 'monsters' and o.ruleset = c.ruleset and o.slug = $2
		and (o.campaign_id is null or o.campaign_id = c.id)
	order by o.campaign_id nulls last
	limit 1
) m
where e.id = $1 and not m.hidden
