def carousel_positions(horses, events)
  count = horses.size
  first_post = horses.each_with_index.to_h
  turned = 0
  answers = []
  events.each do |kind, number|
    if kind.zero?
      turned = (turned + number) % count
    else
      post = first_post[number]
      answers << (post ? (post + turned) % count : -1)
    end
  end
  answers
end
