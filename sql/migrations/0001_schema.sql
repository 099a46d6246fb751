-- The whole schema of the first release. Run by tabard_owner inside one transaction; what must always
-- hold is a constraint here and not a habit elsewhere. Ids are UUIDv7 made by the programs.

create extension if not exists pg_trgm;

create type campaign_role as enum ('observer', 'player', 'dm');
create type ruleset as enum ('2014', '2024');
create type encounter_status as enum ('draft', 'active', 'paused', 'completed');

-- People. `sub` is the identity provider's name for a person and never leaves the database.
create table users (
	id uuid primary key,
	sub text not null unique check (length(sub) between 1 and 255),
	display_name text not null check (length(display_name) between 1 and 80),
	avatar_url text check (length(avatar_url) <= 500),
	preferences jsonb not null default '{}' check (jsonb_typeof(preferences) = 'object'),
	is_admin boolean not null default false,
	disabled_at timestamptz,
	created_at timestamptz not null default now()
);

-- A campaign numbers its events: last_seq is only ever raised under this row's lock. The owner must be
-- a DM of the campaign, checked at commit because both rows appear in one statement.
create table campaigns (
	id uuid primary key,
	name text not null check (length(name) between 1 and 120),
	description text not null default '' check (length(description) <= 10000),
	ruleset ruleset not null default '2014',
	settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
	owner_id uuid not null references users,
	owner_role campaign_role not null generated always as ('dm'::campaign_role) stored,
	last_seq bigint not null default 0 check (last_seq >= 0),
	created_at timestamptz not null default now(),
	deleted_at timestamptz
);
create index campaigns_owner on campaigns (owner_id);

create table campaign_members (
	campaign_id uuid not null references campaigns on delete cascade,
	user_id uuid not null references users,
	role campaign_role not null,
	joined_at timestamptz not null default now(),
	primary key (campaign_id, user_id),
	unique (campaign_id, user_id, role)
);
create index campaign_members_user on campaign_members (user_id);
alter table campaigns add constraint campaigns_owner_is_dm
	foreign key (id, owner_id, owner_role) references campaign_members (campaign_id, user_id, role)
	deferrable initially deferred;

-- An invite's code is shown once; only its SHA-256 is kept.
create table invites (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	code_hash bytea not null unique check (length(code_hash) = 32),
	role campaign_role not null,
	expires_at timestamptz not null,
	max_uses integer check (max_uses between 1 and 1000),
	uses integer not null default 0 check (uses >= 0 and uses <= coalesce(max_uses, uses)),
	revoked_at timestamptz,
	created_by uuid not null references users,
	created_at timestamptz not null default now()
);
create index invites_campaign on invites (campaign_id);

-- A character is in one campaign at a time because it has one column for it, and only while its owner is
-- a member: removing the member sets the column to null.
create table characters (
	id uuid primary key,
	owner_id uuid not null references users,
	campaign_id uuid,
	name text not null check (length(name) between 1 and 80),
	sheet jsonb not null check (jsonb_typeof(sheet) = 'object'),
	version integer not null default 1 check (version >= 1),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	constraint characters_campaign_of_owner foreign key (campaign_id, owner_id)
		references campaign_members (campaign_id, user_id) on delete set null (campaign_id)
);
create index characters_owner on characters (owner_id);
create index characters_campaign on characters (campaign_id);

-- What the caller is to a character: its owner, a member of its campaign by role, or nobody (null).
create function character_role(c characters, caller uuid) returns text
	language sql stable
	return case
		when c.owner_id = caller then 'owner'
		else (select m.role::text from campaign_members m
			join campaigns k on k.id = m.campaign_id and k.deleted_at is null
			where m.campaign_id = c.campaign_id and m.user_id = caller)
	end;

-- Built-in entries have no campaign; homebrew has one and is seen only there.
create table compendium_entries (
	ruleset ruleset not null,
	type text not null check (type ~ '^[a-z-]{1,40}$'),
	slug text not null check (slug ~ '^[a-z0-9-]{1,120}$'),
	campaign_id uuid references campaigns on delete cascade,
	name text not null check (length(name) between 1 and 200),
	source text not null,
	data jsonb not null check (jsonb_typeof(data) = 'object'),
	unique nulls not distinct (campaign_id, ruleset, type, slug)
);
create index compendium_entries_order on compendium_entries (ruleset, type, slug)
	where campaign_id is null;
create index compendium_entries_name on compendium_entries using gin (lower(name) gin_trgm_ops);

-- Which version of the built-in entries is loaded: the SHA-256 of the files.
create table compendium_version (
	only_row boolean primary key default true check (only_row),
	version text not null,
	loaded_at timestamptz not null default now()
);

-- `version` counts every change, `party_version` only those that players can see. seen_turn_id and seen_round
-- are whose turn it is for players while a combatant acts whom they do not see.
create table encounters (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	name text not null check (length(name) between 1 and 120),
	notes text not null default '' check (length(notes) <= 20000),
	status encounter_status not null default 'draft',
	round integer not null default 0 check (round >= 0),
	turn_combatant_id uuid,
	next_ordinal integer not null default 1 check (next_ordinal >= 1),
	version integer not null default 1 check (version >= 1),
	party_version integer not null default 0 check (party_version between 0 and version),
	created_at timestamptz not null default now(),
	seen_turn_id uuid,
	seen_round integer not null default 0 check (seen_round >= 0),
	check ((status = 'draft') = (round = 0 and turn_combatant_id is null) or status = 'completed'),
	check (status in ('active', 'paused') or turn_combatant_id is null)
);
create index encounters_campaign on encounters (campaign_id, id);
create unique index encounters_one_active on encounters (campaign_id)
	where status in ('active', 'paused');

-- `state` is what common/rules keeps of a combatant (combatant_shape); relations are columns.
create table combatants (
	id uuid primary key,
	encounter_id uuid not null references encounters on delete cascade,
	ordinal integer not null check (ordinal >= 1),
	character_id uuid references characters,
	state jsonb not null check (
		state #>> '{hp,current}' is not null and state #>> '{hp,max}' is not null and
		(state #>> '{hp,current}')::integer between 0 and (state #>> '{hp,max}')::integer
		and coalesce((state #>> '{hp,temp}')::integer, 0) >= 0),
	unique (encounter_id, ordinal) deferrable initially deferred,
	unique (id, encounter_id)
);
create unique index combatants_character on combatants (encounter_id, character_id)
	where character_id is not null;
create index combatants_of_character on combatants (character_id);
alter table encounters add constraint encounters_turn_is_here
	foreign key (turn_combatant_id, id) references combatants (id, encounter_id)
	deferrable initially deferred;

-- Whether a character is in a running encounter of its campaign, where its hit points change by moves.
create function character_fights(c characters) returns boolean
	language sql stable
	return exists (
		select from combatants b
		join encounters e on e.id = b.encounter_id and e.status in ('active', 'paused')
		join campaigns k on k.id = e.campaign_id and k.deleted_at is null
		where b.character_id = c.id and e.campaign_id = c.campaign_id);

-- The log of an encounter: what was asked, the dice as they fell, what happened, and what to restore: `change`
-- has the state before, seen_turn_id and seen_round are those before.
create table moves (
	id uuid primary key,
	encounter_id uuid not null references encounters on delete cascade,
	version integer not null check (version >= 1),
	type text not null,
	by_user uuid not null references users,
	at timestamptz not null default now(),
	move json not null,
	dice integer[] not null default '{}',
	result json not null,
	change json not null,
	seen_turn_id uuid,
	seen_round integer not null,
	undone_by uuid references moves on delete set null deferrable initially deferred,
	unique (encounter_id, version)
);
create index moves_in_effect on moves (encounter_id, version desc) where undone_by is null;

-- The events log: the bytes for each audience exactly as a stream carries them. What players take for one
-- thing may be another for DMs: party_type is set where its type is not the same. `id` is opaque: it says
-- nothing of how many events another audience got.
create table events (
	campaign_id uuid not null references campaigns on delete cascade,
	seq bigint not null check (seq >= 1),
	id uuid not null unique,
	type text not null check (type ~ '^[a-z_]+\.[a-z_]+$'),
	party_type text check (party_type ~ '^[a-z_]+\.[a-z_]+$'),
	at timestamptz not null default now(),
	dm text,
	party text,
	primary key (campaign_id, seq),
	check (dm is not null or party is not null)
);

-- Table talk. `recipients` names the readers of a whisper; empty for the whole audience.
create table messages (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	author_id uuid not null references users,
	audience text not null check (audience in ('party', 'dm', 'named')),
	recipients uuid[] not null default '{}' check ((audience = 'named') = (recipients <> '{}')),
	character_id uuid references characters on delete set null,
	text text not null check (length(text) between 1 and 4000),
	at timestamptz not null default now()
);
create index messages_campaign on messages (campaign_id, id);

-- An uploaded image; the bytes are a file named by the id.
create table uploads (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	owner_id uuid not null references users,
	media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
	bytes integer not null check (bytes between 1 and 10485760),
	width integer not null check (width between 1 and 16384),
	height integer not null check (height between 1 and 16384),
	created_at timestamptz not null default now()
);
create index uploads_campaign on uploads (campaign_id, id);

create table maps (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	name text not null check (length(name) between 1 and 120),
	upload_id uuid references uploads on delete set null,
	grid_size integer not null default 70 check (grid_size between 8 and 1000),
	width integer not null check (width between 1 and 1000),
	height integer not null check (height between 1 and 1000),
	darkness real not null default 0 check (darkness between 0 and 1),
	active boolean not null default false,
	created_at timestamptz not null default now()
);
create index maps_campaign on maps (campaign_id, id);
create unique index maps_one_active on maps (campaign_id) where active;

create table tokens (
	id uuid primary key,
	map_id uuid not null references maps on delete cascade,
	name text not null check (length(name) between 1 and 80),
	upload_id uuid references uploads on delete set null,
	x integer not null,
	y integer not null,
	width integer not null default 1 check (width between 1 and 100),
	height integer not null default 1 check (height between 1 and 100),
	visible boolean not null default true,
	character_id uuid references characters on delete set null,
	combatant_id uuid references combatants on delete set null
);
create index tokens_map on tokens (map_id);

-- Answers kept for a day, so that a retry over bad Wi-Fi gets the first answer and nothing happens twice.
create table idempotency_keys (
	user_id uuid not null references users on delete cascade,
	key text not null check (length(key) between 1 and 200),
	request_hash bytea not null check (length(request_hash) = 32),
	status integer not null check (status between 200 and 299),
	answer text not null,
	created_at timestamptz not null default now(),
	primary key (user_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- Signs of life of the long-lived programs, for GET /health. Worth nothing after a crash.
create unlogged table service_beats (
	service text primary key check (service in ('events', 'clock')),
	at timestamptz not null default now()
);

-- Least privilege per program. Nobody but the owner may alter or truncate anything.
grant select, insert on users, campaigns, campaign_members, invites, characters, encounters, combatants, moves,
	events, idempotency_keys to tabard_api;
grant select on compendium_entries, compendium_version, service_beats to tabard_api;
grant update (last_seq) on campaigns to tabard_api;
grant update (uses) on invites to tabard_api;
grant update (name, sheet, campaign_id, version, updated_at) on characters to tabard_api;
grant update (status, round, turn_combatant_id, next_ordinal, version, party_version, seen_turn_id, seen_round)
	on encounters to tabard_api;
grant update (state), delete on combatants to tabard_api;
grant update (undone_by) on moves to tabard_api;
grant update (request_hash, status, answer, created_at) on idempotency_keys to tabard_api;

grant select (id, display_name) on users to tabard_events;
grant select on campaigns, campaign_members, encounters, combatants, events to tabard_events;
grant select, insert, update on service_beats to tabard_events;

grant select, delete on idempotency_keys to tabard_clock;
grant select, insert, update on service_beats to tabard_clock;
