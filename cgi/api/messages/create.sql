insert into messages (id, campaign_id, author_id, at, audience, recipients, character_id, speaker, command, text, rolls)
values ($1, $2, $3, $4::timestamptz, $5, $6::uuid[], $7, $8, $9, $10, $11::json)
