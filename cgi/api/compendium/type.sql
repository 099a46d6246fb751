select exists (select from compendium_entries where type = $1)
