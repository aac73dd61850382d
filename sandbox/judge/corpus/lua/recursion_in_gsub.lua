function double(n)
  return (("x"):gsub("x", function() return double(n) end))
end
