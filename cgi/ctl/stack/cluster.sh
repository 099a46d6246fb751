# shellcheck shell=sh disable=SC2154 # part of stack.sh
# The private PostgreSQL cluster, $VAR/cluster.

# The programs of the version that made the cluster, or of the newest one for a cluster to be made.
find_postgres() {
	if [ -e "$VAR/cluster" ]; then
		version=$(cat "$VAR/cluster/PG_VERSION" 2>/dev/null) || version=''
		case $version in
		'' | *[!0-9]*)
			die "the database cluster $VAR/cluster is broken (no version in PG_VERSION):" \
				"put a backup in its place, or remove it to begin with an empty one"
			;;
		esac
	else
		version=$(newest_postgres)
		[ "${version:-0}" -ge 15 ] || die "PostgreSQL 15 or later is missing: install postgresql"
	fi
	POSTGRES=/usr/lib/postgresql/$version/bin
	[ -x "$POSTGRES/postgres" ] ||
		die "$VAR/cluster was made by PostgreSQL $version, which is not here:" \
			"install postgresql-$version, or remove that directory to begin with an empty one"
}

newest_postgres() {
	for found in /usr/lib/postgresql/*/bin/postgres; do
		found=${found%/bin/postgres}
		echo "${found##*/}"
	done | grep -x '[0-9]*' | sort -n | tail -n 1
}

# Made beside its place and moved there, so that a cluster is there whole or not at all.
create_cluster() {
	find_postgres
	if [ ! -e "$VAR/cluster" ]; then
		rm -rf "$VAR/cluster.new"
		step initdb 'no database cluster could be made' "$POSTGRES/initdb" \
			--pgdata="$VAR/cluster.new" --username=postgres --auth-local=peer --auth-host=reject \
			--locale=C.UTF-8 --encoding=UTF8 --data-checksums
		mv "$VAR/cluster.new" "$VAR/cluster"
	fi
	# The one user that runs all of this may be any of the roles; nobody else may be anything.
	echo 'local all all peer map=tabard' >"$VAR/etc/pg_hba.conf"
	for role in postgres tabard_owner tabard_api tabard_events tabard_clock; do
		echo "tabard \"$(id -un)\" $role"
	done >"$VAR/etc/pg_ident.conf"
}

cluster_is_ready() {
	"$POSTGRES/pg_isready" -q -h "$VAR/run"
}

cluster_is_down() {
	[ -e "$VAR/service/postgres/exits" ]
}

cluster_is_ready_or_down() {
	cluster_is_ready || cluster_is_down
}

last_words() {
	sed -n '/database system is starting up/d; s/.*\(FATAL\|PANIC\): *//p' "$1" | tail -n 1
}

# Once, at first: a cluster that cannot start is told about, not tried again. Recovery after a power
# cut on a slow disk may take its time.
start_cluster() {
	log=$VAR/log/postgres.log
	rm -f "$VAR/service/postgres/exits"
	wait_for 10 sv once postgres >/dev/null || die "runit did not start (see $VAR/log/supervisor.log)"
	wait_for 300 cluster_is_ready_or_down || die "PostgreSQL is not ready after 5 minutes (see $log)"
	! cluster_is_down || die "PostgreSQL cannot start with $VAR/cluster:" \
		"$(last_words "$log") (see $log);" \
		"put a backup in its place, or remove it to begin with an empty one"
	sv up postgres >/dev/null
	step roles 'the database roles could not be made' psql -X -q -h "$VAR/run" -U postgres \
		-d postgres -f "$ROOT/sql/roles.sql"
}

# ask SQL: one value, as the owner of the database
ask() {
	psql -X -q -A -t -h "$VAR/run" -U tabard_owner -d tabard -c "$1" 2>/dev/null
}
