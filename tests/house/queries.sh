#!/bin/sh
# Every embedded statement against the schema of the running table, in TAP: it prepares, and the role of
# the program that it belongs to has the rights that it needs (EXPLAIN checks them and changes nothing). Then
# once more with 100,000 campaigns in the tables (scale.sql), where none of them may be read from end to end.
set -eu
cd "$(dirname "$0")/../.."

role_of() {
	case $1 in
	cgi/events/*) echo tabard_events ;;
	cgi/clock/*) echo tabard_clock ;;
	cgi/ctl/*) echo tabard_owner ;;
	*) echo tabard_api ;;
	esac
}

# A statement that can be prepared by PREPARE: not begin, commit and their like.
can_be_prepared() {
	grep -vE '^[[:space:]]*(--|$)' "$1" | head -n 1 |
		grep -qiE '^[[:space:]]*(with|select|insert|update|delete|merge|values)\b'
}

# The script that psql is given for one file, whose statement is prepared under a name.
script() {
	text=$(grep -vE '^[[:space:]]*--' "$1" | sed '$ s/;[[:space:]]*$//')
	most=$(printf '%s' "$text" | grep -oE '\$[0-9]+' | tr -d '$' | sort -n | tail -n 1)
	nulls=$(yes null | head -n "${most:-0}" | paste -sd ,)
	printf 'prepare %s as\n%s;\nexplain execute %s%s;\n' "$2" "$text" "$2" "${nulls:+($nulls)}"
}

# What may read a table from end to end: figures of the whole server, and what an operator starts. For a time that
# nobody knows the planner supposes that a third of all turns are over; that plan is not taken when it is known.
may_read_all() {
	case $1 in
	cgi/ctl/* | cgi/api/service/metrics.sql | cgi/clock/due.sql) ;;
	*) return 1 ;;
	esac
}

# All plans in one transaction; a plan for whatever the parameters are, since null is a parameter like no other.
plans() {
	echo 'begin;'
	cat tests/house/scale.sql
	echo 'set local plan_cache_mode = force_generic_plan; set local jit = off;'
	for file in $files; do
		may_read_all "$file" || { printf '\\echo @ %s\n' "$file" && script "$file" "q$(echo "$file" | tr -c 'a-z0-9\n' _)"; }
	done
	echo 'rollback;'
}

# The files in whose plans a table is read from end to end that has many rows, with the plan's line.
read_whole() {
	awk '$1 == "@" { file = $2 }
		/Seq Scan on (users|campaigns|campaign_members|invites|characters|encounters|combatants|moves|events|messages|message_reads|dice_secrets|rolls|uploads|handouts|maps|tokens|relation_nodes|relation_ties|idempotency_keys|webhook_deliveries)( |$)/ {
			print file ": " $0
		}
		/ERROR/ { print file ": " $0 }'
}

# Every statement of a role, each by itself: what follows its line with the @ is what was said of it.
explained() {
	for file in $files; do
		[ "$(role_of "$file")" != "$1" ] ||
			{ printf '\\echo @ %s\n' "$file" && script "$file" "q$(echo "$file" | tr -c 'a-z0-9\n' _)"; }
	done | cgi/ctl/stack.sh psql "$1" -q 2>&1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
files=$(find common cgi -name '*.sql' | sort | while read -r file; do ! can_be_prepared "$file" || echo "$file"; done)
for role in $(for file in $files; do role_of "$file"; done | sort -u); do
	explained "$role"
done | awk '$1 == "@" { file = $2; good[file] = 0; next }
	/QUERY PLAN/ { good[file] = 1 }
	/ERROR/ { why[file] = why[file] "# " $0 "\n" }
	END { for (file in good) printf "%s - %s\n%s", good[file] && !why[file] ? "ok" : "not ok", file, why[file] | "cat" }' >"$work/said"
number=0
for file in $files; do
	number=$((number + 1))
	grep -qxF "ok - $file" "$work/said" && echo "ok $number - $file" && continue
	echo "not ok $number - $file"
	sed -n "\|^not ok - $file\$|,/^[on]/p" "$work/said" | grep '^#' || :
done

number=$((number + 1))
if ! planned=$(plans | cgi/ctl/stack.sh psql postgres -q -v ON_ERROR_STOP=1 2>&1); then
	found=$(printf '%s\n' "$planned" | tail -n 3)
else
	found=$(printf '%s\n' "$planned" | read_whole)
fi
if [ -z "$found" ] && [ "$(printf '%s\n' "$planned" | grep -c '^@ ')" -gt 50 ]; then
	echo "ok $number - nothing is read from end to end with 100,000 campaigns"
else
	echo "not ok $number - nothing is read from end to end with 100,000 campaigns"
	printf '%s\n' "$found" | sed 's/^/# /'
fi

number=$((number + 1))
words=$(printf '%s\n' "$planned" | awk '$1 == "@" { file = $2 } file == "cgi/api/messages/search.sql" && /Bitmap Index Scan on messages_words/')
if [ -n "$words" ]; then
	echo "ok $number - table talk is searched by its index"
else
	echo "not ok $number - table talk is searched by its index"
fi
echo "1..$number"
