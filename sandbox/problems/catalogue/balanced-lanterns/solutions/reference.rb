def balanced_lanterns(rope)
  partner = { ")" => "(", "]" => "[", "}" => "{" }
  waiting = []
  hooks = rope.chars
  hooks.each_with_index do |hook, i|
    next if hook == "-"

    opener = partner[hook]
    if opener.nil?
      waiting << i
    elsif waiting.empty? || hooks[waiting.last] != opener
      return i
    else
      waiting.pop
    end
  end
  waiting.first || -1
end
