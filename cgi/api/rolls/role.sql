-- Behind the lock.
select m.role, c.settings ->> 'secret_rolls', (select d.session from dice_secrets d where d.campaign_id = c.id)
from campaigns c
join campaign_members m on m.campaign_id = c.id and m.user_id = $2
where c.id = $1 and c.deleted_at is null
