#!/bin/sh
# `make bench`: a table of its own, the release build, its start-up time, and then bench.mjs against it.
#
#   BENCH_SECONDS (3) a measurement, BENCH_ROUNDS (3) of them each, BENCH_REQUESTS (1000000) after which memory is looked at
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

# What needs no table.
build/release/bin/bench-rules
build/release/bin/bench-sheet

mkdir -p build/bench
[ ! -e "$TABARD_VAR" ] || stop
rm -rf "$TABARD_VAR"
trap stop EXIT
trap 'exit 130' INT TERM HUP
[ -n "$(find tests/node_modules/.package-lock.json -newer tests/package-lock.json 2>/dev/null)" ] ||
	(cd tests && npm ci --silent)

started 'the first time (with a new database cluster)'
stop
started 'installed and built'
node tests/load/bench.mjs
node tests/load/moves.mjs
node tests/load/people.mjs
stop

# Once more as if on an SD card. The database's user has to be able to read the library.
slow=$(mktemp -d)
trap 'stop; rm -r "$slow"' EXIT
chmod 755 "$slow"
cp build/release/lib/slow_flush.so "$slow/"
export SLOW_FLUSH_US=2000
LD_PRELOAD="$slow/slow_flush.so" started 'with 2 ms added to each flush'
node tests/load/moves.mjs
