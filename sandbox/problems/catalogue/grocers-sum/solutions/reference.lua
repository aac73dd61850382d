local RANK = { ["("] = 0, ["+"] = 1, ["-"] = 1, ["*"] = 2 }

local function value_of(line)
  local values, signs = {}, {}

  local function apply()
    local right = table.remove(values)
    local sign = table.remove(signs)
    if sign == "+" then
      values[#values] = values[#values] + right
    elseif sign == "-" then
      values[#values] = values[#values] - right
    else
      values[#values] = values[#values] * right
    end
  end

  local at = line:find("%S")
  while at do
    local token = line:match("^%d+", at) or line:sub(at, at)
    if token == "(" then
      signs[#signs + 1] = token
    elseif token == ")" then
      while signs[#signs] ~= "(" do apply() end
      signs[#signs] = nil
    elseif RANK[token] then
      while #signs > 0 and RANK[signs[#signs]] >= RANK[token] do apply() end
      signs[#signs + 1] = token
    else
      values[#values + 1] = math.tointeger(tonumber(token))
    end
    at = line:find("%S", at + #token)
  end
  while #signs > 0 do apply() end
  return values[1]
end

for _ = 1, io.read("n", "l") do print(value_of(io.read())) end
