#!/bin/sh
# The checks of how this code base is built. Each prints a line for whatever breaks it, and nothing when
# all is well:  check.sh NAME [TREE]
set -eu

HERE=$(cd "$(dirname "$0")" && pwd)
TREE=${2:-$HERE/../..}
cd "$TREE"
BUILT=${BUILT:-build/release}

includes() {
	find common cgi -name '*.[ch]' -exec grep -HnE '^[[:space:]]*#[[:space:]]*include' {} + |
		awk -f "$HERE/includes.awk"
}

# What the rules reach is pure: see purity.awk.
purity() {
	[ -d "$BUILT/obj/common/rules" ] || echo "$BUILT/obj/common/rules: not built"
	for object in "$BUILT"/obj/common/rules/*.o "$BUILT"/obj/common/base/*.o; do
		echo "@ $object"
		nm --defined-only "$object" | awk '{ print "D", $2, $3 }'
		readelf -rSW "$object"
	done 2>&1 | awk -f "$HERE/purity.awk" | sort -u
}

# The broadcaster has no keys, no tokens and no HTTP client; the clock has no HTTP. Pictures are decoded by
# tabard-image only, which knows nothing else.
linkage() {
	for program in events:jwt:curl:crypto:fcgi clock:jwt:curl:crypto:fcgi:event \
		api:png:jpeg:webp image:jwt:curl:crypto:fcgi:event:pq; do
		name=tabard-${program%%:*}
		unwanted=$(echo "${program#*:}" | tr : '|')
		readelf -d "$BUILT/bin/$name" | grep -E "NEEDED.*lib($unwanted)" | sed "s|^.*Shared|$name: links|"
	done
}

long_files() {
	find common cgi tests -name '*.[ch]' ! -path '*/node_modules/*' -exec wc -l {} + |
		awk -v list="$HERE/long-files.txt" -v tree="$PWD" '
			BEGIN {
				while ((getline line <list) > 0)
					if (line !~ /^#/ && split(line, words, " ") >= 2)
						reason[words[1]] = 1
			}
			$2 == "total" { next }
			{ long = $1 > ($2 ~ /\.h$/ ? 120 : 500) }
			long && !($2 in reason) { print $2 ":" $1 ": too long without a reason in long-files.txt" }
			!long && $2 in reason { print "tests/house/long-files.txt:1: " $2 " is not long any more" }'
}

settings() {
	"${TABARDCTL:-$BUILT/bin/tabardctl}" settings >"$work/told"
	awk '/^<!-- .*settings.* -->$/ { inside = !inside } inside && /^\|/' README.md >"$work/written"
	grep '^|' "$work/told" | diff "$work/written" - >"$work/diff" ||
		sed -n 's/^[<>]/README.md:1: settings table:&/p' "$work/diff"
}

top_level() {
	git ls-files --cached --others --exclude-standard 2>/dev/null | cut -d / -f 1 | sort -u |
		grep -vxE 'Makefile|cgi|common|sql|nginx|tests|systemd|README\.md|LICENSE|NOTICE|docs|web|debian|\.ci|\.gitignore|\.clang-format|\.clang-tidy' |
		sed 's/$/:1: is not wanted at the top level/'
}

# Lockfiles name no registry.
lockfiles() {
	find . -name package-lock.json ! -path '*/node_modules/*' -exec grep -Hn '"resolved": *"http' {} +
}

# Every path that the README speaks of is there.
readme() {
	grep -noE '(^|[^A-Za-z0-9_./-])(cgi|common|sql|nginx|systemd|tests|docs|web|debian|\.ci)/[A-Za-z0-9_./-]*' README.md |
		sed -E 's/^([0-9]+):[^A-Za-z0-9_.]?/\1 /; s/[.,]*$//' |
		while read -r line path; do
			[ -e "$path" ] || echo "README.md:$line: there is no $path"
		done
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${1:?usage: check.sh CHECK}" || :
