-- With $4, only what a DM sees who is that person. Which dice they were is left out: they are another campaign's then.
select json_build_object('id', r.id, 'campaign_id', r.campaign_id, 'user_id', r.user_id, 'at', r.at,
	'visibility', r.visibility, 'told', r.told, 'label', r.label, 'message_id', r.message_id, 'result', r.result,
	'dice', r.dice, 'sum', r.sum, 'd20s', r.d20s, 'ones', r.ones, 'twenties', r.twenties), r.id as cursor
from rolls r
where r.campaign_id = $1 and ($2::uuid is null or r.id > $2::uuid)
	and ($4::uuid is null or roll_shown(r.visibility, r.told, r.user_id, $4::uuid, 'dm') = 'whole')
order by r.id
limit $3
