-- Every roll in a message, and every result.
select r.roll
from messages m
cross join lateral json_array_elements(m.rolls) as r (roll)
where m.campaign_id = $1
