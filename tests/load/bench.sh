#!/bin/sh
# `make bench`: a table of its own, the release build, its start-up time, and then what is measured against it.
#
#   BENCH_SECONDS (3) a measurement, BENCH_ROUNDS (3) of them each, BENCH_REQUESTS (1000000) after which memory is looked at;
#   BENCH ("rules requests moves people streams") says which
set -eu
cd "$(dirname "$0")/../.."

export BUILD=release TABARD_VAR="$PWD/build/bench/var" PORT="${BENCH_PORT:-18090}"
unset BASE_URL CLERK_ISSUER CLERK_JWKS_URL ALLOWED_ORIGINS PUBLIC_URL

command -v wrk >/dev/null || {
	echo 'tabard: wrk is missing: apt-get install wrk' >&2
	exit 1
}

# started WHAT: starts the table and says how long that took, from nothing running to a healthy answer.
started() {
	began=$(date +%s%N)
	cgi/ctl/stack.sh start >build/bench/start.log
	ended=$(date +%s%N)
	echo "make start, $1: $(((ended - began) / 1000000)) ms"
}

stop() {
	cgi/ctl/stack.sh stop >/dev/null
}

# wanted PART: whether that part is to be measured
wanted() {
	case " ${BENCH:-rules requests moves people streams} " in
	*" $1 "*) ;;
	*) return 1 ;;
	esac
}

# installed DIRECTORY: what its lockfile says is there
installed() {
	cmp -s "$1/package-lock.json" "$1/node_modules/.installed" ||
		(cd "$1" && npm ci --silent && cp package-lock.json node_modules/.installed)
}

# What needs no table.
if wanted rules; then
	build/release/bin/bench-rules
	build/release/bin/bench-sheet
fi

mkdir -p build/bench
[ ! -e "$TABARD_VAR" ] || stop
rm -rf "$TABARD_VAR"
trap stop EXIT
trap 'exit 130' INT TERM HUP
installed tests

started 'the first time (with a new database cluster)'
stop
started 'installed and built'
! wanted requests || node tests/load/bench.mjs
! wanted moves || node tests/load/moves.mjs
! wanted people || node tests/load/people.mjs
if wanted streams; then
	installed tests/load
	node tests/load/streams.mjs
fi
stop

# Once more as if on an SD card. The database's user has to be able to read the library.
wanted moves || exit 0
slow=$(mktemp -d)
trap 'stop; rm -r "$slow"' EXIT
chmod 755 "$slow"
cp build/release/lib/slow_flush.so "$slow/"
export SLOW_FLUSH_US=2000
LD_PRELOAD="$slow/slow_flush.so" started 'with 2 ms added to each flush'
node tests/load/moves.mjs
