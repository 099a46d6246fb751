#!/bin/sh
# Every embedded statement against the schema of the running table, in TAP: it prepares, and the role of
# the program that it belongs to has the rights that it needs (EXPLAIN checks them and changes nothing).
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

# The script that psql is given for one file.
script() {
	text=$(grep -vE '^[[:space:]]*--' "$1" | sed '$ s/;[[:space:]]*$//')
	most=$(printf '%s' "$text" | grep -oE '\$[0-9]+' | tr -d '$' | sort -n | tail -n 1)
	nulls=$(yes null | head -n "${most:-0}" | paste -sd ,)
	printf 'prepare q as\n%s;\nexplain execute q%s;\n' "$text" "${nulls:+($nulls)}"
}

number=0
for file in $(find common cgi -name '*.sql' | sort); do
	can_be_prepared "$file" || continue
	number=$((number + 1))
	if said=$(script "$file" | cgi/ctl/stack.sh psql "$(role_of "$file")" -q -v ON_ERROR_STOP=1 2>&1); then
		echo "ok $number - $file"
	else
		echo "not ok $number - $file"
		printf '%s\n' "$said" | sed 's/^/# /'
	fi
done
echo "1..$number"
