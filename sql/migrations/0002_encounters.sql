-- Encounters in full: turns have deadlines, a pause its reason, the server makes moves of its own, and the
-- log keeps what players were told, so that it can be read, folded and looked back into.

alter table encounters
	add turn_deadline timestamptz,
	add seen_deadline timestamptz,
	add paused_for text check (paused_for in ('dm', 'dm_away', 'idle'));
update encounters set paused_for = 'dm' where status = 'paused';
alter table encounters add check ((status = 'paused') = (paused_for is not null));
alter table encounters add check (turn_deadline is null or status = 'active');
create index encounters_deadline on encounters (turn_deadline) where turn_deadline is not null;

-- by_user is null for what the server did by itself. party_version and party are what players got of it,
-- party being null when that was nothing; settings are the campaign's of that moment. A move that takes
-- others back, or brings them back, reaches back to the version of the first of them.
alter table moves
	alter by_user drop not null,
	add party_version integer not null default 0 check (party_version >= 0),
	add party json,
	add settings json not null default '{}',
	add reaches integer check (reaches between 1 and version);

-- A sheet after a move. `set` are members to replace, or to merge where they are objects (null removes); `items` by name what
-- is left and worn of the first item of that name; `xp` is added, `gain` appended to the equipment, and of
-- `lose` each item taken out again as far as it is still there as it came.
create function sheet_after(sheet jsonb, change jsonb) returns jsonb
	language sql immutable
	return sheet
		|| coalesce((
			select jsonb_object_agg(s.key, m.merged) filter (where m.merged <> '{}' or sheet ? s.key)
			from jsonb_each(change -> 'set') s
			cross join lateral (select case jsonb_typeof(s.value)
				when 'object' then jsonb_strip_nulls(coalesce(sheet -> s.key, '{}') || s.value)
				else s.value end as merged) m), '{}')
		|| case when change ? 'xp'
			then jsonb_build_object('xp', greatest(0, coalesce((sheet ->> 'xp')::integer, 0) + (change ->> 'xp')::integer))
			else '{}' end
		|| case when change ?| '{items,gain,lose}' then jsonb_build_object('equipment', (
			select coalesce(jsonb_agg(case when e.nth = 1 then e.item || coalesce(change #> array['items', e.item ->> 'item'], '{}')
				else e.item end order by e.place) filter (where e.copy > coalesce(l.copies, 0)), '[]')
				|| coalesce(change -> 'gain', '[]')
			from (
				select i.item, i.place,
					row_number() over (partition by i.item ->> 'item' order by i.place) as nth,
					row_number() over (partition by i.item order by i.place desc) as copy
				from jsonb_array_elements(coalesce(sheet -> 'equipment', '[]')) with ordinality as i (item, place)) e
			left join (
				select item, count(*) as copies
				from jsonb_array_elements(coalesce(change -> 'lose', '[]')) as lost (item)
				group by item) l on l.item = e.item))
			else '{}' end;

grant update (turn_deadline, seen_deadline, paused_for, name, notes) on encounters to tabard_api;
grant delete on encounters to tabard_api;
