update maps
set name = coalesce($2, name), upload_id = case when $3::boolean then $4::uuid else upload_id end,
	grid_size = coalesce($5::integer, grid_size), width = coalesce($6::integer, width),
	height = coalesce($7::integer, height), darkness = coalesce($8::integer / 1000.0, darkness), walls = coalesce($9::json, walls),
	doors = coalesce($10::json, doors), lights = coalesce($11::json, lights), version = version + 1
where id = $1
returning id, campaign_id, name, '/api/v1/uploads/' || upload_id, grid_size, width, height, darkness, active, version, created_at
