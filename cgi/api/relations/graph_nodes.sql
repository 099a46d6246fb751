select n.id, n.kind, n.name, n.text, n.visibility
from relation_nodes n
join campaign_members m on m.campaign_id = n.campaign_id and m.user_id = $2
where n.campaign_id = $1 and (m.role = 'dm' or n.visibility = 'party')
order by n.id
