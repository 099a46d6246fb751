update maps
set fog = $2::json, version = version + 1
where id = $1
returning id, campaign_id, name, '/api/v1/uploads/' || upload_id, grid_size, width, height, darkness, active, version, created_at
