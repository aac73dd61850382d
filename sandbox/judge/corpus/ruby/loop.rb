def double(n)
  loop { n += 1 }
end
