function double(n)
  while true do end
end
