function balanced_lanterns(rope)
  local partner = { [")"] = "(", ["]"] = "[", ["}"] = "{" }
  local places, hooks = {}, {}
  for i = 1, #rope do
    local hook = rope:sub(i, i)
    if hook ~= "-" then
      local opening = partner[hook]
      if not opening then
        places[#places + 1] = i - 1
        hooks[#hooks + 1] = hook
      elseif hooks[#hooks] == opening then
        places[#places] = nil
        hooks[#hooks] = nil
      else
        return i - 1
      end
    end
  end
  return places[1] or -1
end
