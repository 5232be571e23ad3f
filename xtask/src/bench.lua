-- For wrk: asks for the paths of a file in turn, or files tickets that are all different.
-- Arguments: what (`get` or `file`), the file of paths or a seed, the Cookie header.

local paths, position, what, seed = {}, 0, "get", 0

function init(args)
  what = args[1]
  if what == "get" then
    for line in io.lines(args[2]) do paths[#paths + 1] = line end
    -- the threads start in different places
    math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
    position = math.random(#paths)
  else
    seed = tonumber(args[2])
    math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
  end
  wrk.headers["Cookie"] = args[3]
end

local function part(digits)
  local text = ""
  for _ = 1, digits do text = text .. string.format("%x", math.random(0, 15)) end
  return text
end

function request()
  if what == "get" then
    position = position % #paths + 1
    return wrk.format("GET", paths[position])
  end
  position = position + 1
  local key = part(8) .. "-" .. part(4) .. "-4" .. part(3) .. "-8" .. part(3) .. "-" .. part(12)
  local body = "form_key=" .. key .. "&topic=sign-in&subject=Ticket+number+" .. position
    .. "&description=It+does+not+work+and+I+do+not+know+why.&name=Person&email=person%40bench.example.org"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", "/tickets/new", nil, body)
end
