select slug, name, ruleset, source, data->>'type', data->>'size', data->>'cr_text', data->>'xp', data->>'ac',
	data->>'hp', data->>'level', data->>'school', data->>'rarity', slug as cursor
from compendium_entries
where campaign_id is null and type = $1 and ruleset = $2::ruleset and ($3::text is null or slug > $3)
order by slug
limit $4
