select exists (
	select from compendium_entries where campaign_id is null and type = $1 and ruleset = $2::ruleset)
