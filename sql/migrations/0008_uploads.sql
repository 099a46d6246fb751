-- Pictures, hand-outs, and who knows whom.

-- What somebody called it; never part of a path. A picture that came packed better than we pack grows.
alter table uploads
	add name text not null default '' check (length(name) <= 120 and name !~ '[/\\[:cntrl:]]'),
	drop constraint uploads_bytes_check,
	add constraint uploads_bytes_check check (bytes between 1 and 20971520);

grant select, insert, delete on uploads to tabard_api;

-- What the DM hands out and what anyone notes down. `readers` names who may see one that is neither for the
-- DMs nor for everybody; `images` are uploads, and those deleted since are left out when read.
create table handouts (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	author_id uuid not null references users,
	title text not null check (length(title) between 1 and 200),
	text text not null check (length(text) <= 50000),
	visibility text not null check (visibility in ('dm', 'party', 'named')),
	readers uuid[] not null,
	images uuid[] not null check (cardinality(images) <= 20),
	version integer not null default 1 check (version >= 1),
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	constraint handouts_readers_of_named check ((visibility = 'named') = (readers <> '{}'))
);
create index handouts_campaign on handouts (campaign_id, id);
create index handouts_images on handouts using gin (images);

-- Whether a member may see it: DMs everything, authors their own.
create function handout_shown(h handouts, caller uuid, role campaign_role) returns boolean
	language sql immutable as $$
		select role = 'dm' or h.author_id = caller or h.visibility = 'party' or caller = any (h.readers) $$;

create function handout_images(h handouts) returns jsonb
	language sql stable as $$
		select coalesce(jsonb_agg(i.id order by i.place), '[]')
		from unnest(h.images) with ordinality as i (id, place)
		where exists (select from uploads u where u.id = i.id) $$;

-- A picture that stands in hand-outs is shown to those who may see one of them; any other to every member
-- who knows its id.
create function upload_shown(u uploads, caller uuid, role campaign_role) returns boolean
	language sql stable as $$
		select role = 'dm' or u.owner_id = caller or coalesce((
			select bool_or(handout_shown(h, caller, role)) from handouts h where h.images @> array[u.id]), true) $$;

grant select, insert, update, delete on handouts to tabard_api;

-- Who knows whom: people, places and factions, and the ties between them. A tie is seen only by those who see
-- both of its ends.
create table relation_nodes (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	kind text not null check (kind in ('person', 'place', 'faction')),
	name text not null check (length(name) between 1 and 120),
	text text not null check (length(text) <= 10000),
	visibility text not null check (visibility in ('dm', 'party')),
	created_at timestamptz not null default now(),
	unique (campaign_id, id)
);

create table relation_ties (
	id uuid primary key,
	campaign_id uuid not null references campaigns on delete cascade,
	from_id uuid not null,
	to_id uuid not null,
	label text not null check (length(label) between 1 and 120),
	visibility text not null check (visibility in ('dm', 'party')),
	created_at timestamptz not null default now(),
	constraint relation_ties_from foreign key (campaign_id, from_id)
		references relation_nodes (campaign_id, id) on delete cascade,
	constraint relation_ties_to foreign key (campaign_id, to_id)
		references relation_nodes (campaign_id, id) on delete cascade,
	constraint relation_ties_two_ends check (from_id <> to_id)
);
create index relation_ties_campaign on relation_ties (campaign_id, id);
create index relation_ties_from_id on relation_ties (from_id, campaign_id);
create index relation_ties_to_id on relation_ties (to_id, campaign_id);

-- The ties of a campaign that a member of that role sees.
create function relation_ties_seen(campaign uuid, role campaign_role) returns setof relation_ties
	language sql stable as $$
		select t.*
		from relation_ties t
		join relation_nodes a on a.id = t.from_id
		join relation_nodes b on b.id = t.to_id
		where t.campaign_id = campaign
			and (role = 'dm' or t.visibility = 'party' and a.visibility = 'party' and b.visibility = 'party') $$;

grant select, insert, update, delete on relation_nodes, relation_ties to tabard_api;
