def double(n)
  loop { warn "x" * 1000 }
end
