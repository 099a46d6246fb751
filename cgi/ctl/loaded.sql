insert into compendium_version (version, counts)
select $1, coalesce(jsonb_agg(to_jsonb(c)), '[]')
from (
	select type, ruleset, source, licence, count(*) as count
	from compendium_entries
	where campaign_id is null
	group by type, ruleset, source, licence) c
on conflict (only_row) do update set version = excluded.version, counts = excluded.counts, loaded_at = now()
