#!/bin/sh
# The compendium's lists among 200,000 entries, in TAP: each is found by an index, with what people ask for as the
# arguments. All of it in a transaction that is rolled back.
set -eu
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A campaign with 2,000 entries of its own, half of them in the place of built-in ones, and its DM of the same id.
campaign=00000000-0000-7000-8000-0000000000ca

# One name of two of these words and a number; each entry has a size, a type and a number as monsters have.
fill() {
	sed "s/@campaign@/$campaign/g" <<-'END'
		begin;
		-- Before a vacuum comes along.
		lock table compendium_entries in share row exclusive mode;
		-- Sorted in at once, not one by one.
		alter index compendium_entries_words set (fastupdate = on);
		set local gin_pending_list_limit = '512MB';
		set local maintenance_work_mem = '256MB';
		create temporary table word on commit drop as
			select row_number() over () as n, split_part(slug, '-', 1) || left(md5(slug), 3) as word
			from compendium_entries where campaign_id is null;
		insert into compendium_entries (ruleset, type, slug, name, source, licence, data, folded, number, tags, words)
		select '2014', 'monsters', 'filler-' || i, name, 'Filler', '', jsonb_build_object('name', name, 'xp', 50), compendium_folded(name),
			i % 30, array['size=' || size, 'type=beast'], compendium_words(name, 'A') ||
				array_to_tsvector(array['=entry=monsters', '=ruleset=2014', '=in=srd', '=type=beast', '=size=' || size])
		from (
			select i, a.word || ' ' || b.word || ' ' || i as name,
				(array['tiny', 'small', 'medium', 'large', 'huge'])[i % 5 + 1] as size
			from generate_series(1, 200000) i
			join word a on a.n = i % 2999 + 1
			join word b on b.n = i / 61 % 3001 + 1
		) f;
		insert into users (id, sub, display_name) values ('@campaign@', 'plans', 'Plans');
		insert into campaigns (id, name, owner_id) values ('@campaign@', 'Plans', '@campaign@');
		insert into campaign_members (campaign_id, user_id, role) values ('@campaign@', '@campaign@', 'dm');
		insert into compendium_entries (campaign_id, ruleset, type, slug, name, source, licence, data, folded, number, tags, words)
		select '@campaign@', ruleset, type, case when i % 2 = 0 then slug else 'own-' || i end, name, source, licence, data,
			folded, number, tags, ts_delete(words, '=in=srd') || array_to_tsvector(array['=in=@campaign@'])
		from compendium_entries, generate_series(1, 2000) i
		where slug = 'filler-' || i * 97;
		select 'sorted in' from gin_clean_pending_list('compendium_entries_words');
		set constraints all immediate;
		analyze compendium_entries;
		set local role tabard_api;
	END
}

# explain NAME FILE ARGUMENTS: as an unnamed statement's first runs and as its later, generic plan
explain() {
	text=$(grep -vE '^[[:space:]]*--' "$2" | sed '$ s/;[[:space:]]*$//')
	for mode in force_custom_plan force_generic_plan; do
		printf '\\echo @ %s, %s\nset local plan_cache_mode = %s;\nprepare q as\n%s;\n' "$1" "$mode" "$mode" "$text"
		printf 'explain (analyze, timing off, summary on) execute q(%s);\ndeallocate q;\n' "$3"
	done
}

us="'$campaign', '$campaign'"
monsters="'''=entry=monsters'''"
columns="'[{\"type\":\"monsters\",\"name\":\"size\",\"path\":\"$.size\"}]'"
# find NAME Q FILTERS FROM SORT CURSOR
find_as() {
	explain "$1" cgi/api/compendium/find.sql \
		"null, null, null, $3, $2, $4, null, $5, false, $6, 51, $columns, false, true"
}

{
	fill
	explain 'a list' cgi/api/compendium/list.sql "null, null, null, 'monsters', 'filler-5', 51, $columns"
	find_as 'a whole name' "'adult red dragon'" "$monsters" null null null
	find_as 'three letters' "'gob'" "$monsters" null null null
	find_as 'one letter' "'q'" "$monsters" null null null
	find_as 'a typo' "'gobiln'" "$monsters" null null null
	find_as 'a word and a filter' "'dragon'" "'''=entry=monsters'' & ''=size=huge'''" null null null
	find_as 'a filter that leaves few' null "'''=entry=monsters'' & ''=type=ooze'''" null null null
	explain 'counts by tags' cgi/api/compendium/facets.sql \
		"null, null, null, $monsters, 'dragon', null, null, '{size,type}'"
	explain 'a word in a campaign' cgi/api/compendium/find.sql \
		"$us, null, $monsters, 'dragon', null, null, null, false, null, 51, $columns, false, true"
	explain 'a typo in a campaign' cgi/api/compendium/find.sql \
		"$us, null, $monsters, 'gobiln', null, null, null, false, null, 51, $columns, false, true"
	explain 'what a campaign hides' cgi/api/compendium/find.sql \
		"$us, null, $monsters, null, null, null, null, false, null, 51, $columns, true, false"
	explain 'a list of a campaign' cgi/api/compendium/list.sql "$us, null, 'monsters', 'filler-5', 51, $columns"
	explain 'what there is' cgi/api/compendium/index.sql "$us"
	explain 'suggestions' cgi/api/compendium/suggest.sql "$us, null, $monsters, '{3,3,4}'"
	explain 'a monster for a fight' cgi/api/encounters/monster.sql "'$campaign', 'goblin'"
	find_as 'the next page' "'dragon'" "$monsters" null null "'[2, 12, \"\", \"gold-dragon\", \"monsters\"]'"
	explain 'an entry' cgi/api/compendium/entry.sql "'monsters', 'goblin', null, null, null"
	echo 'rollback;'
} >"$work/script"
cgi/ctl/stack.sh psql postgres -q -A -t -v ON_ERROR_STOP=1 <"$work/script" >"$work/plans" 2>&1 || {
	sed 's/^/# /' "$work/plans" | tail -n 20
	echo 'not ok 1 - the plans'
	echo 1..1
	exit 0
}
[ -z "${SHOW-}" ] || cat "$work/plans" >&2
awk '
	function judge() {
		if (name == "")
			return
		count++
		print (seq == "" ? "ok " : "not ok ") count " - " name " is found by an index"
		if (seq != "")
			print "# " seq
	}
	/^@ / { judge(); name = substr($0, 3); seq = "" }
	/Seq Scan on compendium_entries/ { seq = $0 }
	END { judge(); print "1.." count }' "$work/plans"
