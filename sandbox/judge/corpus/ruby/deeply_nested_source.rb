def double(n)
  eval("[" * 100_000 + "]" * 100_000).flatten.size
end
