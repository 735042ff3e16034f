-- One scenario of the order-fulfillment load: SCENARIO=create|get|list, USER_ID, TOKEN, and IDS, a file with an objectId
-- a line.
local scenario, user = os.getenv("SCENARIO"), os.getenv("USER_ID")
local headers = {
  ["X-Parse-Application-Id"] = "APP",
  ["X-Parse-Session-Token"] = os.getenv("TOKEN"),
  ["Content-Type"] = "application/json",
}
local ids = {}
for line in io.lines(os.getenv("IDS")) do
  ids[#ids + 1] = line
end
local body = '{"user":{"__type":"Pointer","className":"_User","objectId":"' .. user ..
  '"},"products":[{"sku":"A1","quantity":2,"price":19.5},{"sku":"B7","quantity":1,"price":61}],' ..
  '"totalAmount":100,"status":"pending","ACL":{"' .. user .. '":{"read":true,"write":true}}}'
local list = "/parse/classes/Order?limit=20&order=-createdAt&where=" ..
  "%7B%22status%22%3A%22pending%22%2C%22user%22%3A%7B%22__type%22%3A%22Pointer%22%2C%22className%22%3A" ..
  "%22_User%22%2C%22objectId%22%3A%22" .. user .. "%22%7D%7D"
local next = math.random(1, #ids)

request = function()
  if scenario == "create" then
    return wrk.format("POST", "/parse/classes/Order", headers, body)
  elseif scenario == "get" then
    next = next % #ids + 1
    return wrk.format("GET", "/parse/classes/Order/" .. ids[next], headers)
  end
  return wrk.format("GET", list, headers)
end

done = function(summary, latency)
  io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.errors.status + summary.errors.timeout))
end
