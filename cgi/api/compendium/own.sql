-- The caller's role, and the entry that a write begins with: the campaign's own, or the built-in one if there is none
-- and it will do. $1 the campaign, $2 the caller, $3 the type, $4 the slug, $5 a ruleset, $6 whether a built-in one will
-- do.
select m.role, e.data, e.changed_at, e.ruleset, e.source, e.licence, e.hidden, e.campaign_id is not null
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
left join lateral (
	select o.*
	from compendium_entries o
	where o.type = $3 and o.slug = $4 and o.ruleset = coalesce($5::ruleset, c.ruleset)
		and (o.campaign_id = c.id or ($6::boolean and o.campaign_id is null))
	order by o.campaign_id nulls last
	limit 1
) e on true
where c.id = $1 and c.deleted_at is null
