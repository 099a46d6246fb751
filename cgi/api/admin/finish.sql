update simulations set finished_at = now(), ok = $2::boolean, steps = $3::json where id = $1
