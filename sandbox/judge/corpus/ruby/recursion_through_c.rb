def double(n)
  (1..1).each { double(n + 1) }
end
