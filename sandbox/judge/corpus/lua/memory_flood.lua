function double(n)
  local kept = {}
  while true do kept[#kept + 1] = ("sixteen letters."):rep(65536) .. #kept end
end
