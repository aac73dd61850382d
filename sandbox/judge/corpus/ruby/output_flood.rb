def double(n)
  loop { puts "x" * 1000 }
end
