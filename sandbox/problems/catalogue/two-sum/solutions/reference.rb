def two_sum(prices, coins)
  nearest = {}
  prices.each_with_index do |price, here|
    back = nearest[coins - price]
    return [back, here] if back

    nearest[price] = here
  end
  []
end
