-- One entry; a campaign's own before the built-in one. $1 the type, $2 the slug, $3 a ruleset, $4 the caller, $5 a
-- campaign.
with who as (
	select c.id, c.ruleset
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $4
	where c.id = $5 and c.deleted_at is null
), first as (
	select e.*
	from compendium_entries e
	where e.type = $1 and e.slug = $2 and e.ruleset = coalesce($3::ruleset, (select ruleset from who), '2014')
		and (e.campaign_id is null or e.campaign_id = (select id from who))
	order by e.campaign_id nulls last
	limit 1
)
select data || jsonb_build_object('slug', slug, 'name', name, 'entry', type, 'ruleset', ruleset, 'source', source,
	'licence', licence) || case when campaign_id is null then '{}'
		else jsonb_build_object('campaign_id', campaign_id) end
from first
where not hidden
