with locked as (
	select * from characters where id = $1 for update
), fighting as (
	select 1
	from combatants b
	join encounters e on e.id = b.encounter_id and e.status in ('active', 'paused')
	where b.character_id = $1
), changed as (
	update characters c
	set campaign_id = null, version = c.version + 1, updated_at = now()
	from locked l
	where c.id = l.id and l.owner_id = $2 and not exists (select from fighting)
	returning c.*
), now as (
	select * from changed
	union all
	select * from locked where not exists (select from changed)
)
select character_role(row(n.*)::characters, $2), n.id, n.name, n.owner_id, n.campaign_id, n.version, n.sheet,
	n.created_at, n.updated_at, exists (select from changed), null, 'owner', exists (select from fighting)
from now n
