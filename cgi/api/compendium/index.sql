-- What there is: counts by type and ruleset, and the sources with their licences. $1 the caller, $2 a campaign, whose own
-- entries count in the place of those they replace or hide.
with own as (
	select e.type, e.ruleset, e.slug, e.source, e.licence, e.hidden
	from compendium_entries e
	where e.campaign_id = (
		select c.id
		from campaigns c
		join campaign_members m on m.campaign_id = c.id and m.user_id = $1
		where c.id = $2 and c.deleted_at is null)
), counted as (
	select b.type, b.ruleset, b.source, b.licence, b.count
	from compendium_version v
	cross join lateral jsonb_to_recordset(v.counts) b (type text, ruleset ruleset, source text, licence text, count bigint)
	union all
	select type, ruleset, source, licence, 1
	from own
	where not hidden
	union all
	select b.type, b.ruleset, b.source, b.licence, -1
	from own o
	join compendium_entries b on b.campaign_id is null and b.type = o.type and b.ruleset = o.ruleset and b.slug = o.slug
), seen as (
	select type, ruleset, source, licence, sum(count) as count
	from counted
	group by type, ruleset, source, licence
	having sum(count) > 0
)
select jsonb_build_object(
	'version', (select version from compendium_version),
	'types', coalesce((
		select jsonb_object_agg(type, counts)
		from (
			select type, jsonb_object_agg(ruleset, count) as counts
			from (select type, ruleset, sum(count) as count from seen group by type, ruleset) t
			group by type
		) t), '{}'),
	'rulesets', (select coalesce(jsonb_agg(distinct ruleset), '[]') from seen),
	'sources', coalesce((
		select jsonb_agg(jsonb_build_object('source', source, 'licence', licence, 'ruleset', ruleset, 'count', count)
			order by source, licence)
		from (select source, licence, ruleset, sum(count) as count from seen group by source, licence, ruleset) s), '[]'))
