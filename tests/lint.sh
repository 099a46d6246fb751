#!/bin/sh
# shellcheck disable=SC2317 # the checks are called by name
# The checks of `make lint` beside the compilers and clang-tidy. Goes through all of them, so that one
# run tells everything.  lint.sh SHELL-SCRIPT…
set -eu
cd "$(dirname "$0")/.."
verdict=0

check() {
	echo "  $1"
	shift
	"$@" || verdict=1
}

layout() {
	find common cgi tests -name '*.[ch]' ! -path '*/node_modules/*' -exec clang-format --dry-run -Werror {} +
}

# Only what does not hold, with what was found.
house() {
	mkdir -p build/test
	tests/house/run.sh >build/test/house.log 2>&1 || { cat build/test/house.log && return 1; }
	awk '/^(not )?ok / { bad = $1 == "not"; failed += bad } bad; END { exit failed > 0 }' build/test/house.log
}

# The document that the route table makes; redocly wants a newer Node than everything else here.
openapi() {
	build/release/bin/tabard-api --openapi >build/openapi.json || return 1
	if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 22 || a == 22 && b >= 12 || a == 20 && b >= 19 ? 0 : 1)'; then
		echo "  left out: redocly wants Node 20.19 or later, and this is $(node --version)"
		return 0
	fi
	cmp -s tests/house/package-lock.json tests/house/node_modules/.installed ||
		(cd tests/house && npm ci --silent && cp package-lock.json node_modules/.installed) || return 1
	REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
		tests/house/node_modules/.bin/redocly lint --config tests/house/redocly.yaml build/openapi.json \
		>build/redocly.log 2>&1 || { cat build/redocly.log; return 1; }
}

check 'clang-format' layout
check 'shellcheck' shellcheck -x "$@"
check 'tests/house' house
check 'redocly' openapi
exit $verdict
