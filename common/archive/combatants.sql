select to_json(b), b.id as cursor
from combatants b
join encounters e on e.id = b.encounter_id
where e.campaign_id = $1 and ($2::uuid is null or b.id > $2::uuid)
order by b.id
limit $3
