# Makes C of the .sql files named as arguments: one `const struct db_query` each.
#
#   awk -v header=queries.h -v source=queries.c -f sql/embed.awk cgi/api/encounters/load.sql …
#
# A query is called after its file: cgi/api/encounters/load.sql is q_encounters_load. Lines that are
# comments are left out of the text, and params is the highest $n in it.

function fail(why) {
	print FILENAME ":" FNR ": " why >"/dev/stderr"
	failed = 1
	exit 1
}

function name_of(path) {
	sub(/\.sql$/, "", path)
	sub(/^common\//, "", path)
	sub(/^cgi\/events\//, "broadcast/", path)
	if (!sub(/^cgi\/api\/[^\/]*\//, "&", path))
		sub(/^cgi\/api\//, "api/", path)
	sub(/^cgi\/(api\/)?/, "", path)
	gsub(/\//, "_", path)
	return "q_" path
}

function begin_query(path) {
	name = name_of(path)
	if (name !~ /^q_[a-z0-9_]+$/)
		fail("a query's file name is made of a-z, 0-9 and _")
	if (name in file)
		fail(name " is also the name of " file[name])
	file[name] = path
	names[count++] = name
	text[name] = ""
	params[name] = 0
}

function count_params(line) {
	while (match(line, /\$[0-9]+/)) {
		n = substr(line, RSTART + 1, RLENGTH - 1) + 0
		if (n > params[name])
			params[name] = n
		line = substr(line, RSTART + RLENGTH)
	}
}

FNR == 1 { begin_query(FILENAME) }
/^[ \t]*(--|$)/ { next }
{
	count_params($0)
	gsub(/\\/, "&&")
	gsub(/"/, "\\\"")
	gsub(/\t/, "\\t")
	text[name] = text[name] "\n\t\t\"" $0 "\\n\""
}

END {
	if (failed)
		exit 1
	notice = "/* Made by sql/embed.awk from the .sql files: change those. */"
	print notice "\n#ifndef TABARD_QUERIES_H\n#define TABARD_QUERIES_H\n" >header
	print "#include \"common/db/query.h\"\n\nenum { DB_QUERY_COUNT = " count " };" >header
	print "extern const struct db_query *const db_queries[DB_QUERY_COUNT];\n" >header
	print notice "\n#include \"queries.h\"\n" >source
	print "/* ISO C promises 4095 bytes of string; gcc and clang take what comes. */" >source
	print "#pragma GCC diagnostic ignored \"-Woverlength-strings\"" >source
	for (i = 0; i < count; i++) {
		name = names[i]
		if (text[name] == "") {
			print file[name] ": no statement in it" >"/dev/stderr"
			exit 1
		}
		print "extern const struct db_query " name ";" >header
		printf "\n/* %s */\nconst struct db_query %s = {\n\t.name = \"%s\",\n", file[name], name, name >source
		printf "\t.index = %d,\n\t.params = %d,\n\t.text =%s,\n};\n", i, params[name], text[name] >source
	}
	print "\n#endif" >header
	print "\nconst struct db_query *const db_queries[DB_QUERY_COUNT] = {" >source
	for (i = 0; i < count; i++)
		print "\t&" names[i] "," >source
	print "};" >source
}
