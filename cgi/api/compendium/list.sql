-- All entries of a type by slug: nothing was typed and nothing filtered. $1 the caller, $2 a campaign, $3 a ruleset,
-- $4 the type, $5 the cursor, $6 the limit, $7 the columns as in find.sql.
with who as (
	select c.id, c.ruleset
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $1
	where c.id = $2 and c.deleted_at is null
), page as (
	(
		select e.*
		from compendium_entries e
		where e.campaign_id is null and e.type = $4 and e.slug > coalesce($5, '')
			and e.ruleset = coalesce($3::ruleset, (select ruleset from who), '2014')
			and e.slug <> all (array(
				select o.slug
				from compendium_entries o
				where o.campaign_id = (select id from who) and o.type = $4
					and o.ruleset = coalesce($3::ruleset, (select ruleset from who))))
		order by e.type, e.ruleset, e.slug
		limit $6
	)
	union all
	(
		select e.*
		from compendium_entries e
		where e.campaign_id = (select id from who) and e.type = $4 and e.slug > coalesce($5, '')
			and e.ruleset = coalesce($3::ruleset, (select ruleset from who)) and not e.hidden
		order by e.type, e.ruleset, e.slug
		limit $6
	)
	order by slug
	limit $6
)
select jsonb_build_object('slug', e.slug, 'name', e.name, 'entry', e.type, 'ruleset', e.ruleset, 'source', e.source,
		'licence', e.licence) || case when e.campaign_id is null then '{}'
			else jsonb_build_object('campaign_id', e.campaign_id) end || case when $7::jsonb = '"all"' then e.data else coalesce((
		select jsonb_object_agg(c.name, c.value)
		from (
			select s.name, jsonb_path_query_first(e.data, s.path::jsonpath, '{}', true) as value
			from jsonb_to_recordset($7::jsonb) s (type text, name text, path text)
			where s.type = e.type
		) c
		where c.value is not null), '{}') end as entry,
	e.slug as cursor
from page e
order by e.slug
