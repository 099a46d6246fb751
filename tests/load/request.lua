-- wrk: one of the requests in a file, at random. wrk … -s request.lua URL -- FILE TOKEN
-- The file has a line each: method, path and body, between tabs; and a token behind another one, where it is not TOKEN.
local requests = {}

function init(args)
	for line in io.lines(args[1]) do
		local method, path, body, token = line:match("^(%u+)\t([^\t]*)\t([^\t]*)\t?(.*)$")
		if token == "" then token = args[2] end
		local headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
		if body == "" then body = nil end
		requests[#requests + 1] = wrk.format(method, path, headers, body)
	end
	-- Each run and thread its own order.
	math.randomseed(tonumber(tostring({}):match("0x(%x+)"), 16) % 2147483647)
end

function request()
	return requests[math.random(#requests)]
end

function done(summary, latency)
	local errors = summary.errors
	io.write(string.format("RESULT %.1f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6,
		latency:percentile(50) / 1000, latency:percentile(99) / 1000,
		errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
