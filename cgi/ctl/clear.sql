delete from compendium_entries where campaign_id is null
