function mirror_words(signs)
  local answers = {}
  for i, sign in ipairs(signs) do
    local letters = sign:lower():gsub("%W", "")
    local repaint = 0
    for left = 1, #letters // 2 do
      if letters:byte(left) ~= letters:byte(-left) then repaint = repaint + 1 end
    end
    answers[i] = repaint
  end
  return answers
end
