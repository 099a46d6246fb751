-- The levels of an encounter's characters, as their sheets say now.
select coalesce((
	select sum((c ->> 'level')::integer)
	from jsonb_array_elements(ch.sheet -> 'classes') c), 0)::integer
from combatants b
join characters ch on ch.id = b.character_id
where b.encounter_id = $1
order by b.ordinal
