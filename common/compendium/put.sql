-- Writes entries. $1 the campaign, or null for built-in ones; $2 the entries: [{ruleset, type, source, licence, hidden,
-- data}], with slug and name in data, and the campaign's ruleset for those that say none; $3 entry_fields_json; $4 the
-- person for whom, who must be a DM of the campaign, or null for the operator; $5 whether those that are there already
-- are replaced, and $6 only if they are of that time.
with field as materialized (
	select f.type, f.name, f.path::jsonpath as path, f.tag, f.number, f.words
	from jsonb_to_recordset($3::jsonb) f (type text, name text, path text, tag boolean, number boolean, words boolean)
), entry as materialized (
	select coalesce(e.ruleset, (select c.ruleset::text from campaigns c where c.id = $1::uuid), '2014') as ruleset, e.type,
		e.source, e.licence, e.hidden, e.data, e.data ->> 'slug' as slug, e.data ->> 'name' as name, row_number() over () as place
	from jsonb_to_recordset($2::jsonb) e (ruleset text, type text, source text, licence text, hidden boolean, data jsonb)
	where $4::uuid is null or exists (
		select from campaigns c
		join campaign_members m on m.campaign_id = c.id and m.user_id = $4::uuid and m.role = 'dm'
		where c.id = $1::uuid and c.deleted_at is null)
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
	words = excluded.words, changed_at = clock_timestamp()
where $5::boolean and ($6::timestamptz is null or old.changed_at = $6::timestamptz)
returning data || jsonb_build_object('slug', slug, 'name', name, 'entry', type, 'ruleset', ruleset, 'source', source,
	'licence', licence, 'hidden', hidden, 'campaign_id', campaign_id)
