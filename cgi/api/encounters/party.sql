-- The campaign's characters, held until the move is done: none leaves or changes meanwhile.
select ch.id, ch.sheet
from characters ch
where ch.campaign_id = (select campaign_id from encounters where id = $1)
order by ch.id
for update
