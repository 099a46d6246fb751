#!/bin/sh
# Puts a built Tabard where the variables say: what `make install` does. An existing tabard.env is kept.
#
#   install.sh DIRECTORY-OF-PROGRAMS
set -eu

: "${DESTDIR=}" "${bindir:?}" "${libexecdir:?}" "${datadir:?}" "${unitdir:?}" "${usersdir:?}" "${sysconfdir:?}"
built=$1
cd "$(dirname "$0")/../.."

fill_in() {
	sed -e "s|@bindir@|$bindir|g" -e "s|@libexecdir@|$libexecdir|g" -e "s|@datadir@|$datadir|g" \
		-e "s|@sysconfdir@|$sysconfdir|g" -e "s|@LOCAL@|$sysconfdir/tabard/nginx|g" \
		-e "s|@DOCS@|$datadir/docs|g" \
		-e 's|@API_SOCKET@|/run/tabard/api.sock|g' -e 's|@EVENTS_SOCKET@|/run/tabard/events.sock|g' \
		-e 's|@VAR@|/var/lib/tabard|g' -e 's|@LISTEN@|listen 80; listen [::]:80;|g' \
		-e 's|@CACHE@|/var/lib/nginx/tabard|g' \
		-e 's|@ACCESS_LOG@|/var/log/nginx/tabard.access.log|g' \
		-e 's|@ERROR_LOG@|/var/log/nginx/tabard.error.log|g' "$1"
}

# put MODE FILE PLACE
put() {
	install -D -m "$1" "$2" "$DESTDIR$3"
}

# put_filled FILE PLACE
put_filled() {
	put 644 "$1" "$2"
	fill_in "$1" >"$DESTDIR$2"
}

# put_tree FOLDER PLACE
put_tree() {
	find "$1" -type f | while read -r file; do
		put 644 "$file" "$2${file#"$1"}"
	done
}

for program in tabard-api tabard-events tabard-clock tabard-image; do
	install -D -s -m 755 "$built/$program" "$DESTDIR$libexecdir/$program"
done
install -D -s -m 755 "$built/tabardctl" "$DESTDIR$bindir/tabardctl"

put 644 sql/roles.sql "$datadir/sql/roles.sql"
put_tree sql/migrations "$datadir/sql/migrations"
put_tree sql/compendium "$datadir/sql/compendium"
put_tree nginx/docs "$datadir/docs"
for file in README.md LICENSE NOTICE; do
	[ ! -f "$file" ] || put 644 "$file" "$datadir/$file"
done

for unit in systemd/*.service systemd/*.socket systemd/*.target; do
	put_filled "$unit" "$unitdir/${unit##*/}"
done
put 644 systemd/tabard.sysusers "$usersdir/tabard.conf"
put_filled nginx/tabard.conf.in "$sysconfdir/nginx/sites-available/tabard"
install -d "$DESTDIR$sysconfdir/tabard/nginx/events"
[ -e "$DESTDIR$sysconfdir/tabard/tabard.env" ] ||
	put 640 systemd/tabard.env "$sysconfdir/tabard/tabard.env"
