#!/bin/sh
# `make soak`: a table of its own, the release build, and soak.mjs against it.
set -eu
cd "$(dirname "$0")/../.."

export BUILD=release TABARD_VAR="$PWD/build/soak/var" PORT="${SOAK_PORT:-18091}"
unset BASE_URL CLERK_ISSUER CLERK_JWKS_URL ALLOWED_ORIGINS PUBLIC_URL

stop() {
	cgi/ctl/stack.sh stop >/dev/null
}

mkdir -p build/soak
[ ! -e "$TABARD_VAR" ] || stop
rm -rf "$TABARD_VAR"
trap stop EXIT
trap 'exit 130' INT TERM HUP
[ -n "$(find tests/node_modules/.package-lock.json -newer tests/package-lock.json 2>/dev/null)" ] ||
	(cd tests && npm ci --silent)
cgi/ctl/stack.sh start >build/soak/start.log
node tests/load/soak.mjs
