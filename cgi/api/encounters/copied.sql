-- The characters of an encounter who are in its campaign still, as they are now.
select ch.id, ch.name, ch.sheet, homebrew_named(k.id, k.ruleset, ch.sheet)
from encounters e
join campaigns k on k.id = e.campaign_id
join combatants b on b.encounter_id = e.id
join characters ch on ch.id = b.character_id and ch.campaign_id = e.campaign_id
where e.id = $1
