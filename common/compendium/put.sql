-- Writes entries, each in the place of the one with the same campaign, ruleset, type and slug. $1 the campaign, or
-- null; $2 the entries: [{ruleset, type, source, licence, hidden, data}], with slug and name in data; $3
-- entry_fields_json.
with field as materialized (
	select f.type, f.name, f.path::jsonpath as path, f.tag, f.number, f.words
	from jsonb_to_recordset($3::jsonb) f (type text, name text, path text, tag boolean, number boolean, words boolean)
), entry as materialized (
	select e.*, e.data ->> 'slug' as slug, e.data ->> 'name' as name, row_number() over () as place
	from jsonb_to_recordset($2::jsonb) e (ruleset text, type text, source text, licence text, hidden boolean, data jsonb)
), found as (
	select e.place, f.name, f.tag, f.number, f.words, v, jsonb_typeof(v) as kind
	from entry e
	join field f on f.type = e.type
	cross join lateral jsonb_path_query(e.data, f.path, '{}', true) v
	where jsonb_typeof(v) in ('string', 'number', 'boolean')
), gathered as (
	select place,
		array_agg(distinct name || '=' || left(lower(v #>> '{}'), 80)) filter (where tag) as tags,
		min(v::double precision) filter (where number and kind = 'number') as number,
		string_agg(v #>> '{}', ' ') filter (where words and kind = 'string') as body
	from found
	group by place
), whole as (
	select e.*, coalesce(g.tags, '{}') as tags, g.number, coalesce(g.body, '') ||
		case when e.type = 'spells' and g.number = 0 then ' cantrip'
			when e.type in ('spells', 'features') and g.number is not null then ' level ' || g.number
			when e.type = 'monsters' then coalesce(' cr ' || (e.data ->> 'cr_text'), '') else '' end as body
	from entry e
	left join gathered g using (place)
)
insert into compendium_entries as old (campaign_id, ruleset, type, slug, name, source, licence, hidden, data, folded,
	number, tags, words)
select $1::uuid, ruleset::ruleset, type, slug, name, source, licence, coalesce(hidden, false), data,
	compendium_folded(name), number, tags,
	compendium_words(name || ' ' || replace(compendium_folded(name), ' ', ''), 'A') || compendium_words(body, 'D') || array_to_tsvector(array(
		select '=' || tag
		from unnest(tags || array['entry=' || type, 'ruleset=' || ruleset, 'in=' || coalesce($1::uuid::text, 'srd')]) tag))
from whole
on conflict (campaign_id, ruleset, type, slug) do update
set name = excluded.name, source = excluded.source, licence = excluded.licence, hidden = excluded.hidden,
	data = excluded.data, folded = excluded.folded, number = excluded.number, tags = excluded.tags,
	words = excluded.words, changed_at = now()
