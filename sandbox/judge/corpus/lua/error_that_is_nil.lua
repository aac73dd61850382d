function double(n)
  error(nil)
end
