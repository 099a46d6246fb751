delete from campaign_members m
using users u, campaigns c
where m.campaign_id = $1 and m.user_id = $2 and u.id = m.user_id and c.id = m.campaign_id
returning m.user_id, u.display_name, m.role, c.owner_id = m.user_id, m.joined_at
