# shellcheck shell=sh disable=SC2154 # part of stack.sh
# The services, as runit has them: $VAR/service/<name> with a `run` script each, logs in $VAR/log.

# service NAME: its run script, the end of which comes from standard input. Each service is a session of
# its own and leaves its process group in `group`, so that what a killed program leaves behind (nginx's
# workers keep the port) can be ended before it is started anew.
service() {
	dir=$VAR/service/$1
	mkdir -p "$dir/log"
	touch "$dir/down"
	{
		echo '#!/bin/sh'
		echo 'exec 2>&1'
		echo "ulimit -n \$(ulimit -Hn)"
		echo "echo \$\$ >group"
		cat
	} >"$dir/run"
	cat >"$dir/finish" <<-'END'
		#!/bin/sh
		kill -s KILL -- "-$(cat group)" 2>/dev/null
		echo "$1" >>exits
	END
	mkdir -p "$VAR/log/$1"
	printf 's1000000\nn4\n' >"$VAR/log/$1/config"
	ln -sfn "$1/current" "$VAR/log/$1.log"
	printf '#!/bin/sh\nexec svlogd "%s/log/%s"\n' "$VAR" "$1" >"$dir/log/run"
	chmod +x "$dir/run" "$dir/finish" "$dir/log/run"
}

# program NAME: one of ours, with the database role of its name
program() {
	service "$1" <<-END
		export DATABASE_URL='$(database_url "tabard_$1")'
		rm -f '$VAR/run/$1.sock'
		exec $(without_low_ports)setsid '$BIN/tabard-$1'
	END
}

write_services() {
	rm -rf "$VAR/service"
	service postgres <<-END
		exec $(without_low_ports)setsid '$POSTGRES/postgres' -c config_file='$VAR/etc/postgresql.conf'
	END
	program api
	program events
	program clock
	service nginx <<-END
		exec setsid nginx -e stderr -p '$VAR/nginx' -c '$VAR/etc/nginx.conf'
	END
	# TERM lets PostgreSQL wait for its clients; INT is its fast shutdown.
	mkdir -p "$VAR/service/postgres/control"
	cat >"$VAR/service/postgres/control/t" <<-'END'
		#!/bin/sh
		exec kill -INT "$(cat supervise/pid)"
	END
	chmod +x "$VAR/service/postgres/control/t"
}

# runsvdir holds back for a second when its directory has only just changed, so it is made to look older.
supervise() {
	touch -d '1 minute ago' "$VAR/service"
	setsid runsvdir -P "$VAR/service" </dev/null >"$VAR/log/supervisor.log" 2>&1 &
	supervisor=$!
	echo "$supervisor" >"$VAR/run/supervisor.pid"
}

# The first service that has ended three times since it was told to be up.
troubled() {
	for service in $SERVICES; do
		if [ "$(grep -c '' "$VAR/service/$service/exits" 2>/dev/null)" -ge 3 ] 2>/dev/null; then
			echo "$service"
			return
		fi
	done
	return 1
}

# nginx first, so that nobody is let in any more; PostgreSQL last, with its checkpoint.
stop_services() {
	[ -d "$VAR/service" ] || return 0
	{
		sv -w 10 force-stop nginx
		sv -w 10 force-stop api events clock
		sv -w 60 force-stop postgres
		supervisor=$(cat "$VAR/run/supervisor.pid")
		! is_supervisor "$supervisor" || kill -HUP "$supervisor"
		sv exit postgres api events clock nginx
	} >/dev/null 2>&1 || :
}

is_supervisor() {
	tr '\0' ' ' <"/proc/$1/cmdline" | grep -q "^runsvdir -P $VAR/service "
}

# What did not go by itself: whoever still holds the lock, be its file removed or not. Fails when there
# is nobody.
kill_holders() {
	killed=no
	for descriptor in /proc/[0-9]*/fd/9; do
		case $(readlink "$descriptor" 2>/dev/null) in
		"$VAR/lock" | "$VAR/lock (deleted)")
			pid=${descriptor#/proc/}
			kill -s KILL "${pid%%/*}" 2>/dev/null && killed=yes
			;;
		esac
	done
	[ $killed = yes ]
}

# One line: its name, up or down, its process and the memory of that and its children.
service_status() {
	pid=$(cat "$VAR/service/$1/supervise/pid" 2>/dev/null) || pid=''
	if [ -z "$pid" ] || [ "$(cat "$VAR/service/$1/supervise/stat" 2>/dev/null)" != run ]; then
		printf '%-9s down  see %s\n' "$1" "$VAR/log/$1.log"
		return 1
	fi
	printf '%-9s up    pid %-8s %s\n' "$1" "$pid" "$(memory_of "$pid")"
}

memory_of() {
	cat /proc/[0-9]*/status 2>/dev/null | awk -v pid="$1" '
		$1 == "Pid:" { its = $2 }
		$1 == "PPid:" { parent = $2 }
		$1 == "VmRSS:" && (its == pid || parent == pid) { kilobytes += $2 }
		END { printf "%.1f MB\n", kilobytes / 1024 }'
}
