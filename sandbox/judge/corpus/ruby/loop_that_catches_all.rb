def double(n)
  loop do
    raise "again"
  rescue Exception
    n += 1
  end
end
