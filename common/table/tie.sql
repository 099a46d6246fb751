-- The tokens $2 are those of the combatants $3 of an encounter, and from now on they alone say where these stand.
with tied as (
	update tokens t
	set combatant_id = x.combatant, encounter_id = $1
	from unnest($2::uuid[], $3::uuid[]) as x (token, combatant)
	where t.id = x.token
)
update encounters
set tokened = tokened || array(select c from unnest($3::uuid[]) c where c <> all (tokened))
where id = $1
