-- What a token says of character $3 and combatant $4: whether the character is there, its player no DM, its player the
-- caller; the combatant's encounter, and whether it is hidden.
select ch.id is not null, coalesce(o.role <> 'dm', false), coalesce(ch.owner_id = $2, false), e.id,
	coalesce((b.state ->> 'hidden')::boolean, false)
from campaigns c
left join characters ch on ch.id = $3 and ch.campaign_id = c.id
left join campaign_members o on o.campaign_id = c.id and o.user_id = ch.owner_id
left join combatants b on b.id = $4
left join encounters e on e.id = b.encounter_id and e.campaign_id = c.id
where c.id = table_campaign($1)
