insert into compendium_version (version)
values ($1)
on conflict (only_row) do update set version = excluded.version, loaded_at = now()
