select to_json(m), m.id as cursor
from moves m
join encounters e on e.id = m.encounter_id
where e.campaign_id = $1 and ($2::uuid is null or m.id > $2::uuid)
order by m.id
limit $3
