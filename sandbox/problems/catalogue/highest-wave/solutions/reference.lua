function highest_wave(waves, memory)
  -- Hours that may still be an answer, from hours[first] to hours[last]: each wave is higher than all that came after it.
  local hours, first, last = {}, 1, 0
  local answers = {}
  for now, wave in ipairs(waves) do
    while last >= first and waves[hours[last]] <= wave do last = last - 1 end
    last = last + 1
    hours[last] = now
    if hours[first] <= now - memory then first = first + 1 end
    answers[now] = hours[first] - 1
  end
  return answers
end
