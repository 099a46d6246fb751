-- Longer than any campaign waits before it counts as idle.
delete from presence p
where coalesce(p.left_at, p.since) < now() - interval '2 days'
	and (p.left_at is not null or not exists (select from broadcasters b where b.id = p.broadcaster_id))
