-- Characters by a ruleset of their own while no campaign has one for them, their history, their end.

-- PostgreSQL (15.20) alters no table whose rows a function takes: the two stand aside meanwhile.
drop function character_role(characters, uuid);
drop function character_fights(characters);

alter table characters add column ruleset ruleset not null default '2014';

-- What the caller is to a character: its owner, a member of its campaign by role, or nobody (null).
create function character_role(c characters, caller uuid) returns text
	language sql stable
	return case
		when c.owner_id = caller then 'owner'
		else (select m.role::text from campaign_members m
			join campaigns k on k.id = m.campaign_id and k.deleted_at is null
			where m.campaign_id = c.campaign_id and m.user_id = caller)
	end;

-- Whether a character is in a running encounter of its campaign, where its hit points change by moves.
create function character_fights(c characters) returns boolean
	language sql stable
	return exists (
		select from combatants b
		join encounters e on e.id = b.encounter_id and e.status in ('active', 'paused')
		join campaigns k on k.id = e.campaign_id and k.deleted_at is null
		where b.character_id = c.id and e.campaign_id = c.campaign_id);

-- A fight that is over keeps whom it was about, also when that character is gone: the id stays, and leads
-- nowhere.
alter table combatants drop constraint if exists combatants_character_id_fkey;

-- Who changed what of a character and when: `changes` has the name, the campaign and the sheet's fields that
-- are other than before, each as {"from", "to"}. Nobody's are the changes that came with a move of a fight or
-- with a member who left.
create table character_changes (
	character_id uuid not null references characters on delete cascade,
	version integer not null check (version >= 1),
	kind text not null check (kind ~ '^[a-z_]{1,40}$'),
	by_user uuid references users on delete set null,
	at timestamptz not null default now(),
	changes jsonb not null check (jsonb_typeof(changes) = 'object'),
	dice integer[] not null default '{}',
	primary key (character_id, version)
);
create index character_changes_by on character_changes (by_user);

create function character_fields(c characters) returns jsonb
	language sql stable
	return c.sheet || jsonb_build_object('name', c.name, 'campaign_id', c.campaign_id, 'ruleset', c.ruleset);

-- Every change is kept, whoever makes it; who and how stand in settings of the transaction. The last 500 of a
-- character are enough.
create function character_changed() returns trigger
	language plpgsql security definer set search_path = public, pg_temp as $$
declare
	how text := nullif(current_setting('tabard.kind', true), '');
	dice text := nullif(current_setting('tabard.dice', true), '');
begin
	insert into character_changes (character_id, version, kind, by_user, changes, dice)
	select new.id, new.version, coalesce(how, case tg_op when 'INSERT' then 'created' else 'played' end),
		coalesce(nullif(current_setting('tabard.by', true), '')::uuid, case tg_op when 'INSERT' then new.owner_id end),
		coalesce(jsonb_object_agg(key, jsonb_strip_nulls(jsonb_build_object('from', was.value, 'to', now_is.value))), '{}'),
		coalesce(dice::integer[], '{}')
	from jsonb_each(case tg_op when 'UPDATE' then character_fields(old) else '{}' end) was
	full join jsonb_each(case tg_op when 'UPDATE' then character_fields(new) else '{}' end) now_is using (key)
	where was.value is distinct from now_is.value
	on conflict (character_id, version) do update set changes = character_changes.changes || excluded.changes;
	delete from character_changes where character_id = new.id and version <= new.version - 500;
	return null;
end $$;
create trigger character_changed after insert or update on characters
	for each row execute function character_changed();

grant select on character_changes to tabard_api;
grant delete on characters to tabard_api;
grant update (ruleset) on characters to tabard_api;
