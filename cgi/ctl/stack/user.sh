# shellcheck shell=sh disable=SC2154 # part of stack.sh
# Who runs it all. PostgreSQL refuses root, and nothing that faces a network should be root either, so
# root hands over to the cluster's owner, or to the user that Debian's PostgreSQL comes with.

# Run as root: stack.sh begins again as that user, and this does not return. The checkout may well lie
# where that user cannot go (/root, a clone under mktemp -d); then the least capability that helps is
# kept, which is no more than root would have had.
become_user() {
	[ "$(id -u)" = 0 ] || return 0
	user=$(owner)
	group=$(id -g "$user" 2>/dev/null) || die "there is no user $user to run as: install postgresql"
	[ -e "$VAR/lock" ] || { [ -d "$VAR" ] && chown "$user:$group" "$VAR" && chmod 700 "$VAR"; } || :
	for extra in '' ,+dac_read_search ,+dac_override; do
		caps=-all$extra$(low_port)
		if as_user "$SELF" reach >/dev/null 2>&1; then
			export HOME="$VAR" USER="$user" LOGNAME="$user"
			exec_as_user "$SELF" "$@"
		fi
	done
	die "the user $user cannot reach both $ROOT and $VAR: move them to where it can"
}

owner() {
	for name in cluster lock; do
		user=$(stat -c %U "$VAR/$name" 2>/dev/null) && [ "$user" != root ] && echo "$user" && return
	done
	echo postgres
}

low_port() {
	[ "${PORT:-8080}" -ge 1024 ] 2>/dev/null || printf ',+net_bind_service'
}

as_user() {
	(exec_as_user "$@")
}

exec_as_user() {
	exec setpriv --reuid="$user" --regid="$group" --init-groups --no-new-privs \
		--inh-caps="$caps" --ambient-caps="$caps" "$@"
}

# Bit 10 of the capabilities in force is net_bind_service.
may_bind_low_ports() {
	bits=$(sed -n 's/^CapEff:\t*//p' /proc/self/status)
	[ $(((0x$bits >> 10) & 1)) = 1 ]
}

# What the programs other than nginx are run through, so that they do not keep that one.
without_low_ports() {
	! may_bind_low_ports ||
		printf 'setpriv --inh-caps=-net_bind_service --ambient-caps=-net_bind_service '
}
