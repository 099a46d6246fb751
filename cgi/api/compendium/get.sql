select data || jsonb_build_object('ruleset', ruleset, 'source', source, 'licence', 'CC-BY-4.0')
from compendium_entries
where campaign_id is null and type = $1 and slug = $2 and ruleset = $3::ruleset
