-- What wrk sends, and what it found out, as one line of JSON.
-- With arguments (a file, a position): each request is the file's next row: path, cookie, token and body, with tabs.

local rows, position = nil, 0

local function read(path)
   local found = {}
   for line in io.lines(path) do
      local address, cookie, token, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
      found[#found + 1] = wrk.format("POST", address, {
         ["Host"] = wrk.headers["Host"],
         ["Accept-Encoding"] = wrk.headers["Accept-Encoding"],
         ["Content-Type"] = "application/x-www-form-urlencoded",
         ["HX-Request"] = "true",
         ["Cookie"] = cookie,
         ["X-CSRFToken"] = token,
      }, body)
   end
   return found
end

function init(args)
   if not args[1] then return end
   rows, position = read(args[1]), tonumber(args[2])
   request = function()
      position = position + 1
      return rows[(position - 1) % #rows + 1]
   end
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '\nRESULT {"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "refused": %d, "broken": %d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
      errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
