-- How many of the entries that find.sql gives (its names that are only similar aside) have each value of a tag. $1 to
-- $7 as there, $8 the tags' names.
with who as (
	select c.id, c.ruleset::text as ruleset
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $1
	where c.id = $2 and c.deleted_at is null
), asked as materialized (
	select w.campaign_id, case when $5::text is null then w.wanted else w.wanted && compendium_asked($5, '') end as words
	from (
		select (select id from who) as campaign_id, format('(%s) & ''=ruleset=%s'' & (''=in=srd'' | ''=in=%s'')', $4::tsquery,
			coalesce($3, (select ruleset from who), '2014'),
			coalesce((select id from who)::text, 'nowhere'))::tsquery as wanted
	) w
), counted as (
	select split_part(t.tag, '=', 1) as name, substr(t.tag, strpos(t.tag, '=') + 1) as value, count(*) as count
	from asked a
	join compendium_entries e on e.words @@ a.words
	cross join lateral unnest(e.tags) t (tag)
	where split_part(t.tag, '=', 1) = any ($8::text[]) and not e.hidden
		and (coalesce($6::double precision, $7::double precision) is null or e.number between coalesce($6::double precision, e.number) and
			coalesce($7::double precision, e.number))
		and (e.campaign_id is not null or a.campaign_id is null or not exists (
			select from compendium_entries o
			where o.campaign_id = a.campaign_id and o.type = e.type and o.ruleset = e.ruleset and o.slug = e.slug))
	group by 1, 2
)
select jsonb_object_agg(name, counts)
from (select name, jsonb_object_agg(value, count) as counts from counted group by name) f
