-- The map that a token is on.
select m.id, m.name, m.upload_id, m.grid_size, m.width, m.height, (m.darkness * 1000)::integer, m.version, m.fog, m.active
from tokens t
join maps m on m.id = t.map_id
where t.id = $1
