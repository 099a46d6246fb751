# The rules are pure: whatever their functions reach, through each other and through common/base, ends in
# code that copies, compares or counts. Reads, for each object file, `@ OBJECT`, `D SYMBOL` for what it
# defines and `readelf -rSW`; prints what is reached that should not be.

BEGIN {
	pure = "^(mem(cpy|move|set|cmp|chr)|strlen|strnlen|strcmp|__mem(cpy|move|set)_chk|__stack_chk_fail" \
		"|_GLOBAL_OFFSET_TABLE_|__u?(div|mod|divmod)ti[34]|__(start|stop)_.*)$"
	# The arena hands out the caller's memory; base promises that it does nothing else.
	owned = "^arena_"
	places = split(".text. .text.unlikely. .rodata. .data.rel.ro. .data.rel.ro.local. .data. .bss.", prefix, " ")
}

function source(object) {
	sub(/^.*\/obj\//, "", object)
	sub(/\.o$/, ".c", object)
	return object
}

# The sections with code or pointers behind a symbol of that object: they are named after it.
function follow(object, symbol, via, i) {
	for (i = 1; i <= places; i++)
		visit(object, prefix[i] symbol, via)
}

function visit(object, section, via, key, i, target) {
	key = object SUBSEP section
	if (key in visited || !(key in edges))
		return
	visited[key] = 1
	for (i = 1; i <= edges[key]; i++) {
		target = edge[key, i]
		if (target ~ owned)
			continue
		if (substr(target, 1, 1) == ".")
			visit(object, target, via)
		else if ((object, target) in defined)
			follow(object, target, via " > " target)
		else if (target in home)
			follow(home[target], target, via " > " target)
		else if (target !~ pure)
			print source(first) ":1: " via " > " target
	}
}

$1 == "@" { object = $2; next }
$1 == "D" { defined[object, $3] = 1; if ($2 ~ /[A-Z]/) home[$3] = object; next }
/^Relocation section/ {
	section = $3
	gsub(/^'\.rela?|'$/, "", section)
	key = object SUBSEP section
	next
}
# offset, info, type, symbol's value, symbol name
$1 ~ /^[0-9a-f]+$/ && length($1) >= 8 && $3 ~ /^R_/ && NF >= 5 {
	edge[key, ++edges[key]] = $5
	if (object ~ /\/common\/rules\// && section ~ /^\.(text|data)/)
		root[key] = object
}
# State that outlives a call.
/ \.(data|bss)(\.| )/ && !/ \.data\.rel\.ro/ && object ~ /\/common\/rules\// && match($0, /\.(data|bss)\.[^ ]+/) {
	print source(object) ":1: a variable that can be written: " substr($0, RSTART, RLENGTH)
}

END {
	for (key in root) {
		split(key, part, SUBSEP)
		first = part[1]
		name = part[2]
		sub(/^\.(text|text\.unlikely|data\.rel\.ro(\.local)?)\./, "", name)
		visit(part[1], part[2], name)
	}
}
