def double(n)
  ("a" * 60 + "bc").match?(/^(a|aa)+\1b$/) ? n : n * 2
end
