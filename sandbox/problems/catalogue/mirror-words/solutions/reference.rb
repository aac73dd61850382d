def mirror_words(signs)
  signs.map do |sign|
    letters = sign.downcase.scan(/[[:alnum:]]/)
    left = 0
    right = letters.size - 1
    repaint = 0
    while left < right
      repaint += 1 if letters[left] != letters[right]
      left += 1
      right -= 1
    end
    repaint
  end
end
