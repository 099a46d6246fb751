-- The fog of every map, as a body has it.
select json_build_object('zones', fog) from maps where campaign_id = $1
