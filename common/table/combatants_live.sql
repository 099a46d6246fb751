select c.id, c.character_id, c.ordinal, c.state
from combatants c
join encounters e on e.id = c.encounter_id
where e.campaign_id = table_campaign($1) and e.status in ('active', 'paused')
order by c.ordinal
