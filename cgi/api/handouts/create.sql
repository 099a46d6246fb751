insert into handouts (id, campaign_id, author_id, title, text, visibility, readers, images)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning id, campaign_id, author_id, title, text, visibility, to_jsonb(readers), handout_images(handouts), version,
	created_at, updated_at
