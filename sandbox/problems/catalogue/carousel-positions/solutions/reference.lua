function carousel_positions(horses, events)
  local count = #horses
  local first_post = {}
  for i, horse in ipairs(horses) do first_post[horse] = i - 1 end
  local turned = 0
  local answers = {}
  for _, event in ipairs(events) do
    local kind, number = event[1], event[2]
    if kind == 0 then
      turned = (turned + number) % count
    else
      local post = first_post[number]
      answers[#answers + 1] = post and (post + turned) % count or -1
    end
  end
  return answers
end
