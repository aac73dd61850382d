function double(n)
  local own
  own = coroutine.create(function() return coroutine.resume(own) end)
  local _, resumed, message = coroutine.resume(own)
  assert(resumed, message)
end
