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

-- How many a campaign may have of its own; whoever brings more is refused, in whatever way they come. Those who
-- write for one campaign at once are counted one after the other.
create function homebrew_limited() returns trigger
	language plpgsql
	as $$
	declare
		of uuid;
	begin
		for of in select distinct campaign_id from added where campaign_id is not null order by 1 loop
			perform pg_advisory_xact_lock(hashtextextended(of::text, 17));
			if (select count(*) from compendium_entries where campaign_id = of) > 10000 then
				raise check_violation using constraint = 'compendium_entries_limit',
					message = 'a campaign has at most 10000 entries of its own';
			end if;
		end loop;
		return null;
	end $$;
create trigger compendium_entries_limit after insert on compendium_entries
	referencing new table as added for each statement execute function homebrew_limited();

-- What is built in is counted when it is loaded: [{type, ruleset, source, licence, count}]. It is loaded again.
alter table compendium_version add counts jsonb not null default '[]';
delete from compendium_version;
