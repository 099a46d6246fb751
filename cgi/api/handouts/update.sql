update handouts
set title = coalesce($2, title), text = coalesce($3, text), visibility = $4,
	readers = case when $4 = 'named' then coalesce($5::uuid[], readers) else '{}' end,
	images = coalesce($6::uuid[], images), version = version + 1, updated_at = now()
where id = $1
returning id, campaign_id, author_id, title, text, visibility, to_jsonb(readers), handout_images(handouts), version,
	created_at, updated_at
