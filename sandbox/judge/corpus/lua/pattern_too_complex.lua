function double(n)
  return (("x"):rep(300000):find((".-"):rep(200000) .. "y"))
end
