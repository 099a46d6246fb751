-- What lies on every map, as a body has it.
select json_build_object('walls', walls, 'doors', doors, 'lights', lights) from maps where campaign_id = $1
