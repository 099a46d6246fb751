-- The campaign's characters, held until the move is done: none leaves or changes meanwhile.
select ch.id, ch.sheet, homebrew_named(k.id, k.ruleset, ch.sheet)
from characters ch
join campaigns k on k.id = ch.campaign_id
where ch.campaign_id = (select campaign_id from encounters where id = $1)
order by ch.id
for update of ch
