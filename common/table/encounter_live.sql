select id, campaign_id, name, notes, status, round, turn_combatant_id, next_ordinal, version, party_version, null, seen_turn_id, seen_round
from encounters
where campaign_id = $1 and status in ('active', 'paused')
