#!/bin/sh
# The house suite, in TAP: every check of check.sh on this tree, the same checks on a tree with one thing
# wrong each (a check that cannot fail is worth nothing), and what `make install` puts in place.
set -eu
cd "$(dirname "$0")/../.."

number=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ok NAME FINDINGS: it holds when nothing was found
ok() {
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
	fi
}

holds() {
	ok "$1" "$(tests/house/check.sh "$1" 2>&1)"
}

# finds CHECK WORDS: what is planted in $work/tree is reported, in these words
finds() {
	found=$(BUILT=${BUILT:-none} tests/house/check.sh "$1" "$work/tree" 2>&1)
	case $found in
	*"$2"*) ok "$1 finds: $2" '' ;;
	*) ok "$1 finds: $2" "it said: ${found:-nothing}" ;;
	esac
}

# plant FILE: with the text from standard input, in a new tree
plant() {
	rm -rf "$work/tree"
	mkdir -p "$work/tree/common/base" "$work/tree/cgi" "$work/tree/tests" "$work/tree/$(dirname "$1")"
	cat >"$work/tree/$1"
}

finds_include() {
	echo "#include $2" | plant "$1"
	finds includes "$1:1: $3"
}

planted_includes() {
	finds_include common/rules/x.c '"common/json/json.h"' 'common/rules/ may not include'
	finds_include common/base/x.c '"common/rules/dice.h"' 'common/base/ may not include'
	finds_include common/table/x.c '"common/auth/auth.h"' 'common/table/ may not include'
	finds_include cgi/events/x.c '"common/auth/auth.h"' 'cgi/events/ may not include'
	finds_include cgi/clock/x.c '"cgi/events/frame.h"' 'cgi/clock/ may not include'
	finds_include cgi/api/characters/x.c '"cgi/api/encounters/turnover.h"' 'cgi/api/ may not include'
	finds_include common/db/x.h '"pool.h"' 'say the whole path'
	finds_include cgi/ctl/x.c '<libpq-fe.h>' '<libpq-fe.h> is included by common/db/ only'
	finds_include common/json/x.c '<openssl/evp.h>' '<openssl/evp.h> is included by common/auth/ only'
	finds_include cgi/api/x.c '<fcgiapp.h>' '<fcgiapp.h> is included by common/http/ only'
	finds_include cgi/api/x.c '<qrencode.h>' '<qrencode.h> is included by cgi/ctl/ only'
	finds_include common/base/x.c '<zlib.h>' '<zlib.h> is of a library that has no door'
}

# finds_impure WORDS: in the C from standard input, as a file of the rules
finds_impure() {
	plant common/rules/x.c
	echo 'void *base_room(void); void *base_room(void) { return __builtin_malloc(9); }' \
		>"$work/tree/common/base/y.c"
	for file in common/rules/x common/base/y; do
		mkdir -p "$work/tree/obj/${file%/*}"
		gcc -O1 -ffunction-sections -fdata-sections -c -o "$work/tree/obj/$file.o" "$work/tree/$file.c"
	done
	BUILT=$work/tree finds purity "$1"
}

planted_impurity() {
	finds_impure 'x > abort' <<-'END'
		#include <stdlib.h>
		void x(void); void x(void) { abort(); }
	END
	finds_impure 'x > base_room > malloc' <<-'END'
		void *base_room(void); void *x(void); void *x(void) { return base_room(); }
	END
	finds_impure 'a variable that can be written: .bss.count' <<-'END'
		static int count; int x(void); int x(void) { return count++; }
	END
}

# shellcheck disable=SC2016 # backquotes of Markdown
planted_others() {
	seq 501 | plant common/base/x.c
	finds long_files 'common/base/x.c:501: too long'
	seq 121 | plant common/base/x.h
	finds long_files 'common/base/x.h:121: too long'
	echo '"resolved": "https://example.org/x.tgz"' | plant tests/package-lock.json
	finds lockfiles 'tests/package-lock.json:1:'
	echo 'see `cgi/nowhere.c`, and docs/none.md.' | plant README.md
	finds readme 'README.md:1: there is no cgi/nowhere.c'
	finds readme 'README.md:1: there is no docs/none.md'
	printf '%s\n' '<!-- settings -->' '| `A` | 1 |' '<!-- settings end -->' | plant README.md
	printf '#!/bin/sh\necho "| \\`A\\` | 2 |"\n' >"$work/tree/ctl"
	chmod +x "$work/tree/ctl"
	TABARDCTL=./ctl finds settings 'settings table'
	plant stray.c </dev/null
	git -C "$work/tree" init -q
	finds top_level 'stray.c:1: is not wanted'
}

# What is installed ----------------------------------------------------------------------------------

install_somewhere() {
	make -s BUILD=release install PREFIX="$work/usr" sysconfdir="$work/etc" 2>&1
}

units_verify() {
	command -v systemd-analyze >/dev/null || { echo "systemd-analyze is missing: install systemd"; return; }
	systemd-analyze verify --man=no "$work"/usr/lib/systemd/system/tabard* 2>&1
}

site_is_valid() {
	sed -i -e 's/listen 80; listen \[::\]:80;/listen 127.0.0.1:18079;/; s|/var/log/nginx|/tmp|' \
		-e "s|/var/lib/nginx/tabard|$work/cache|" \
		"$work/etc/nginx/sites-available/tabard"
	cat >"$work/nginx.conf" <<-END
		pid $work/nginx.pid;
		error_log stderr;
		events {}
		http { include $work/etc/nginx/sites-available/tabard; access_log off; }
	END
	sed -i 's|^\taccess_log .*|\taccess_log off;|; s|error_log /tmp[^ ]*|error_log stderr|' \
		"$work/etc/nginx/sites-available/tabard"
	PATH=$PATH:/usr/sbin nginx -t -q -e stderr -p "$work" -c "$work/nginx.conf" 2>&1
}

settings_are_kept() {
	echo 'API_THREADS=7' >"$work/etc/tabard/tabard.env"
	install_somewhere
	grep -qx 'API_THREADS=7' "$work/etc/tabard/tabard.env" || echo "tabard.env was overwritten"
}

binaries_are_hardened() {
	for program in "$work"/usr/bin/tabardctl "$work"/usr/libexec/tabard/*; do
		name=${program##*/}
		readelf -hldS -W "$program" >"$work/elf"
		grep -q 'Type: *DYN' "$work/elf" || echo "$name is not position-independent"
		grep -q GNU_RELRO "$work/elf" || echo "$name has no RELRO"
		grep -qE 'BIND_NOW|FLAGS_1.*NOW' "$work/elf" || echo "$name is not bound at start"
		grep -qE 'GNU_STACK .* RW ' "$work/elf" || echo "$name has an executable stack"
		! grep -q '\.debug_info' "$work/elf" || echo "$name is not stripped"
		nm -D "$program" | grep -q __stack_chk_fail || echo "$name has no stack protector"
	done
}

make -s BUILD=release all 2>&1 | sed 's/^/# /'
for check in includes purity linkage long_files settings top_level lockfiles readme; do
	holds "$check"
done
planted_includes
planted_impurity
planted_others
ok 'make install' "$(install_somewhere)"
ok 'the systemd units verify' "$(units_verify)"
ok 'nginx accepts the site' "$(site_is_valid)"
ok 'make install keeps tabard.env' "$(settings_are_kept)"
ok 'what is installed is hardened and stripped' "$(binaries_are_hardened)"
echo "1..$number"
