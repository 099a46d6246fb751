-- For a member, with the characters that a player moves; drafts only for DMs.
select e.id, e.campaign_id, e.name, e.notes, e.status, e.round, e.turn_combatant_id, e.next_ordinal,
	e.version, e.party_version, e.seen_turn_id, e.seen_round, (extract(epoch from e.turn_deadline) * 1000)::bigint,
	(extract(epoch from e.seen_deadline) * 1000)::bigint, e.paused_for, e.each_round,
	e.tokened, m.role,
	case m.role when 'player' then array(
		select ch.id from characters ch where ch.campaign_id = e.campaign_id and ch.owner_id = m.user_id) end
from encounters e
join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = $2
where e.id = $1 and (e.status <> 'draft' or m.role = 'dm')
