select t.id, t.from_id, t.to_id, t.label, t.visibility
from campaign_members m
cross join lateral relation_ties_seen(m.campaign_id, m.role) t
where m.campaign_id = $1 and m.user_id = $2
order by t.id
