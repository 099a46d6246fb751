-- Whole campaigns go out and in; what is asked twice under one key happens once, whatever it is.

-- Whether somebody may be named by what this transaction brings in: the importer, or a person it has made itself.
create function came_along(person uuid, importer uuid) returns boolean
	language sql stable
	return person is null or person = importer
		or exists (select from users u where u.id = person and u.xmin = pg_current_xact_id()::xid);

-- A picture that stands in hand-outs of its campaign is shown to those who may see one of them; any other to
-- every member who knows its id.
create or replace function upload_shown(u uploads, caller uuid, role campaign_role) returns boolean
	language sql stable as $$
		select role = 'dm' or u.owner_id = caller or coalesce((
			select bool_or(handout_shown(h, caller, role))
			from handouts h
			where h.images @> array[u.id] and h.campaign_id = u.campaign_id), true) $$;

-- A character's history goes in with it.
grant insert, update (kind, by_user, at, changes, dice) on character_changes to tabard_api;

-- For the export of everything about a person.
create index handouts_author on handouts (author_id);

-- A first answer comes again with its Location.
alter table idempotency_keys add column location text;
grant update (location) on idempotency_keys to tabard_api;

-- Who has left, by nothing but a hash of the provider's name for them: a token of theirs that is good for longer
-- makes nobody anew. Whoever signs in again later does.
create table departures (
	subject_hash bytea primary key check (length(subject_hash) = 32),
	session text,
	at timestamptz not null default now()
);
grant select, insert, update on departures to tabard_api;

-- News of a person may come in another order than things happened: as of when the profile is, by the provider's clock.
alter table users add column profile_at bigint;
grant update (profile_at) on users to tabard_api;
