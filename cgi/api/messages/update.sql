update messages set text = $2, rolls = $3::json, edited_at = $4::timestamptz where id = $1
