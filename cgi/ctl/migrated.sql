select exists (select from compendium_version)
