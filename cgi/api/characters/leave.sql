with fighting as (
	select 1
	from combatants b
	join encounters e on e.id = b.encounter_id and e.status in ('active', 'paused')
	where b.character_id = $1
), changed as (
	update characters c
	set campaign_id = null, version = version + 1, updated_at = now()
	where c.id = $1 and c.owner_id = $2 and not exists (select from fighting)
	returning c.*
), now as (
	select * from changed
	union all
	select * from characters where id = $1 and not exists (select from changed)
)
select character_role(n, $2), n.id, n.name, n.owner_id, n.campaign_id, n.version, n.sheet, n.created_at,
	n.updated_at, exists (select from changed), null, 'owner', exists (select from fighting)
from (select * from now) n
