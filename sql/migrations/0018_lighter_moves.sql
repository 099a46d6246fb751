-- What a move writes costs less to hold to the law. A statement that writes a row reads all CHECKs of its table from the
-- catalogue, plans them and tries them, whatever it writes; a domain's is planned once a connection, and tried when its
-- column is written. So what is said of one column is said by its type, in the five tables that each move
-- writes; how several columns hang together stays a CHECK.

create domain title as text;
create domain campaign_description as text;
create domain encounter_notes as text;
create domain settings as jsonb;
create domain whole as integer;
create domain ordinal as integer;
create domain event_count as bigint;
create domain event_number as bigint;
create domain event_type as text;
create domain event_readers as uuid[];
create domain pause_reason as text;
create domain initiative_rounds as text;
create domain combatant_state as jsonb;

alter table campaigns
	drop constraint campaigns_name_check,
	drop constraint campaigns_description_check,
	drop constraint campaigns_settings_check,
	drop constraint campaigns_last_seq_check,
	alter name type title,
	alter description type campaign_description,
	alter settings type settings,
	alter last_seq type event_count;
alter table encounters
	drop constraint encounters_name_check,
	drop constraint encounters_notes_check,
	drop constraint encounters_round_check,
	drop constraint encounters_next_ordinal_check,
	drop constraint encounters_version_check,
	drop constraint encounters_seen_round_check,
	drop constraint encounters_paused_for_check,
	drop constraint encounters_each_round_check,
	drop constraint encounters_check,
	alter name type title,
	alter notes type encounter_notes,
	alter round type whole,
	alter next_ordinal type ordinal,
	alter version type ordinal,
	alter party_version type whole,
	alter seen_round type whole,
	alter paused_for type pause_reason,
	alter each_round type initiative_rounds,
	add constraint encounters_party_version check (party_version <= version);
alter table combatants
	drop constraint combatants_ordinal_check,
	drop constraint combatants_state_check,
	alter ordinal type ordinal,
	alter state type combatant_state;
alter table moves
	drop constraint moves_version_check,
	drop constraint moves_party_version_check,
	drop constraint moves_check,
	alter version type ordinal,
	alter party_version type whole,
	alter reaches type ordinal,
	add constraint moves_reaches_back check (reaches <= version);
alter table events
	drop constraint events_seq_check,
	drop constraint events_type_check,
	drop constraint events_party_type_check,
	drop constraint events_named_type_check,
	drop constraint events_readers_check,
	alter seq type event_number,
	alter type type event_type,
	alter party_type type event_type,
	alter named_type type event_type,
	alter readers type event_readers;

-- Said after the columns have their types, so that no table is written anew: all rows are looked at once.
alter domain title add check (length(value) between 1 and 120);
alter domain campaign_description add check (length(value) <= 10000);
alter domain encounter_notes add check (length(value) <= 20000);
alter domain settings add check (jsonb_typeof(value) = 'object');
alter domain whole add check (value >= 0);
alter domain ordinal add check (value >= 1);
alter domain event_count add check (value >= 0);
alter domain event_number add check (value >= 1);
alter domain event_type add check (value ~ '^[a-z_]+\.[a-z_]+$');
alter domain event_readers add check (value <> '{}');
alter domain pause_reason add check (value in ('dm', 'dm_away', 'idle'));
alter domain initiative_rounds add check (value in ('stays', 'groups', 'each', 'sides'));
-- Of common/rules' state of a combatant, what must hold whoever writes it.
alter domain combatant_state add check (
	value #>> '{hp,current}' is not null and value #>> '{hp,max}' is not null and
	(value #>> '{hp,current}')::integer between 0 and (value #>> '{hp,max}')::integer
	and coalesce((value #>> '{hp,temp}')::integer, 0) >= 0);

-- No statement could use it; the log of an encounter is read by (encounter_id, version).
drop index moves_in_effect;
