select coalesce((select version from compendium_version), 'none')
