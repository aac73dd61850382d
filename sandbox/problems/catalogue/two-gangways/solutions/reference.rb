def boarding_order(left, right)
  order = +""
  i = j = 0
  from_left = false
  while i < left.size && j < right.size
    from_left = left[i] == right[j] ? !from_left : left[i] < right[j]
    order << (from_left ? "L" : "R")
    if from_left
      i += 1
    else
      j += 1
    end
  end
  order + "L" * (left.size - i) + "R" * (right.size - j)
end
