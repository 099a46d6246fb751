-- One of the same campaign, as common/table/map.sql has the active one.
select id, name, upload_id, grid_size, width, height, (darkness * 1000)::integer, version, fog, active
from maps
where id = $1 and campaign_id = table_campaign($2)
