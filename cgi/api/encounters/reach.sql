-- Everything from the first move on that a reversal of the chosen ones touches: where one between took moves back,
-- or brought them back, from there on. Chosen are, newest first: for undo ($2) moves in effect, for redo what took
-- moves back, for previous_turn moves of the types $6; at most $3, or those after the version $4, or the one that $5 names.
with recursive chosen as (
	select version, reaches
	from moves
	where encounter_id = $1 and ($4::integer is null or version > $4) and ($5::uuid is null or id = $5)
		and case $2
			when 'undo' then undone_by is null and type not in ('undo', 'redo', 'edit')
			when 'redo' then case when $5 is null then undone_by is null and type in ('undo', 'previous_turn')
				else undone_by is not null or type in ('undo', 'previous_turn') end
			else undone_by is null and type = any ($6::text[]) end
	order by version desc
	limit $3
), reach (version) as (
	select min(coalesce(reaches, version)) from chosen
	union
	select m.reaches
	from reach r
	join moves m on m.encounter_id = $1 and m.version > r.version and m.reaches < r.version
)
select id, version, type, by_user, at, undone_by, reaches, move, dice, later_dice, change, seen_turn_id, seen_round,
	party_version, party, settings
from moves
where encounter_id = $1 and version >= (select min(version) from reach)
order by version
