def double(n)
  sleep
end
