-- $1 the campaign, $2 the caller, $3 the type, $4 the slug, $5 a ruleset, $6 the least role.
with me as (
	select m.role, c.ruleset
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $2
	where c.id = $1 and c.deleted_at is null
), gone as (
	delete from compendium_entries e
	using me
	where e.campaign_id = $1 and e.type = $3 and e.slug = $4 and e.ruleset = coalesce($5::ruleset, me.ruleset)
		and me.role >= $6::campaign_role
	returning e.*
)
select me.role, g.data || jsonb_build_object('slug', g.slug, 'name', g.name, 'entry', g.type, 'ruleset', g.ruleset,
	'source', g.source, 'licence', g.licence, 'hidden', g.hidden, 'campaign_id', g.campaign_id)
from me
left join gone g on true
