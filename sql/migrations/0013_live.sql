-- Tickets that let EventSource in, which can send no header: each opens one stream, within half a minute. Only
-- the SHA-256 is kept. Unlogged and without foreign keys: nothing waits for the disk on the way to a stream, and
-- after a crash a front end asks for another.
create unlogged table stream_tickets (
	hash bytea primary key check (length(hash) = 32),
	campaign_id uuid not null,
	user_id uuid not null,
	expires_at timestamptz not null,
	used_at timestamptz
);
create index stream_tickets_age on stream_tickets (expires_at);

-- A signal about a token goes to whom the token may be seen by.
grant select on maps, tokens to tabard_api;

grant select, insert, update (used_at) on stream_tickets to tabard_api;
grant select, delete on stream_tickets to tabard_clock;
