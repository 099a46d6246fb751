-- The map that is on the table.
select id, name, upload_id, grid_size, width, height, (darkness * 1000)::integer, version, fog, active
from maps
where campaign_id = table_campaign($1) and active
