-- Locked until the move is done: the sheet's hit points become the combatant's.
select ch.name, ch.sheet, k.ruleset, homebrew_named(k.id, k.ruleset, ch.sheet)
from encounters e
join campaigns k on k.id = e.campaign_id
join characters ch on ch.campaign_id = e.campaign_id
where e.id = $1 and ch.id = $2
for update of ch
