-- Maps and what stands on them. Everything is in squares of the grid; grid_size is how many of the picture's pixels
-- one has.

-- Pictures, characters, combatants and encounters are named without foreign keys: what names them must not change
-- by itself, since every change of the table is an event. A picture that is gone is simply not there to fetch.
--
-- fog: [{"x","y","w","h","visible"}], later ones over earlier ones. walls: [[{"x","y"}, …]], doors: [{"id","position",
-- "bounds","rotation","closed","freestanding"}], lights: [{"position","range","intensity","color","shadows"}]. version is
-- raised by every change of the map itself and of these.
alter table maps
	drop constraint maps_upload_id_fkey,
	add version integer not null default 1 check (version >= 1),
	add fog json not null default '[]',
	add walls json not null default '[]',
	add doors json not null default '[]',
	add lights json not null default '[]';

-- combatant_id is of encounter_id. While that encounter runs, the combatant says where the token stands and whether
-- it is hidden; before and afterwards x, y and hidden do. party: it is of a character whose player is no DM, and shows
-- even in fog; decided when character_id was set.
alter table tokens
	drop constraint tokens_upload_id_fkey,
	drop constraint tokens_character_id_fkey,
	drop constraint tokens_combatant_id_fkey,
	add encounter_id uuid,
	add hidden boolean not null default false,
	add party boolean not null default false,
	add check ((encounter_id is null) = (combatant_id is null)),
	add check (not party or character_id is not null);
create index tokens_encounter on tokens (encounter_id) where encounter_id is not null;

-- The combatants of an encounter that had a token at any time: since then that alone says where they stand.
alter table encounters add tokened uuid[] not null default '{}';
grant update (tokened) on encounters to tabard_api;

-- The campaign of a map or a token; any other id is taken for that of a campaign.
create function table_campaign(thing uuid) returns uuid
	language sql stable as $$
		select coalesce(
			(select m.campaign_id from maps m where m.id = thing),
			(select m.campaign_id from tokens t join maps m on m.id = t.map_id where t.id = thing),
			thing) $$;

grant select, insert, update, delete on maps, tokens to tabard_api;
grant select on maps, tokens to tabard_events, tabard_clock;
grant update (x, y, hidden) on tokens to tabard_clock;
