insert into rolls (id, campaign_id, user_id, at, visibility, told, label, message_id, result, session, stream, n, dice, sum,
	d20s, ones, twenties)
values ($1, $2, $3, $4::timestamptz, $5, $6, $7, $8, $9::json, $10, $11, $12, $13, $14, $15, $16, $17)
