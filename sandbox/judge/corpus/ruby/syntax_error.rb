def double(n)
  n *
end end
