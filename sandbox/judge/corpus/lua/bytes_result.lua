function double(n)
  return "\xff\xfe"
end
