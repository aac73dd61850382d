def luck_and_trouble(weights, base)
  weights.map do |weight|
    trouble = 0
    while weight >= base
      weight = weight.digits(base).sum
      trouble += 1
    end
    [weight, trouble]
  end
end
