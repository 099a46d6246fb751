select id, version, type, by_user, at, undone_by, reaches, move, dice, later_dice, change, seen_turn_id, seen_round,
	party_version, party, settings
from moves
where encounter_id = $1 and version > $2::integer
order by version
