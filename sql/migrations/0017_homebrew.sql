-- A campaign's own things on sheets, and what a campaign may have of its own.

-- What a sheet can name: the campaign's own equipment and magic items among the things and effects that `said`
-- speaks of, and what those are made of, as [{"type","data"}]; null when there is none. Built-in ones that the
-- campaign only hides stay what they are on the sheets that have them.
create function homebrew_named(campaign uuid, edition ruleset, said jsonb) returns jsonb
	language sql stable parallel safe
	return (
		with named as materialized (
			select o.type, o.slug, o.name, o.data
			from compendium_entries o
			where o.campaign_id = campaign and o.ruleset = edition and o.type in ('equipment', 'magic-items')
				and not o.hidden and o.slug = any (array(
					select v #>> '{}' from jsonb_path_query(said, '$.**.item') v
					union
					select v #>> '{}' from jsonb_path_query(said, '$.**.base') v
					union
					select v #>> '{}' from jsonb_path_query(said, '$.**.effect') v))
		), bases as (
			select o.type, o.slug, o.name, o.data
			from compendium_entries o
			where o.campaign_id = campaign and o.ruleset = edition and o.type = 'equipment' and not o.hidden
				and o.slug = any (array(
					select n.data #>> '{base,0}' from named n where n.type = 'magic-items'))
				and o.slug <> all (array(select n.slug from named n where n.type = 'equipment'))
		)
		select jsonb_agg(jsonb_build_object('type', type, 'data',
			data - 'desc' - 'extra' || jsonb_build_object('slug', slug, 'name', name)))
		from (select * from named union all select * from bases) o);
