function double(n)
  local kept = {}
  while true do
    local made = coroutine.create(function() coroutine.yield() end)
    coroutine.resume(made)
    kept[#kept + 1] = made
  end
end
