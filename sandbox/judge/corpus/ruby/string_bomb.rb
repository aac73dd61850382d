def double(n)
  text = "a" * (1 << 30)
  text.size
end
