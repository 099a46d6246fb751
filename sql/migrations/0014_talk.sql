-- Table talk and dice at the table, with events for named people.

-- Who is named in `readers` gets `named` of an event, and not what their audience gets.
alter table events
	add column named text,
	add column named_type text check (named_type ~ '^[a-z_]+\.[a-z_]+$'),
	add column readers uuid[] check (readers <> '{}'),
	add column message_id uuid,
	drop constraint events_check,
	add constraint events_for_somebody check (num_nonnulls(dm, party, named) > 0),
	add constraint events_named_readers check ((named is null) = (readers is null));
create index events_message on events (message_id) where message_id is not null;

-- A message is spoken by its author, or by a character of the campaign, or under a name that a DM made up; `speaker` is
-- that one's name as it was then. `rolls` are the dice in it as they fell, as answers carry them; `command` is a message
-- that is a roll and nothing else.
alter table messages
	add column speaker text check (length(speaker) between 1 and 80),
	add column command text check (command = 'roll'),
	add column rolls json check (json_typeof(rolls) = 'array'),
	add column edited_at timestamptz,
	add constraint messages_recipients check (cardinality(recipients) <= 50);

-- Who may read it: its author, and whom it is to.
create function message_shown(audience text, author uuid, recipients uuid[], caller uuid, role campaign_role) returns boolean
	language sql immutable as $$
		select author = caller or audience = 'party' or audience = 'dm' and role = 'dm' or caller = any (recipients) $$;

-- What it is found by: its words, and its campaign as one more.
create function message_words(campaign uuid, text text) returns tsvector
	language sql immutable as $$
		select to_tsvector('simple', text) || array_to_tsvector(array['=' || campaign]) $$;
create index messages_words on messages using gin (message_words(campaign_id, text));

-- What was said is taken out of the log, too, when it is taken back: what is left says that it was deleted.
create function message_forgotten(data text, message uuid) returns text
	language sql immutable as $$
		select (data::jsonb || jsonb_build_object('type', 'message.deleted', 'message', jsonb_build_object('id', message)))::text $$;
create function message_forget(message uuid) returns void
	language sql security definer set search_path = public, pg_temp as $$
		update events
		set type = 'message.deleted', party_type = null, named_type = null, dm = message_forgotten(dm, message),
			party = message_forgotten(party, message), named = message_forgotten(named, message)
		where message_id = message and not exists (select from messages m where m.id = message) $$;
revoke execute on function message_forget from public;
grant execute on function message_forget to tabard_api;

-- How far somebody has read; gone when they leave.
create table message_reads (
	campaign_id uuid not null,
	user_id uuid not null,
	message_id uuid not null,
	primary key (campaign_id, user_id),
	foreign key (campaign_id, user_id) references campaign_members on delete cascade
);

create index message_reads_user on message_reads (user_id);

-- How many messages of others somebody has not read, counted no further than 100.
create function messages_unread(campaign uuid, reader uuid, role campaign_role, joined timestamptz) returns bigint
	language sql stable as $$
		select count(*)
		from (
			select from messages m
			where m.campaign_id = campaign and m.author_id <> reader
				and message_shown(m.audience, m.author_id, m.recipients, reader, role)
				and m.id > coalesce((
					select r.message_id from message_reads r
					where r.campaign_id = campaign and r.user_id = reader), '00000000-0000-0000-0000-000000000000')
				and m.at >= joined
			order by m.id desc
			limit 100
		) unread $$;

-- What a campaign's dice are drawn from; see docs/dice.md. Never shown: what is shown follows from it.
create table dice_secrets (
	campaign_id uuid primary key references campaigns on delete cascade,
	secret bytea not null check (length(secret) = 32),
	session integer not null default 1 check (session >= 1),
	since timestamptz not null default now()
);

-- Two random ids hold 244 random bits.
create function dice_secret() returns bytea
	language sql volatile as $$
		select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) $$;
create function campaign_dice() returns trigger
	language plpgsql security definer set search_path = public, pg_temp as $$
begin
	insert into dice_secrets (campaign_id, secret) values (new.id, dice_secret());
	return null;
end $$;
create trigger campaign_dice after insert on campaigns for each row execute function campaign_dice();
insert into dice_secrets (campaign_id, secret) select id, dice_secret() from campaigns;

-- Dice at the table. `told`: those who may not see a roll learn that there was one. Of one in a message that message's
-- readers see it there. `session`, `stream` and `n` say which dice these were, and are missing in a copied campaign.
create table rolls (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	user_id uuid not null references users,
	at timestamptz not null default now(),
	visibility text not null check (visibility in ('party', 'dm', 'blind', 'self', 'named')),
	told boolean not null,
	label text check (length(label) between 1 and 200),
	message_id uuid references messages on delete set null,
	result json not null,
	session integer,
	stream text,
	n bigint check (n >= 1),
	dice integer not null check (dice >= 0),
	sum bigint not null,
	d20s integer not null check (d20s between 0 and dice),
	ones integer not null check (ones >= 0),
	twenties integer not null check (twenties >= 0),
	check (num_nonnulls(session, stream, n) in (0, 3)),
	check (ones + twenties <= d20s)
);
create index rolls_campaign on rolls (campaign_id, id);
create index rolls_by on rolls (user_id);
create index rolls_of_message on rolls (message_id) where message_id is not null;
create unique index rolls_number on rolls (campaign_id, session, stream, n) where session is not null;

-- What a member sees of it: 'whole', 'bare' (that it was rolled) or null. Who rolled blind sees that.
create function roll_shown(visibility text, told boolean, roller uuid, caller uuid, role campaign_role) returns text
	language sql immutable as $$
		select case
			when visibility = 'party' or visibility in ('dm', 'blind') and role = 'dm'
				or visibility in ('dm', 'self', 'named') and roller = caller then 'whole'
			when told or roller = caller then 'bare'
		end $$;

grant update (text, rolls, edited_at), delete on messages to tabard_api;
grant select, insert, update (message_id) on message_reads to tabard_api;
grant select, update (session, since) on dice_secrets to tabard_api;
grant select, insert on rolls to tabard_api;
