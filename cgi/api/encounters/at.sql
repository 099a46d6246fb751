-- The log from a version on, as the caller counts, that version's own move included; oldest first.
select l.id, l.version, l.type, l.by_user, l.at, l.undone_by, l.reaches, l.move, l.dice, l.later_dice, l.change, l.seen_turn_id,
	l.seen_round, l.party_version, l.party, l.settings
from encounters e
join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = $2
join moves l on l.encounter_id = e.id
where e.id = $1 and case m.role when 'dm' then l.version else l.party_version end >= $3::integer
order by l.version
