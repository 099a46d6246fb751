#!/bin/sh
# The game table of `make run`, `start`, `stop`, `status` and `token`: a private PostgreSQL, the three
# programs and nginx, each watched by runit as systemd watches it in production. All of it lives under
# $TABARD_VAR, runs as one ordinary user and is reached on 127.0.0.1:$PORT only (BIND=0.0.0.0 opens it).
#
# Whoever holds the lock on $TABARD_VAR/lock is this table: every process below inherits descriptor 9,
# so the lock is free when, and only when, nothing of it is left.
set -eu

ROOT=$(cd "$(dirname "$0")/../.." && pwd -P)
SELF=$ROOT/cgi/ctl/stack.sh
PATH=$PATH:/usr/sbin:/sbin
SERVICES='postgres api events clock nginx'
. "$ROOT/cgi/ctl/stack/cluster.sh"
. "$ROOT/cgi/ctl/stack/services.sh"
. "$ROOT/cgi/ctl/stack/user.sh"

# Neither may fail because the terminal has been closed.
say() {
	printf '%s\n' "$*" 2>/dev/null || :
}

die() {
	printf 'tabard: %s\n' "$*" >&2 2>/dev/null || :
	exit 1
}

# wait_for SECONDS COMMAND…: until the command succeeds, or has not for so long.
wait_for() {
	attempts=$(($1 * 20))
	shift
	until "$@"; do
		attempts=$((attempts - 1))
		[ "$attempts" -gt 0 ] || return 1
		sleep 0.05
	done
}

# step NAME WHAT COMMAND…: its output goes to the log of that name; when it fails, so do we.
step() {
	log=$VAR/log/$1.log
	failure=$2
	shift 2
	"$@" >"$log" 2>&1 || die "$failure: $(tail -n 1 "$log") (see $log)"
}

# render TEMPLATE FILE
render() {
	sed -e "s|@VAR@|$VAR|g" -e "s|@API_SOCKET@|$API_SOCKET|g" -e "s|@EVENTS_SOCKET@|$EVENTS_SOCKET|g" \
		-e "s|@LISTEN@|$(listen)|g" -e "s|@LOCAL@|$VAR/nginx/local|g" -e "s|@DOCS@|$ROOT/nginx/docs|g" \
		-e "s|@CACHE@|$VAR/nginx/cache|g" \
		-e 's|@ACCESS_LOG@|/dev/stdout|g' -e 's|@ERROR_LOG@|stderr|g' \
		-e "s|@WORKERS@|$WORKERS|g" -e "s|@CONNECTIONS@|$CONNECTIONS|g" "$ROOT/$1" >"$2"
}

# Settings -------------------------------------------------------------------------------------------

# Where everything is. Paths go into files of many syntaxes, so they are kept to plain characters.
places() {
	VAR=${TABARD_VAR:-var}
	case $VAR in /*) ;; *) VAR=$ROOT/$VAR ;; esac
	if [ -d "$VAR" ]; then
		VAR=$(cd "$VAR" 2>/dev/null && pwd -P) || die "$VAR belongs to $(stat -c %U "$VAR")"
	fi
	case $VAR$ROOT in
	*[!A-Za-z0-9._/@+~-]*)
		die "the paths of the checkout and of TABARD_VAR may hold letters, digits and ._@+~- only: $VAR"
		;;
	esac
	socket=$VAR/run/.s.PGSQL.5432
	[ ${#socket} -le 107 ] ||
		die "$VAR is too long a path for unix sockets: choose a shorter TABARD_VAR"
	API_SOCKET=$VAR/run/api.sock
	EVENTS_SOCKET=$VAR/run/events.sock
	export TABARD_VAR="$VAR" SVDIR="$VAR/service"
}

# What the table is run with: from the environment, else as it was last started, else the defaults.
settings() {
	port_given=${PORT-} build_given=${BUILD-} origins_given=${ALLOWED_ORIGINS-}
	issuer_given=${CLERK_ISSUER-} jwks_given=${CLERK_JWKS_URL-}
	PORT='' BUILD='' IDENTITY='' ALLOWED_ORIGINS='' CLERK_ISSUER='' CLERK_JWKS_URL=''
	# shellcheck source=/dev/null
	[ "$1" = anew ] || [ ! -r "$VAR/etc/settings" ] || . "$VAR/etc/settings"
	PORT=${port_given:-${PORT:-8080}}
	BUILD=${build_given:-${BUILD:-release}}
	BIN=$ROOT/build/$BUILD/bin
	case $PORT in
	*[!0-9]* | ??????*) die "PORT is a number from 1 to 65535, not $PORT" ;;
	esac
	if [ "$PORT" -lt 1 ] || [ "$PORT" -gt 65535 ]; then
		die "PORT is a number from 1 to 65535, not $PORT"
	fi
	URL=http://localhost:$PORT
	if [ -n "$issuer_given" ] && [ -n "$jwks_given" ]; then
		IDENTITY=theirs CLERK_ISSUER=$issuer_given CLERK_JWKS_URL=$jwks_given
	elif [ "$IDENTITY" != theirs ]; then
		IDENTITY=ours CLERK_ISSUER=$URL CLERK_JWKS_URL=http://127.0.0.1:$PORT/.well-known/jwks.json
	fi
	[ -z "$origins_given" ] || ALLOWED_ORIGINS=$origins_given
	ALLOWED_ORIGINS=${ALLOWED_ORIGINS:-$URL,http://localhost:5173,http://localhost:3000}
	cores=$(nproc)
	WORKERS=$((cores < 4 ? cores : 4))
	# shellcheck disable=SC3045 # dash and bash have it
	most=$(ulimit -Hn)
	CONNECTIONS=8192
	[ "$most" = unlimited ] || [ "$most" -ge "$CONNECTIONS" ] || CONNECTIONS=$most
	export PORT CLERK_ISSUER CLERK_JWKS_URL ALLOWED_ORIGINS PUBLIC_URL="${PUBLIC_URL:-$URL}"
	# Nobody is held back on a table of one's own, unless that is what is to be tried.
	export REQUESTS_PER_MINUTE="${REQUESTS_PER_MINUTE:-0}"
	# As nginx/tabard.conf.in keeps them: 16 to a worker; and some threads more.
	export NGINX_CONNECTIONS=$((WORKERS * 16)) API_THREADS="${API_THREADS:-$((WORKERS * 16 + 16))}"
	export API_SOCKET EVENTS_SOCKET SIGNING_KEY="$VAR/keys/signing.pem"
	# The cluster is ours: nobody's own PostgreSQL settings apply to it.
	unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGPASSWORD PGPASSFILE PGSERVICE PGOPTIONS PGSSLMODE
	unset DATABASE_URL MAKEFLAGS MAKELEVEL MFLAGS
}

quote() {
	printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

save_settings() {
	for name in PORT BUILD IDENTITY ALLOWED_ORIGINS CLERK_ISSUER CLERK_JWKS_URL; do
		eval "value=\${$name-}"
		# shellcheck disable=SC2154 # eval sets it
		printf '%s=%s\n' "$name" "$(quote "$value")"
	done >"$VAR/etc/settings"
}

database_url() {
	printf 'postgresql:///tabard?host=%s&user=%s' "$VAR/run" "$1"
}

# The directory that everything lives in: ours, or made to be.
claim() {
	if [ -d "$VAR" ] && [ ! -e "$VAR/lock" ] && [ -n "$(ls -A "$VAR")" ]; then
		die "$VAR holds other things: choose an empty or a new directory as TABARD_VAR"
	fi
	mkdir -p "$VAR" 2>/dev/null || die "cannot make the directory $VAR: choose another TABARD_VAR"
	places
}

# Starting -------------------------------------------------------------------------------------------

port_is_free() {
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
		awk -v port="$(printf ':%04X' "$PORT")" '
			$4 == "0A" && index($2, port) == length($2) - 4 { taken = 1 }
			END { exit taken }'
}

port_is_allowed() {
	first=$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start 2>/dev/null || echo 1024)
	[ "$PORT" -ge "$first" ] || may_bind_low_ports
}

listen() {
	# Everybody comes back at once after a power cut.
	printf 'listen %s:%s backlog=4096;' "${BIND:-127.0.0.1}" "$PORT"
	if [ -z "${BIND-}" ] && grep -q '^0*1 .* lo$' /proc/net/if_inet6 2>/dev/null; then
		printf ' listen [::1]:%s;' "$PORT"
	fi
}

tools() {
	for tool in runsvdir runsv sv svlogd nginx psql curl flock setsid awk; do
		command -v "$tool" >/dev/null || die "$tool is missing: install $(package_of "$tool")"
	done
	for program in tabard-api tabard-events tabard-clock tabard-image tabardctl; do
		[ -f "$BIN/$program" ] || die "$BIN/$program is missing: make all"
	done
}

package_of() {
	case $1 in
	runsv* | sv | svlogd) echo runit ;;
	psql) echo postgresql ;;
	flock | setsid) echo util-linux ;;
	*) echo "$1" ;;
	esac
}

already_running() {
	[ -s "$VAR/run/url" ] || die "another make is starting or stopping the table in $VAR"
	[ "$1" = start ] || die "the table is running already: $(cat "$VAR/run/url")"
	say "The table is running already: $(cat "$VAR/run/url")"
	exit 0
}

# One of our own, so that webhooks can be tried here; what Clerk gave is in the environment.
webhook_secret() {
	[ -z "${CLERK_WEBHOOK_SECRET-}" ] || return 0
	[ -s "$VAR/keys/webhook" ] ||
		(umask 077 && printf 'whsec_%s\n' "$(head -c 24 /dev/urandom | base64)" >"$VAR/keys/webhook")
	CLERK_WEBHOOK_SECRET=$(cat "$VAR/keys/webhook")
	export CLERK_WEBHOOK_SECRET
}

lay_out() {
	mkdir -p "$VAR/run" "$VAR/etc" "$VAR/log" "$VAR/keys" "$VAR/nginx/local"
	chmod 700 "$VAR/run" "$VAR/keys"
	rm -f "$VAR/run/url"
	save_settings
	webhook_secret
	render nginx/main.conf.in "$VAR/etc/nginx.conf"
	render nginx/tabard.conf.in "$VAR/etc/tabard.conf"
	render nginx/jwks.conf.in "$VAR/nginx/local/jwks.conf"
	render cgi/ctl/stack/postgresql.conf.in "$VAR/etc/postgresql.conf"
}

# http PATH [CURL-OPTION…]: the status with which it is answered; the body goes to run/answer
http() {
	path=$1
	shift
	: >"$VAR/run/answer"
	curl -q --noproxy '*' -s -o "$VAR/run/answer" -w '%{http_code}' --max-time 5 "$@" \
		"http://127.0.0.1:$PORT$path"
}

health() {
	[ "$(http /health)" = 200 ]
}

answering_or_in_trouble() {
	http /.well-known/jwks.json >/dev/null || troubled >/dev/null
}

healthy_or_in_trouble() {
	health || troubled >/dev/null
}

load_database() {
	DATABASE_URL=$(database_url tabard_owner)
	export DATABASE_URL
	step migrate 'the migrations failed' "$BIN/tabardctl" migrate "$ROOT/sql/migrations"
	step compendium 'the compendium was not loaded' "$BIN/tabardctl" compendium "$ROOT/sql/compendium"
	unset DATABASE_URL
	[ "$IDENTITY" = theirs ] ||
		step keygen 'no local key pair' "$BIN/tabardctl" keygen "$VAR/keys"
}

bring_up() {
	rm -f "$VAR"/service/*/exits
	# nginx is there first, with the keys that tabard-api fetches as it starts.
	sv up nginx >/dev/null
	wait_for 30 answering_or_in_trouble || :
	sv up api events clock >/dev/null
	wait_for 30 healthy_or_in_trouble || :
	if service=$(troubled); then
		die "$service does not stay up: $(tail -n 1 "$VAR/log/$service.log") (see $VAR/log/$service.log)"
	fi
	health || die "no health after 30 seconds: $(head -c 300 "$VAR/run/answer") (see $VAR/log)"
	# From now on a runsv that has to be started anew starts its program too.
	rm -f "$VAR"/service/*/down
	printf '%s\n' "$URL" >"$VAR/run/url"
}

start() {
	tools
	touch "$VAR/lock" 2>/dev/null || die "cannot write in $VAR: choose another TABARD_VAR"
	exec 9>>"$VAR/lock"
	flock -n 9 || already_running "$1"
	trap stop_all EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	port_is_allowed || die "port $PORT is for root to open: choose another PORT"
	port_is_free || die "port $PORT is taken: choose another PORT, or stop what listens there"
	lay_out
	create_cluster
	write_services
	supervise
	start_cluster
	load_database
	bring_up
	[ "$IDENTITY" = theirs ] || welcome
}

# Foreground: until a signal, a `make stop` elsewhere, the terminal's closing or the end of make.
run() {
	start run
	trap 'exit 0' INT TERM HUP
	say "Ctrl-C stops the table and keeps its data."
	terminal=no
	[ ! -t 0 ] || terminal=yes
	while [ -d "/proc/$supervisor" ] && [ -d "/proc/$PPID" ]; do
		[ "$terminal" = no ] || [ -t 0 ] || break
		sleep 1 9>&- &
		wait $! || :
	done
}

start_in_background() {
	start start
	trap - EXIT
	say "make stop stops the table and keeps its data; make status says how it is."
}

# What to do with it ---------------------------------------------------------------------------------

token() {
	"$BIN/tabardctl" token "$@"
}

new_token() {
	token "$1" 2>"$VAR/log/token.log" ||
		die "no token could be made: $(tail -n 1 "$VAR/log/token.log") (see $VAR/log/token.log)"
}

# tabard-api fetches the keys on the side while it starts, and refuses everybody until it has them.
is_accepted() {
	[ "$(http /api/v1/me -H "Authorization: Bearer $1")" = 200 ]
}

# A first campaign, so that there is something to look at.
demo() {
	[ -x "$ROOT/cgi/ctl/demo.sh" ] || return 0
	[ "$(ask 'select exists (select from campaigns)')" = f ] || return 0
	BASE_URL=$URL DM_TOKEN=$dm PLAYER1_TOKEN=$player1 PLAYER2_TOKEN=$player2 OBSERVER_TOKEN=$observer \
		"$ROOT/cgi/ctl/demo.sh" >"$VAR/log/demo.log" 2>&1 ||
		printf 'tabard: the demo campaign was not made: %s (see %s)\n' \
			"$(tail -n 1 "$VAR/log/demo.log")" "$VAR/log/demo.log" >&2
}

welcome() {
	dm=$(new_token dm)
	player1=$(new_token player1)
	player2=$(new_token player2)
	observer=$(new_token observer)
	wait_for 10 is_accepted "$dm" ||
		die "tabard-api refuses our own tokens: $(head -c 300 "$VAR/run/answer") (see $VAR/log/api.log)"
	demo
	say "Tabard is up: $URL"
	say "
A token each; paste these lines to use the ones below:
DM=$dm
PLAYER1=$player1
PLAYER2=$player2
OBSERVER=$observer
"
	to_try
}

to_try() {
	if [ ! -r "$VAR/demo.env" ]; then
		say "curl -s $URL/api/v1/me -H \"Authorization: Bearer \$DM\""
		return
	fi
	# shellcheck source=/dev/null
	. "$VAR/demo.env"
	say "Try, as a player, the table as it stands and then as it changes; and hit a goblin as the DM:
curl -s $URL/api/v1/campaigns/$CAMPAIGN_ID/state -H \"Authorization: Bearer \$PLAYER1\"
curl -N $URL/api/v1/campaigns/$CAMPAIGN_ID/events -H \"Authorization: Bearer \$PLAYER1\"
curl -s $URL/api/v1/encounters/$ENCOUNTER_ID/moves -H \"Authorization: Bearer \$DM\" -H 'Content-Type: application/json' \\
  -d '{\"type\":\"damage\",\"targets\":[\"$GOBLIN_ID\"],\"amount\":5,\"damage_type\":\"slashing\"}'
"
}

# Stopping -------------------------------------------------------------------------------------------

is_free() {
	[ ! -e "$VAR/lock" ] || flock -n "$VAR/lock" true 2>/dev/null
}

stop_all() {
	trap - EXIT
	trap '' INT TERM HUP
	exec 9>&-
	stop_services
	flock -w 20 "$VAR/lock" true 2>/dev/null || kill_holders || :
	rm -f "$VAR/run/url"
}

stop() {
	if is_free; then
		say "No table is running in $VAR."
		return
	fi
	[ -w "$VAR/lock" ] || die "the table in $VAR belongs to $(stat -c %U "$VAR"): stop it as that user"
	stop_all
	say "Stopped; the data stays in $VAR."
}

# $VAR may have been removed under a running table.
stop_without_directory() {
	if kill_holders; then
		say "Ended what was left of a table whose directory $VAR is gone."
	else
		say "No table is running in $VAR."
	fi
}

status() {
	! is_free || die "no table is running in $VAR"
	verdict=0
	for service in $SERVICES; do
		service_status "$service" || verdict=1
	done
	if health; then
		say "health    ok    $URL/health"
	else
		said=$(head -c 300 "$VAR/run/answer")
		say "health    bad   ${said:-nothing answers at $URL}"
		verdict=1
	fi
	return "$verdict"
}

print_token() {
	name=$1 role=$2
	[ -n "$name" ] || die "whose token? make token USER=name [ROLE=admin]"
	[ -r "$SIGNING_KEY" ] || die "there is no key to sign with in $VAR yet: make start"
	case $role in
	'') token "$name" ;;
	admin) DATABASE_URL=$(database_url tabard_owner) && export DATABASE_URL && token "$name" --admin ;;
	*) die "ROLE is admin or nothing; what a person may do in a campaign is the campaign's to say" ;;
	esac
}

# user NAME: a join link and its QR code, for somebody at this table
add_user() {
	[ -n "$1" ] || die "whose link? make user USER=name"
	[ -r "$SIGNING_KEY" ] || die "there is no key to sign with in $VAR yet: make start"
	DATABASE_URL=$(database_url tabard_owner) && export DATABASE_URL
	"$BIN/tabardctl" user add "$@"
}

# psql [ROLE [OPTION…]]: at the database of the running table, as its owner or as another role
open_psql() {
	role=${1:-tabard_owner}
	[ $# = 0 ] || shift
	exec psql -X -h "$VAR/run" -U "$role" "$@" tabard
}

# another PROGRAM: one more clock or events beside the supervised one, as on another machine; in the foreground
another() {
	case $1 in
	clock | events) ;;
	*) die "another clock or events" ;;
	esac
	DATABASE_URL=$(database_url "tabard_$1")
	EVENTS_SOCKET=$VAR/run/$1-$$.sock
	export DATABASE_URL
	exec "$BIN/tabard-$1"
}

# ctl COMMAND [ARGUMENT…]: tabardctl at the database of the running table, as its owner
open_ctl() {
	DATABASE_URL=$(database_url tabard_owner)
	export DATABASE_URL
	exec "$BIN/tabardctl" "$@"
}

# Which one ------------------------------------------------------------------------------------------

command=${1-}
places
case $command in
run | start)
	claim
	become_user "$@"
	settings anew
	;;
reach) # asked by become_user: whether all of this can be reached as that user
	touch "$VAR/lock"
	exit
	;;
stop | status | token | user | psql | another | ctl)
	if [ -e "$VAR" ]; then
		become_user "$@"
		settings again
	else
		command=$command-nothing
	fi
	;;
esac
case $command in
run) run ;;
start) start_in_background ;;
stop) stop ;;
stop-nothing) stop_without_directory ;;
status) status ;;
token) print_token "${2-}" "${3-}" ;;
user) add_user "${2-}" ;;
psql) shift && open_psql "$@" ;;
another) another "${2-}" ;;
ctl) shift && open_ctl "$@" ;;
*-nothing) die "there is no table in $VAR: make start" ;;
*) die "say run, start, stop, status, token NAME [admin], user NAME, psql [ROLE], another PROGRAM or ctl COMMAND" ;;
esac
