local next, type = next, type
function double(n)
  return n * 2
end
for name, library in next, _G do
  if type(library) == "table" and library ~= _G then
    for key in next, library do library[key] = nil end
  end
  if name ~= "double" and name ~= "_G" then _G[name] = nil end
end
