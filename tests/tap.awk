# Counts TAP: prints "PASSED FAILED". A plan that was not kept counts as failures, so that a program
# that dies in the middle cannot pass; skipped tests count as neither. A plan stands before its tests
# (cmocka) or after them (our scripts), and several outputs may follow each other.

function close_plan() {
	if (planned > seen)
		failed += planned - seen
	planned = seen = 0
}

/^1\.\.[0-9]+/ {
	after = !planned && seen
	if (!after)
		close_plan()
	planned = substr($1, 4) + 0
	if (after)
		close_plan()
}
/^(not )?ok( |$)/ {
	seen++
	if ($0 ~ /# *(SKIP|TODO)/)
		next
	if ($1 == "ok")
		passed++
	else
		failed++
}
END {
	close_plan()
	print passed + 0, failed + 0
}
