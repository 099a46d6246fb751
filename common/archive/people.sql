-- Everyone whom the rest names, as far as $4 may read it, also those who have left; by the name that they gave themselves alone.
select json_build_object('id', u.id, 'display_name', u.display_name), u.id as cursor
from users u
where ($2::uuid is null or u.id > $2::uuid) and u.id in (
	select user_id from campaign_members where campaign_id = $1
	union select owner_id from characters where campaign_id = $1
	union select h.by_user from characters c join character_changes h on h.character_id = c.id where c.campaign_id = $1
	union select m.by_user from moves m join encounters e on e.id = m.encounter_id where e.campaign_id = $1
	union
	select unnest(m.author_id || m.recipients)
	from messages m
	where m.campaign_id = $1
		and ($4::uuid is null or message_shown(m.audience, m.author_id, m.recipients, $4::uuid, 'dm'))
	union
	select r.user_id
	from rolls r
	where r.campaign_id = $1
		and ($4::uuid is null or roll_shown(r.visibility, r.told, r.user_id, $4::uuid, 'dm') = 'whole')
	union select unnest(author_id || readers) from handouts where campaign_id = $1
	union select owner_id from uploads where campaign_id = $1)
order by u.id
limit $3
