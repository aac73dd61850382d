function smudged_visitor_book(book)
  -- Every number of people from fewest to most may be inside.
  local fewest, most, settled = 0, 0, 0
  for k = 1, #book do
    local mark = book:sub(k, k)
    fewest = math.max(0, fewest + (mark == "(" and 1 or -1))
    most = most + (mark == ")" and -1 or 1)
    if most < 0 then break end
    if fewest == 0 then settled = k end
  end
  return settled
end
