select m.user_id, u.display_name, m.role
from invites i
join campaign_members m on m.campaign_id = i.campaign_id
join users u on u.id = m.user_id
where i.code_hash = sha256(convert_to($1, 'UTF8'))
order by m.user_id
