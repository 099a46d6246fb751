delete from handouts
where id = $1
returning id, campaign_id, author_id, title, text, visibility, to_jsonb(readers), handout_images(handouts), version,
	created_at, updated_at
