-- What there is: counts by type and ruleset, and the sources with their licences. $1 the caller, $2 a campaign.
with seen as (
	select e.type, e.ruleset, e.source, e.licence, count(*) as count
	from compendium_entries e
	where e.campaign_id is null or (not e.hidden and e.campaign_id = (
		select c.id
		from campaigns c
		join campaign_members m on m.campaign_id = c.id and m.user_id = $1
		where c.id = $2 and c.deleted_at is null))
	group by e.type, e.ruleset, e.source, e.licence
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
