-- Uses the ticket $1 up, for a stream of the campaign $2: what its holder is now, the end of the log, who that is
-- (null when it cannot be used), and what keeps them out. No row: no such ticket of this campaign. Of two who come
-- with it at once the second finds it used when the first is done.
with used as (
	update stream_tickets set used_at = now()
	where hash = sha256(convert_to($1, 'UTF8')) and campaign_id = $2 and used_at is null and expires_at > now()
	returning user_id
)
select m.role, m.last_seq, used.user_id, t.used_at is null and t.expires_at <= now(), u.disabled_at is not null
from stream_tickets t
join users u on u.id = t.user_id
left join used on true
left join lateral (
	select m.role, c.last_seq
	from campaigns c
	join campaign_members m on m.campaign_id = c.id and m.user_id = t.user_id
	where c.id = $2 and c.deleted_at is null) m on true
where t.hash = sha256(convert_to($1, 'UTF8')) and t.campaign_id = $2
