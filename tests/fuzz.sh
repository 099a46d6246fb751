#!/bin/sh
# Throws bytes at every harness in tests/fuzz for $FUZZ_SECONDS each, from the seeds in tests/fuzz/corpus.
# What is found on the way stays in build/fuzz/corpus, what breaks something in build/fuzz.
set -eu
cd "$(dirname "$0")/.."

verdict=0
for source in tests/fuzz/*.c; do
	name=${source##*/}
	name=${name%.c}
	grep -q LLVMFuzzerTestOneInput "$source" || continue
	mkdir -p "build/fuzz/corpus/$name"
	set -- "build/fuzz/corpus/$name"
	# Several may begin with the same seeds: import_own with those of import.
	for seeds in "$name" "${name%%_*}"; do
		[ ! -d "tests/fuzz/corpus/$seeds" ] || set -- "$@" "tests/fuzz/corpus/$seeds"
	done
	if "build/fuzz/bin/fuzz-$name" -max_total_time="${FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=2048 \
		-print_final_stats=1 -artifact_prefix="build/fuzz/$name-" "$@" >"build/fuzz/$name.log" 2>&1; then
		awk -v name="$name" '/number_of_executed_units/ { print name ": " $2 " inputs, all well" }' \
			"build/fuzz/$name.log"
	else
		echo "$name: failed"
		tail -n 40 "build/fuzz/$name.log"
		verdict=1
	fi
done
exit $verdict
