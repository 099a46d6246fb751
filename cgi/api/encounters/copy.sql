with made as (
	insert into encounters (id, campaign_id, name, notes, next_ordinal)
	select $2, e.campaign_id, $3, e.notes, $4::integer
	from encounters e
	join campaigns k on k.id = e.campaign_id and k.deleted_at is null
	join campaign_members m on m.campaign_id = e.campaign_id and m.user_id = $5 and m.role >= $6::campaign_role
	where e.id = $1
	returning *
)
select id, name, status, version, created_at
from made
