select me.role, e.id, e.name, e.status,
	case when me.role = 'dm' then e.version else e.party_version end, e.created_at, e.id as cursor
from campaigns c
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
left join encounters e on e.campaign_id = c.id and (e.status <> 'draft' or me.role = 'dm')
	and ($3::uuid is null or e.id < $3::uuid) and ($5::encounter_status is null or e.status = $5)
where c.id = $1 and c.deleted_at is null
order by e.id desc
limit $4
