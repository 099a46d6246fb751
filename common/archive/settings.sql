-- What the campaign's moves were made under.
select distinct m.settings::text
from encounters e
join moves m on m.encounter_id = e.id
where e.campaign_id = $1
