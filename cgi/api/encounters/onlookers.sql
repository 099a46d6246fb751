-- Who sees the table as players do.
select coalesce(json_agg(m.user_id order by m.user_id), '[]')
from encounters e
join campaign_members m on m.campaign_id = e.campaign_id and m.role <> 'dm'
where e.id = $1
