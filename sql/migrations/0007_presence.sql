-- What happens in time: the clock makes moves of its own, and who is at the table is known.

-- When it began or went on, while it does.
alter table encounters add active_since timestamptz;
update encounters set active_since = now() where status = 'active';
alter table encounters add check ((status = 'active') = (active_since is not null));
grant update (active_since) on encounters to tabard_api;

-- Exactly what a change of an encounter by the server itself touches: it adds and removes nobody.
grant select on campaigns, campaign_members, encounters, combatants, moves, characters, events to tabard_clock;
grant update (last_seq) on campaigns to tabard_clock;
grant update (status, round, turn_combatant_id, next_ordinal, version, party_version, seen_turn_id, seen_round,
	turn_deadline, seen_deadline, paused_for, each_round, active_since) on encounters to tabard_clock;
grant insert, update (state) on combatants to tabard_clock;
grant update (sheet, version, updated_at) on characters to tabard_clock;
grant insert on moves, events to tabard_clock;

-- The broadcasters that run. One that has not been heard of for a while counts as dead, and so do its streams.
-- Like presence this is worth nothing after a crash: the broadcasters tell anew.
create unlogged table broadcasters (
	id uuid primary key,
	seen_at timestamptz not null default now()
);

create function given_up(b broadcasters) returns boolean
	language sql stable
	return b.seen_at < now() - interval '12 seconds';

-- Who has a stream open at which broadcaster: here until left_at, and from then on remembered for a while, so
-- that it can be said for how long nobody has been there. No foreign keys: one who is removed must not keep
-- the others of a batch from being told.
create unlogged table presence (
	campaign_id uuid not null,
	user_id uuid not null,
	broadcaster_id uuid not null,
	since timestamptz not null,
	left_at timestamptz,
	primary key (campaign_id, user_id, broadcaster_id)
);
create index presence_here on presence (broadcaster_id) where left_at is null;

-- A row for each broadcaster at which a person is.
create view people_here as
	select p.campaign_id, p.user_id, p.since
	from presence p
	join broadcasters b on b.id = p.broadcaster_id and not given_up(b)
	where p.left_at is null;

grant select on people_here to tabard_api, tabard_events, tabard_clock;
grant select, insert on presence, broadcasters to tabard_events;
grant update (seen_at) on broadcasters to tabard_events;
grant update (since, left_at) on presence to tabard_events;
grant select, delete on presence, broadcasters to tabard_clock;
grant update (left_at) on presence to tabard_clock;
