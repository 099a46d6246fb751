select id, campaign_id, name, notes, status, round, turn_combatant_id, next_ordinal, version, party_version
from encounters
where campaign_id = $1 and status in ('active', 'paused')
