#!/bin/sh
# `make run`, `start`, `stop`, `status` and `token` as people use them, in TAP. Everything is made under
# build/test/stack and in a folder under /tmp, on ports that are free.
set -eu
cd "$(dirname "$0")/../.."
unset BUILD TABARD_VAR PORT BASE_URL

here=$PWD/build/test/stack
away=$(mktemp -d)
number=0

# Ends every table that this suite may have left, whatever happened to it.
clean_up() {
	for var in "$here/a" "$here/b" "$away"/*/var; do
		[ ! -d "$var" ] || TABARD_VAR=$var cgi/ctl/stack.sh stop >/dev/null 2>&1 || :
	done
	rm -rf "$here" "$away"
}

free_port() {
	port=$1
	while cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qi "$(printf ':%04X ' "$port")"; do
		port=$((port + 1))
	done
	echo "$port"
}

# ok NAME COMMAND…: it holds when the command succeeds; what it said is shown when not
ok() {
	name=$1
	shift
	number=$((number + 1))
	if "$@" >"$away/said" 2>&1; then
		echo "ok $number - $name"
	else
		echo "not ok $number - $name"
		sed 's/^/# /' "$away/said"
	fi
}

# eventually COMMAND…: within 60 seconds
eventually() {
	left=600
	until "$@"; do
		left=$((left - 1))
		[ "$left" -gt 0 ] || return 1
		sleep 0.1
	done
}

# on VAR PORT TARGET…: make, with that table; its words go to $away/out and $away/err
on() {
	var=$1 port=$2
	shift 2
	make --no-print-directory TABARD_VAR="$var" PORT="$port" "$@" >"$away/out" 2>"$away/err" </dev/null || {
		status=$?
		cat "$away/out" "$away/err"
		return "$status"
	}
}

# says WORDS COMMAND…: the command fails, with one line of ours on stderr that has these words
says() {
	words=$1
	shift
	if "$@"; then
		echo "it succeeded"
		return 1
	fi
	[ "$(grep -c '^tabard: ' "$away/err")" = 1 ] && grep -q "^tabard: .*$words" "$away/err"
}

healthy() {
	[ "$(curl -q -s -o /dev/null -w '%{http_code}' --max-time 5 "http://127.0.0.1:$1/health")" = 200 ]
}

# The processes that have that table in their environment; a zombie has none.
processes_of() {
	for environment in /proc/[0-9]*/environ; do
		tr '\0' '\n' <"$environment" | grep -qxF "TABARD_VAR=$1" || continue
		pid=${environment#/proc/}
		tr "\0" " " <"/proc/${pid%%/*}/cmdline" && echo
	done 2>/dev/null || :
}

nothing_left_of() {
	left_over=$(processes_of "$1")
	printf '%s' "$left_over"
	[ -z "$left_over" ]
}

pid_of() {
	cat "$here/a/service/$1/supervise/pid"
}

# The tests ------------------------------------------------------------------------------------------

starts_twice() {
	on "$here/a" "$port_a" start && healthy "$port_a" && pid=$(pid_of api) &&
		on "$here/a" "$port_a" start && grep -q 'running already' "$away/out" && [ "$pid" = "$(pid_of api)" ]
}

prints_what_to_try() {
	on "$here/b" "$port_b" start && for word in "http://localhost:$port_b" DM= PLAYER1= PLAYER2= OBSERVER=; do
		grep -qF "$word" "$away/out" || { echo "no $word"; return 1; }
	done
	[ "$(grep -c '^curl ' "$away/out")" = 3 ]
}

both_are_up() {
	on "$here/a" "$port_a" status && healthy "$port_a" && on "$here/b" "$port_b" status && healthy "$port_b"
}

token_alone() {
	on "$here/a" "$port_a" token USER=someone && [ "$(wc -l <"$away/out")" = 1 ] &&
		grep -qE '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$' "$away/out" && [ ! -s "$away/err" ]
}

# asked USER: the status that this person's request gets in the other table
asked() {
	on "$here/b" "$port_b" token USER="$1" && curl -q -s -o "$away/answer" -D "$away/head" -w '%{http_code}' --max-time 20 \
		"http://127.0.0.1:$port_b/api/v1/me" -H "Authorization: Bearer $(cat "$away/out")"
}

holds_back_one() {
	REQUESTS_PER_MINUTE=3 on "$here/b" "$port_b" start || return 1
	# The start itself has asked for one of them.
	for _ in 1 2 3; do asked greedy; done
	verdict=1
	[ "$(asked greedy)" = 429 ] && grep -q TOO_MANY_REQUESTS "$away/answer" && grep -qi '^retry-after: [1-9]' "$away/head" &&
		[ "$(asked modest)" = 200 ] && verdict=0
	on "$here/b" "$port_b" stop && return "$verdict"
}

# A link whose token is good, and a square of at least 21 modules, two to a line.
link_alone() {
	on "$here/a" "$port_a" user USER=guest && link=$(head -n 1 "$away/out") &&
		case $link in "http://localhost:$port_a/join#token="*) ;; *) return 1 ;; esac &&
		curl -q -sS --fail --max-time 20 "http://127.0.0.1:$port_a/api/v1/me" -H "Authorization: Bearer ${link#*=}" |
		grep '"display_name":"guest"' && [ "$(grep -c '█' "$away/out")" -ge 12 ]
}

# call PATH [CURL-OPTION…]: as the person whose token is in $away/token
call() {
	path=$1
	shift
	curl -q -sS --fail --max-time 20 "http://127.0.0.1:$port_a/api/v1$path" \
		-H "Authorization: Bearer $(cat "$away/token")" -H 'Content-Type: application/json' "$@"
}

data_is_kept() {
	on "$here/a" "$port_a" token USER=keeper && mv "$away/out" "$away/token" &&
		call /campaigns -d '{"name":"Kept across a restart"}' && on "$here/a" "$port_a" stop &&
		nothing_left_of "$here/a" && on "$here/a" "$port_a" start && call /campaigns | grep 'Kept across a restart'
}

is_started_anew() {
	now=$(pid_of "$1") && [ -n "$now" ] && [ "$now" != "$2" ] && healthy "$port_a"
}

# It takes its share of the work, ends when it is told to, and leaves the supervised one alone.
another_beside() {
	clock=$(pid_of clock)
	TABARD_VAR="$here/a" cgi/ctl/stack.sh another clock >"$away/another" 2>&1 &
	other=$!
	eventually grep -q 'event=started program=tabard-clock' "$away/another" && kill "$other" && wait "$other" &&
		grep -q event=stopped "$away/another" && [ "$clock" = "$(pid_of clock)" ] && healthy "$port_a"
}

# stack_a COMMAND…: stack.sh itself, with that table
stack_a() {
	TABARD_VAR="$here/a" cgi/ctl/stack.sh "$@" >"$away/out" 2>"$away/err" </dev/null
}

# What it left behind counts too: a worker of a killed nginx would go on answering, and keep the port.
heals() {
	pid=$(pid_of "$1") && kill -s KILL "$pid" && eventually is_started_anew "$1" "$pid" &&
		eventually group_is_gone "$pid"
}

group_is_gone() {
	cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^.*) //' |
		awk -v group="$1" '$3 == group && $1 != "Z" { found = 1 } END { exit found }'
}

stops() {
	on "$here/a" "$port_a" stop && nothing_left_of "$here/a" && ! healthy "$port_a" &&
		tail -n 1 "$here/a/log/postgres.log" | grep 'database system is shut down'
}

stops_again() {
	on "$here/a" "$port_a" stop && grep 'No table is running' "$away/out"
}

# In a session and process group of its own, as a terminal gives it, with INT not ignored.
run_in_foreground() {
	env --default-signal=INT,HUP,TERM setsid make --no-print-directory TABARD_VAR="$here/a" PORT="$port_a" run \
		</dev/null >"$away/run" 2>&1 &
	runner=$!
	eventually healthy "$port_a" && eventually grep -q 'Ctrl-C' "$away/run"
}

# Ctrl-C reaches the whole group; a plain kill and a closing terminal's HUP may reach make alone.
ends_on() {
	run_in_foreground || { cat "$away/run"; return 1; }
	kill -s "$1" -- "$2$runner" || return 1
	wait "$runner" || :
	nothing_left_of "$here/a" && tail -n 1 "$here/a/log/postgres.log" | grep 'database system is shut down'
}

is_broken() {
	cp "$here/a/cluster/PG_VERSION" "$away/version"
	printf '%s' "$2" >"$here/a/cluster/PG_VERSION"
	verdict=0
	says "$1" on "$here/a" "$port_a" start || verdict=1
	cp "$away/version" "$here/a/cluster/PG_VERSION"
	nothing_left_of "$here/a" && return "$verdict"
}

stops_without_directory() {
	on "$here/b" "$port_b" start && rm -rf "$here/b" && on "$here/b" "$port_b" stop && nothing_left_of "$here/b"
}

wont_share() {
	mkdir -p "$away/full"
	touch "$away/full/letter"
	says 'holds other things' on "$away/full" "$port_a" start
}

# A copy of what a built checkout runs with, in $away/$1, for another owner or other rights.
copy() {
	mkdir -p "$away/$1/build/release"
	cp -R cgi nginx sql "$away/$1"
	cp -R build/release/bin "$away/$1/build/release"
	chmod 755 "$away"
}

# in_copy NAME COMMAND…: start, status, token and stop there
in_copy() {
	copy=$away/$1
	shift
	set -- "$@" env PORT="$port_a" TABARD_VAR="$copy/var" "$copy/cgi/ctl/stack.sh"
	"$@" start && "$@" status && "$@" token someone && "$@" stop && nothing_left_of "$copy/var"
}

as_nobody() {
	copy theirs && chown -R nobody "$away/theirs" && in_copy theirs setpriv --reuid=nobody --clear-groups
}

in_a_private_place() {
	copy private && chmod 700 "$away/private" && in_copy private env
}

trap clean_up EXIT
trap 'exit 130' INT TERM HUP
rm -rf "$here"
mkdir -p "$here"
port_a=$(free_port 18100)
port_b=$(free_port $((port_a + 1)))

ok 'make start, twice' starts_twice
ok 'make run beside it says that it runs already' says 'running already' on "$here/a" "$port_a" run
ok 'another table on its port: one line' says "port $port_a is taken" on "$here/b" "$port_a" start
ok 'the port was the only thing in the way, and it tells what to try' prints_what_to_try
ok 'two tables side by side' both_are_up
ok 'make token prints a token and nothing else' token_alone
ok 'make token wants a name' says 'whose token' on "$here/a" "$port_a" token
ok 'make user prints a join link and its QR code' link_alone
ok 'make user wants a name' says 'whose link' on "$here/a" "$port_a" user
ok 'make stop in one leaves the other' on "$here/b" "$port_b" stop
ok 'what was written is there after stop and start' data_is_kept
ok 'one who asks for too much waits, and nobody else' holds_back_one
ok 'one more clock beside it' another_beside
ok 'one more of something else: one line' says 'another clock or events' stack_a another nginx
for service in postgres api events clock nginx; do
	ok "$service is back after kill -9" heals "$service"
done
ok 'make stop leaves no process' stops
ok 'make stop where nothing runs' stops_again
ok 'make status where nothing runs fails' says 'no table is running' on "$here/a" "$port_a" status
ok 'Ctrl-C ends make run' ends_on INT -
ok 'a kill ends make run' ends_on TERM ''
ok 'a closed terminal ends make run' ends_on HUP -
ok 'a cluster without a version' is_broken 'is broken' ''
ok 'a cluster of another version' is_broken 'made by PostgreSQL 9' 9
ok 'make stop of a table whose directory was removed' stops_without_directory
ok 'a directory with other things in it' wont_share
ok 'a port that is none' says 'PORT is a number' on "$here/a" 99999 start
if [ "$(id -u)" = 0 ]; then
	ok 'an ordinary user' as_nobody
	ok 'root, where nobody else may look' in_a_private_place
fi
echo "1..$number"
