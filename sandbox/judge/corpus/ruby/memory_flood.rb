def double(n)
  rows = []
  loop { rows << "x" * 100_000 }
end
