-- People who change, leave or are shut out; campaigns that change hands, are deleted and come back.

-- Who has left stays as a row without anything personal in it, so that what they did at other people's
-- tables still has somebody who did it. own_profile: the person has edited the profile here, and the identity
-- provider's news of it are not taken any more.
alter table users alter column sub drop not null;
alter table users add column own_profile boolean not null default false;
alter table users add column deleted_at timestamptz;
alter table users add constraint users_deleted_are_nobody check ((sub is null) = (deleted_at is not null));
alter table users add constraint users_deleted_are_shut_out check (deleted_at is null or disabled_at is not null);
create index users_name on users using gin (lower(display_name) gin_trgm_ops);
create index users_disabled on users (disabled_at) where disabled_at is not null;

create index campaigns_deleted on campaigns (deleted_at) where deleted_at is not null;

-- `ends` names the person whose streams of this campaign end with this event: they are not what they were,
-- and whoever still is something comes back as that.
alter table events add column ends uuid;
create index events_ends on events (ends, campaign_id, seq) where ends is not null;
create index events_members on events (campaign_id, seq) where type like 'member.%';

-- What a person has done, for the export of everything about them.
create index moves_by on moves (by_user);
create index messages_author on messages (author_id);
create index invites_by on invites (created_by);
create index uploads_owner on uploads (owner_id);

-- The webhooks that were taken, by the sender's id of them, so that none is taken twice.
create table webhook_deliveries (
	id text primary key check (length(id) between 1 and 200),
	at timestamptz not null default now()
);
create index webhook_deliveries_age on webhook_deliveries (at);

-- What the broadcaster has to say of itself.
alter table service_beats add column streams integer not null default 0;
alter table service_beats add column behind bigint not null default 0;

-- The name of one who left, taken out of the log as well. The log is nobody's to change but here.
create function forget_name(person uuid) returns void
	language sql security definer set search_path = public
	as $$
	update events e
	set dm = regexp_replace(e.dm, known.name, known.nobody, 'g'),
		party = regexp_replace(e.party, known.name, known.nobody, 'g')
	from (select format('"%s":\{"display_name":"(?:[^"\\]|\\.)*"', person) as name,
		format('"%s":{"display_name":"someone who left"', person) as nobody) known
	where e.campaign_id in (
			select m.campaign_id from campaign_members m where m.user_id = person
			union
			select l.campaign_id from events l where l.ends = person)
		and e.type like 'member.%' and e.dm ~ known.name
	$$;
revoke execute on function forget_name(uuid) from public;

grant execute on function forget_name(uuid) to tabard_api;
grant update (sub, display_name, avatar_url, preferences, is_admin, own_profile, disabled_at, deleted_at) on users
	to tabard_api;
grant update (name, description, settings, owner_id, deleted_at) on campaigns to tabard_api;
grant update (role), delete on campaign_members to tabard_api;
grant update (revoked_at) on invites to tabard_api;
grant select on messages, uploads to tabard_api;
grant delete on characters, idempotency_keys to tabard_api;
grant select, insert, delete on webhook_deliveries to tabard_api;

grant select (disabled_at) on users to tabard_events;

grant select (id, deleted_at), delete on campaigns to tabard_clock;
