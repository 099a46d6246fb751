#!/bin/sh
# Runs the suites named, or all of them, on the flavour $BUILD, against a table of their own; the last
# line says `N passed, N failed`. What each suite printed stays in build/test/<suite>.log, and a suite
# that failed is shown.
set -eu
cd "$(dirname "$0")/.."

OUT=$PWD/build/test
BIN=$PWD/build/$BUILD/bin
REPORTS=$OUT/sanitizers
TOO_LONG=900
passed=0 failed=0
export BUILD TABARD_VAR="$OUT/var" BASE_URL=''
unset PORT CLERK_ISSUER CLERK_JWKS_URL ALLOWED_ORIGINS PUBLIC_URL CLERK_WEBHOOK_SECRET REQUESTS_PER_MINUTE

# Any report of a sanitizer, from any process, is a failure: they go where we can count them.
sanitizers() {
	rm -rf "$REPORTS"
	mkdir -p "$REPORTS"
	chmod 1777 "$REPORTS"
	options=log_path=$REPORTS/report:log_exe_name=1:print_stacktrace=1:second_deadlock_stack=1
	export ASAN_OPTIONS="$options" UBSAN_OPTIONS="$options" TSAN_OPTIONS="$options"
}

# Where many clones are tested at once, each finds a port of its own.
free_port() {
	port=18080
	while cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -qi "$(printf ':%04X ' "$port")"; do
		port=$((port + 1))
	done
	echo "$port"
}

need_table() {
	[ -z "$BASE_URL" ] || return 0
	cgi/ctl/stack.sh stop >/dev/null
	rm -rf "$TABARD_VAR"
	port=$(free_port)
	PORT=$port cgi/ctl/stack.sh start >"$OUT/table.log" 2>&1 || {
		tail -n 3 "$OUT/table.log"
		return 1
	}
	BASE_URL=http://localhost:$port
}

# need_node_modules FOLDER
need_node_modules() {
	cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return
	(cd "$1" && npm ci --silent && cp package-lock.json node_modules/.installed)
}

# The suites -----------------------------------------------------------------------------------------

suite_unit() {
	for source in tests/unit/*.c; do
		name=${source##*/}
		name=${name%.c}
		echo "# $name"
		CMOCKA_MESSAGE_OUTPUT=TAP timeout 300 "$BIN/test-$name" || {
			status=$?
			# cmocka's status is the number of tests that failed: more than that is another death.
			[ "$status" -le 100 ] || echo "not ok - $name ended with status $status"
		}
	done
}

suite_rules() {
	"$BIN/rules-cases" tests/rules/*.cases
}

suite_house() {
	tests/house/run.sh
}

suite_queries() {
	need_table && tests/house/queries.sh
}

suite_plans() {
	need_table && tests/house/plans.sh
}

# node_suite NAME [OPTION]
node_suite() {
	name=$1
	shift
	need_node_modules tests && need_table &&
		timeout "$TOO_LONG" node --test "$@" --test-reporter=tap tests/"$name"/*.test.mjs
}

suite_api() {
	node_suite api
}

# One file after the other: some of them kill what the others are talking to.
suite_events() {
	node_suite events --test-concurrency=1
}

# The same stack as a browser meets it.
suite_web() {
	need_node_modules tests/web && node_suite web --test-concurrency=1
}

suite_stack() {
	tests/stack/stack.sh
}

# Counting -------------------------------------------------------------------------------------------

# "PASSED FAILED" of a finished suite's output, in whatever way its runner says it.
count() {
	case $1 in
	rules) sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$2" | tail -n 1 ;;
	api | events | web)
		awk '/^# pass [0-9]+$/ { passed = $3 } /^# (fail|cancelled) [0-9]+$/ { failed += $3 }
			END { print passed + 0, failed + 0 }' "$2"
		;;
	*) awk -f tests/tap.awk "$2" ;;
	esac
}

run_suite() {
	log=$OUT/$1.log
	began=$(date +%s)
	ended_well=yes
	# Not in a subshell: a table that one suite starts serves the next.
	"suite_$1" >"$log" 2>&1 </dev/null || ended_well=no
	read -r good bad <<-END
		$(count "$1" "$log")
	END
	good=${good:-0} bad=${bad:-0}
	if [ "$bad" = 0 ] && { [ "$ended_well" = no ] || [ "$good" = 0 ]; }; then
		echo "# $1 did not run to its end, or ran nothing" >>"$log"
		bad=1
	fi
	passed=$((passed + good)) failed=$((failed + bad))
	echo "$1: $good passed, $bad failed, in $(($(date +%s) - began)) s"
	[ "$bad" = 0 ] || show "$1" "$log"
}

# What went wrong, without the rest: all of a short log, else the failures with what stands around them.
show() {
	echo "--- $2"
	if [ "$(wc -l <"$2")" -le 200 ]; then
		cat "$2"
	else
		grep -E -B 2 -A 30 '^ *not ok|FAILED|did not run' "$2" | head -n 400
	fi
	echo "--- end of $2"
}

check_sanitizers() {
	for report in "$REPORTS"/*; do
		[ -s "$report" ] || continue
		failed=$((failed + 1))
		echo "--- $report"
		head -n 60 "$report"
	done
}

finish() {
	status=$?
	trap - EXIT
	cgi/ctl/stack.sh stop >/dev/null || status=1
	check_sanitizers
	[ "$failed" = 0 ] || status=1
	[ "$passed" != 0 ] || status=1
	echo "$passed passed, $failed failed"
	exit "$status"
}

mkdir -p "$OUT"
sanitizers
trap finish EXIT
trap 'exit 130' INT TERM HUP
[ $# -gt 0 ] || set -- unit rules house queries plans api events web stack
for suite in "$@"; do
	run_suite "$suite"
done
