function double(n)
  error({ "value", n * 2 })
end
