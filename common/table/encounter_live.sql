select id, campaign_id, name, notes, status, round, turn_combatant_id, next_ordinal,
	version, party_version, seen_turn_id, seen_round, (extract(epoch from turn_deadline) * 1000)::bigint,
	(extract(epoch from seen_deadline) * 1000)::bigint, paused_for, each_round,
	tokened
from encounters
where campaign_id = table_campaign($1) and status in ('active', 'paused')
