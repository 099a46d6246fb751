-- Everyone whom the rest names, also those who have left; by the name that they gave themselves alone.
select json_build_object('id', u.id, 'display_name', u.display_name), u.id as cursor
from users u
where ($2::uuid is null or u.id > $2::uuid) and u.id in (
	select user_id from campaign_members where campaign_id = $1
	union select owner_id from characters where campaign_id = $1
	union select m.by_user from moves m join encounters e on e.id = m.encounter_id where e.campaign_id = $1
	union select author_id from messages where campaign_id = $1
	union select unnest(recipients) from messages where campaign_id = $1)
order by u.id
limit $3
