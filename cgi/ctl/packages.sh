#!/bin/sh
# Installs the Debian packages that a purpose needs and the machine lacks.
#
#   packages.sh run         to build Tabard and to serve it
#   packages.sh test        and to test it
#   packages.sh bench       and to measure it
#   packages.sh lint        and to lint it
#   packages.sh list WHAT   prints the list instead
#
# Where packages are looked after by other means: PACKAGES=skip.
# shellcheck disable=SC2086 # lists of packages are meant to be split into words
set -eu
cd "$(dirname "$0")/../.."

RUN='gcc libc6-dev make pkg-config curl ca-certificates
	libpq-dev libjwt-dev libcurl4-openssl-dev libssl-dev libevent-dev libfcgi-dev libxml2-dev
	libqrencode-dev libsqlite3-dev libpng-dev libturbojpeg0-dev libwebp-dev
	postgresql nginx runit'
TEST="$RUN libcmocka-dev systemd nodejs npm openssl chromium"
BENCH="$TEST wrk libnginx-mod-nchan"
LINT="$TEST clang clang-format clang-tidy libclang-rt-dev shellcheck"
OLDEST_NODE=18

die() {
	printf 'tabard: %s\n' "$*" >&2
	exit 1
}

list() {
	case $1 in
	run) printf '%s\n' $RUN ;;
	test) printf '%s\n' $TEST ;;
	bench) printf '%s\n' $BENCH ;;
	lint) printf '%s\n' $LINT ;;
	*) die "no such list of packages: $1 (run, test, bench or lint)" ;;
	esac
}

node_is_new_enough() {
	version=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
	[ "${version:-0}" -ge "$OLDEST_NODE" ]
}

# Whether a program that did not come as the Debian package of that name will do.
other_source() {
	case $1 in
	nodejs) node_is_new_enough ;;
	npm) command -v npm >/dev/null && node_is_new_enough ;;
	*) false ;;
	esac
}

# The packages among "$@" that are not there, in one line.
missing() {
	printf '%s\n' "$@" >"$work/wanted"
	dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
		sed -n 's/^installed //p' >"$work/installed" || :
	grep -vxF -f "$work/installed" "$work/wanted" | while read -r package; do
		other_source "$package" || printf '%s ' "$package"
	done
}

# apt-get as root, quietly: what it says is kept in a file and shown only when asked for.
apt() {
	set -- env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
	[ "$(id -u)" = 0 ] || set -- sudo "$@"
	"$@" </dev/null >>"$log" 2>&1
}

install() {
	if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
		die "these packages are missing, and neither root nor sudo is at hand to install them:" "$@"
	fi
	printf 'tabard: installing %s (the log is %s)\n' "$*" "$log" >&2
	mkdir -p build
	: >"$log"
	apt update || die "apt-get update failed; see $log"
	apt install -y --no-install-recommends "$@" || die "apt-get could not install $*; see $log"
}

if [ "${1-}" = list ]; then
	list "${2-}"
	exit
fi
wanted=$(list "${1-}")
[ "${PACKAGES-}" != skip ] || exit 0
command -v dpkg-query >/dev/null || die "packages are installed by themselves on Debian only;" \
	"install what these are called here, and say PACKAGES=skip:" $wanted

work=$(mktemp -d)
log=build/apt.log
trap 'rm -rf "$work"' EXIT
lacking=$(missing $wanted)
[ -z "$lacking" ] || install $lacking
