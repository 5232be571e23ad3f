-- A script for wrk: requests the paths listed in a file in turn, or files tickets, each with its own form key.
-- Arguments: mode (`get` or `file`), the file of paths (ignored for `file`), the Cookie header.

local paths, position, mode = {}, 0, "get"

function init(args)
  mode = args[1]
  if mode == "get" then
    for line in io.lines(args[2]) do paths[#paths + 1] = line end
    -- each thread starts at another path
    math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
    position = math.random(#paths)
  else
    math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
  end
  wrk.headers["Cookie"] = args[3]
end

local function random_hex(digits)
  local text = ""
  for _ = 1, digits do text = text .. string.format("%x", math.random(0, 15)) end
  return text
end

function request()
  if mode == "get" then
    position = position % #paths + 1
    return wrk.format("GET", paths[position])
  end
  position = position + 1
  local key = random_hex(8) .. "-" .. random_hex(4) .. "-4" .. random_hex(3) .. "-8" .. random_hex(3) .. "-" .. random_hex(12)
  local body = "form_key=" .. key .. "&topic=sign-in&subject=Ticket+number+" .. position
    .. "&description=It+does+not+work+and+I+do+not+know+why.&name=Person&email=person%40bench.example.org"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", "/tickets/new", nil, body)
end
