insert into maps (id, campaign_id, name, upload_id, grid_size, width, height, darkness, walls, doors, lights)
values ($1, $2, $3, $4, $5::integer, $6::integer, $7::integer, $8::integer / 1000.0, coalesce($9::json, '[]'),
	coalesce($10::json, '[]'), coalesce($11::json, '[]'))
returning id, campaign_id, name, '/api/v1/uploads/' || upload_id, grid_size, width, height, darkness, active, version, created_at
