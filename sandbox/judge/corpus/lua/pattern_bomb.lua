function double(n)
  return (("a"):rep(80):find(("a*"):rep(20) .. "b"))
end
