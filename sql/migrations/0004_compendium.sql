-- The compendium becomes searchable, and a campaign's own entries take the place of built-in ones.

create extension if not exists unaccent;

-- What is compared: lower case, no accents and apostrophes, one blank between words; 1/4 stays one word.
create function compendium_folded(said text) returns text
	language sql immutable strict parallel safe
	return btrim(regexp_replace(regexp_replace(regexp_replace(
		lower(public.unaccent('public.unaccent'::regdictionary, said)),
		'[''`]', '', 'g'), '(\d) */ *(\d)', '\1of\2', 'g'), '[^[:alnum:]]+', ' ', 'g'));

-- The words of a text as they stand and their stems, as a tsvector of one weight (A to D).
create function compendium_words(said text, weight text) returns tsvector
	language sql immutable strict parallel safe
	return coalesce((
		select string_agg(distinct format('''%s'':1%s', word, weight), ' ')::tsvector
		from regexp_split_to_table(compendium_folded(said), ' ') as token,
			lateral (values (left(token, 60)), ((ts_lexize('pg_catalog.english_stem', left(token, 60)))[1])) as w (word)
		where word <> ''), '');

-- What a person has typed: each word of it as the beginning of a word or by its stem, numbers exactly; the
-- beginnings of one or two letters are looked for in names only; or all of it as one word of a name (longsword for
-- long sword). A weight (A: the name) narrows it. Null when there is no word.
create function compendium_asked(said text, weight text) returns tsquery
	language sql immutable strict parallel safe
	return (
		select string_agg(case when token ~ '^\d' then format('''%s'':%s', token, weight)
			when length(token) < 3 then format('(''%1$s'':%2$s | ''%1$s'':*A)', token, weight)
			else format('(''%1$s'':*%2$s | ''%3$s'':*%2$s | ''%4$s'':*%2$s)', token, weight,
				coalesce((ts_lexize('pg_catalog.english_stem', token))[1], token),
				regexp_replace(token, '(..)ves$', '\1f')) end, ' & ')::tsquery
			|| case when compendium_folded(said) <> '' then
				format('''%s'':*A', left(replace(compendium_folded(said), ' ', ''), 60))::tsquery end
		from regexp_split_to_table(compendium_folded(said), ' ') as token
		where token <> '');

create function compendium_letters(word text) returns text
	language sql immutable strict parallel safe
	return (select string_agg(letter, '' order by letter) from regexp_split_to_table(word, '') as letter);

-- How alike two folded texts are, 0 to 1: each asked word beside the word of the name that is most like it in
-- letters and length, or both without their blanks. The same letters in another order are much alike.
create function compendium_likeness(asked text, name text) returns double precision
	language sql immutable strict parallel safe
	return greatest((
		select avg(best)
		from regexp_split_to_table(asked, ' ') as a,
			lateral (select max(greatest(
					similarity(a, n) * least(length(a), length(n)) / greatest(length(a), length(n), 1),
					case when length(a) = length(n) and compendium_letters(a) = compendium_letters(n) then 0.8 end))
				from regexp_split_to_table(name, ' ') as n) as b (best)),
		similarity(replace(asked, ' ', ''), replace(name, ' ', '')) *
			least(length(asked), length(name)) / greatest(length(asked), length(name), 1));

-- `hidden` takes a built-in entry out of a campaign; a campaign's entry of the same slug replaces it. `folded`,
-- `number`, `tags` and `words` are filled in by whoever writes an entry (common/compendium/put.sql): what it is
-- found, sorted and counted by. A tag is "name=value"; in `words` it has another = before it, so that no word
-- that a person types is one.
alter table compendium_entries
	add licence text not null default '',
	add hidden boolean not null default false,
	add folded text not null default '',
	add number double precision,
	add tags text[] not null default '{}',
	add words tsvector not null default '',
	add changed_at timestamptz not null default now(),
	add check (not hidden or campaign_id is not null);
drop index compendium_entries_order, compendium_entries_name;
create index compendium_entries_order on compendium_entries (type, ruleset, slug) where campaign_id is null;
create index compendium_entries_campaign on compendium_entries (campaign_id, type, ruleset, slug)
	where campaign_id is not null;
create index compendium_entries_number on compendium_entries (type, ruleset, number, slug)
	where campaign_id is null;
-- Without a list of what is still to be sorted in: each search would read all of that.
create index compendium_entries_words on compendium_entries using gin (words, folded gin_trgm_ops)
	with (fastupdate = off);

-- The entries among the wanted ones whose name has something like the folded text in it, the nearest few.
select word_similarity('loads', 'the library that knows the setting below');
create function compendium_similar(folded_text text, wanted tsquery) returns setof compendium_entries
	language sql stable strict parallel safe
	set pg_trgm.word_similarity_threshold = 0.27
	as $$
		select e.*
		from compendium_entries e
		where e.words @@ wanted and folded_text <% e.folded
		order by word_similarity(folded_text, e.folded) desc, e.slug, e.type
		limit 80
	$$;

-- Without the tags, what is loaded cannot be found: it is loaded again.
delete from compendium_version;

-- The program that answers requests writes only what belongs to a campaign.
grant insert, update, delete on compendium_entries to tabard_api;
alter table compendium_entries enable row level security;
create policy everybody_reads on compendium_entries for select using (true);
create policy campaigns_insert on compendium_entries for insert with check (campaign_id is not null);
create policy campaigns_update on compendium_entries for update using (campaign_id is not null);
create policy campaigns_delete on compendium_entries for delete using (campaign_id is not null);
