-- Everything that lies on it. What is not for all is for DMs: the least role of the route.
select me.role, m.version, m.fog, m.walls, m.doors, m.lights
from maps m
join campaigns c on c.id = m.campaign_id and c.deleted_at is null
join campaign_members me on me.campaign_id = c.id and me.user_id = $2
where m.id = $1 and (me.role = 'dm' or m.active)
