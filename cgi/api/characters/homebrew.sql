-- The campaign's own things that a character's sheet speaks of, or the change that is asked for. $1 the character,
-- $2 that change, or null.
select homebrew_named(k.id, k.ruleset, jsonb_build_array(c.sheet, $2::jsonb))
from characters c
join campaigns k on k.id = c.campaign_id and k.deleted_at is null
where c.id = $1
