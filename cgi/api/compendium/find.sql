-- Entries by what was typed and by filters, best first. $1 the caller, $2 a campaign, $3 a ruleset, $4 the filters as a
-- tsquery over tags, $5 what was typed, $6 and $7 the bounds of the number, $8 the sort ("name", "number", or null),
-- $9 whether backwards, $10 the cursor, $11 the limit, $12 the columns as [{type, name, path}] or "all", $13 whether those
-- that the campaign has hidden, $14 whether with highlights. Rank: 0 the exact name, 1 names that begin so, 2 words of the name, 3 words of the
-- rest, 4 names that have something like it, which are looked for only when there is nothing better.
with who as (
	select c.id, c.ruleset::text as ruleset
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = $1
	where c.id = $2 and c.deleted_at is null
), place as (
	select coalesce($3, (select ruleset from who), '2014') as ruleset, (select id from who) as campaign_id
), asked as materialized (
	select w.*, case when $5::text is null then w.wanted else w.wanted && compendium_asked($5, '') end as words,
		compendium_asked($5, 'A') as names, compendium_folded($5) as folded, case when $14::boolean then (
			select string_agg(format('(%s)', compendium_asked(t, 'A')), ' | ')::tsquery
			from regexp_split_to_table(compendium_folded($5), ' ') t
			where t <> '') end as any_name, jsonb_array_length(c) as parts,
		(c ->> 0)::integer as rank, (c ->> 1)::double precision as score, c ->> 2 as label, c ->> 3 as slug,
		c ->> 4 as type
	from (
		select p.campaign_id, format('(%s) & ''=ruleset=%s'' & (''=in=%s'' | ''=in=%s'')', $4::tsquery, p.ruleset,
			case when $13 then 'nowhere' else 'srd' end, coalesce(p.campaign_id::text, 'nowhere'))::tsquery as wanted
		from place p
	) w, (select $10::jsonb as c) cursor
), direct as materialized (
	select e.type, e.ruleset, e.slug, e.campaign_id, case when $8 = 'name' then e.folded else '' end as label,
		case when $5::text is null or $8::text is not null or replace(e.folded, ' ', '') = replace(a.folded, ' ', '')
				then 0
			when starts_with(e.folded, a.folded) then 1 when e.words @@ a.names then 2 else 3 end as rank,
		case when $8 = 'number' then coalesce(e.number, 1e9) * case when $9 then -1 else 1 end
			when $8::text is null and $5::text is not null then length(e.folded) else 0 end as score
	from asked a
	join compendium_entries e on e.words @@ a.words
	where e.hidden = $13
		and (coalesce($6::double precision, $7::double precision) is null or e.number between coalesce($6::double precision, e.number) and
			coalesce($7::double precision, e.number))
		and (e.campaign_id is not null or a.campaign_id is null or not exists (
			select from compendium_entries o
			where o.campaign_id = a.campaign_id and o.type = e.type and o.ruleset = e.ruleset and o.slug = e.slug))
), found as (
	select * from direct
	union all
	select e.type, e.ruleset, e.slug, e.campaign_id, '', 4,
		10000 - round(9000 * compendium_likeness(a.folded, e.folded) + 1000 * similarity(a.folded, e.folded)::double precision)
	from asked a
	cross join lateral compendium_similar(a.folded, a.wanted) e
	where (a.rank = 4 or not exists (select from direct))
		and $8::text is null and not $13 and not e.hidden
		and (coalesce($6::double precision, $7::double precision) is null or e.number between coalesce($6::double precision, e.number) and
			coalesce($7::double precision, e.number))
		and (e.campaign_id is not null or a.campaign_id is null or not exists (
			select from compendium_entries o
			where o.campaign_id = a.campaign_id and o.type = e.type and o.ruleset = e.ruleset and o.slug = e.slug))
), page as (
	select f.*
	from found f, asked a
	where a.parts is null or (f.rank, f.score) > (a.rank, a.score)
		or (f.rank, f.score) = (a.rank, a.score) and case when $9 and f.label <> a.label then f.label < a.label
			else (f.label, f.slug, f.type) > (a.label, a.slug, a.type) end
	order by f.rank, f.score, case when $9 then null else f.label end, case when $9 then f.label end desc, f.slug, f.type
	limit $11
)
select jsonb_build_object('slug', e.slug, 'name', e.name, 'entry', e.type, 'ruleset', e.ruleset, 'source', e.source,
		'licence', e.licence) || case when e.campaign_id is null then '{}'
			else jsonb_build_object('campaign_id', e.campaign_id) end || case when $12::jsonb = '"all"' then e.data else coalesce((
		select jsonb_object_agg(c.name, c.value)
		from (
			select s.name, jsonb_path_query_first(e.data, s.path::jsonpath, '{}', true) as value
			from jsonb_to_recordset($12::jsonb) s (type text, name text, path text)
			where s.type = e.type
		) c
		where c.value is not null), '{}') end as entry,
	jsonb_build_array(p.rank, p.score, p.label, p.slug, p.type)::text as cursor,
	case when $14::boolean then (
		select jsonb_agg(jsonb_build_object('text', parts[1], 'match', parts[1] ~ '^\w'
			and coalesce(compendium_words(parts[1], 'A') @@ a.any_name, false)) order by nth)
		from regexp_matches(e.name, '[\w''’]+|[^\w''’]+', 'g') with ordinality m (parts, nth)) end as highlight
from page p
cross join asked a
cross join lateral (
	select o.*
	from compendium_entries o
	where o.type = p.type and o.ruleset = p.ruleset and o.slug = p.slug
		and (o.campaign_id = p.campaign_id or o.campaign_id is null and p.campaign_id is null)
	limit 1
) e
order by p.rank, p.score, case when $9 then null else p.label end, case when $9 then p.label end desc, p.slug, p.type
