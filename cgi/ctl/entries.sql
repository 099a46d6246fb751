insert into compendium_entries (ruleset, type, slug, name, source, data)
select $1::ruleset, $2, e->>'slug', e->>'name', $3, e
from jsonb_array_elements($4::jsonb) e
