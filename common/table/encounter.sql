-- For a member; drafts only for DMs.
select e.id, e.campaign_id, e.name, e.notes, e.status, e.round, e.turn_combatant_id, e.next_ordinal,
	e.version, e.party_version, m.role, e.seen_turn_id, e.seen_round
from encounters e
join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = $2
where e.id = $1 and (e.status <> 'draft' or m.role = 'dm')
