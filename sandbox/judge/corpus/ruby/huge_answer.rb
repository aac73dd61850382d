def double(n)
  "x" * 50_000_000
end
