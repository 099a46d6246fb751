# Which file may include what. Reads `FILE:LINE:#include …` lines, prints those that break the rules:
#   - downwards only: base, rules, table, programs; no program includes another, no resource another;
#   - each foreign library is included in one place, its door;
#   - a header of ours is named by its whole path.

BEGIN {
	# What each place may include of ours besides itself. The longest match counts.
	may["common/base/"] = ""
	may["common/rules/"] = "common/base/"
	may["common/json/"] = "common/base/"
	may["common/db/"] = "common/base/ queries.h"
	may["common/auth/"] = "common/base/ common/json/"
	may["common/http/"] = "common/base/ common/json/"
	may["common/xml/"] = "common/base/ common/json/"
	may["common/formats/"] = "common/base/ common/rules/ common/json/ common/xml/"
	may["common/archive/"] = "common/base/ common/rules/ common/json/ common/db/ common/table/ common/compendium/ common/formats/ queries.h"
	may["common/image/"] = "common/base/"
	may["common/table/"] = "common/base/ common/rules/ common/json/ common/db/ queries.h"
	may["common/compendium/"] = "common/base/ common/json/ common/rules/"
	may["cgi/api/"] = "common/ queries.h"
	may["cgi/events/"] = "common/base/ common/json/ common/db/ common/table/ queries.h"
	may["cgi/clock/"] = "common/ queries.h"
	may["cgi/image/"] = "common/base/ common/image/"
	may["cgi/ctl/"] = "common/ queries.h"

	door["libpq"] = "common/db/"
	door["jwt.h"] = door["openssl/"] = door["curl/"] = "common/auth/"
	door["fcgi"] = "common/http/"
	door["libxml/"] = "common/xml/"
	door["sqlite3"] = "cgi/ctl/"
	door["event2/"] = "cgi/events/"
	door["qrencode"] = "cgi/ctl/"
	door["png.h"] = door["turbojpeg.h"] = door["webp/"] = "cgi/image/"

	libc = "^(sys|netinet|arpa|net|linux)/|^(assert|ctype|dirent|errno|fcntl|getopt|grp|inttypes|limits|locale" \
		"|malloc|math|netdb|poll|pthread|pwd|sched|semaphore|setjmp|signal|spawn|std[a-z]+|string|strings|termios|time|unistd)\\.h$"
}

function starts(text, prefix) {
	return substr(text, 1, length(prefix)) == prefix
}

function complain(why) {
	print file ":" line ": " why
}

# The folder that a file belongs to; a resource of the API is a folder of its own.
function home(path) {
	if (match(path, /^cgi\/api\/[^\/]+\//))
		return substr(path, 1, RLENGTH)
	match(path, /^[^\/]+\/[^\/]+\//)
	return substr(path, 1, RLENGTH)
}

function check_ours(from, what, place, allowed, count, i) {
	if (what !~ /\// && what != "queries.h")
		return complain("say the whole path of " what)
	place = home(file)
	if (starts(what, place))
		return
	if (starts(place, "cgi/api/")) {
		# The API's own headers are for all of it; a resource's only for the route table above it.
		if (home(what) == "cgi/api/" || (place == "cgi/api/" && starts(what, "cgi/api/")))
			return
		place = "cgi/api/"
	}
	count = split(may[place], allowed, " ")
	for (i = 1; i <= count; i++)
		if (starts(what, allowed[i]))
			return
	complain(place " may not include " what)
}

function check_foreign(what, prefix) {
	if (what ~ libc)
		return
	for (prefix in door)
		if (starts(what, prefix)) {
			if (!starts(file, door[prefix]))
				complain("<" what "> is included by " door[prefix] " only")
			return
		}
	complain("<" what "> is of a library that has no door")
}

{
	split($0, at, ":")
	file = at[1]
	line = at[2]
	match($0, /["<][^">]+[">]/)
	what = substr($0, RSTART + 1, RLENGTH - 2)
	if (substr($0, RSTART, 1) == "<")
		check_foreign(what)
	else
		check_ours(file, what)
}
