def market_barrow(weights, prices, counts, strength)
  # best[w]: the most pennies of a load of at most w pounds
  best = Array.new(strength + 1, 0)
  weights.zip(prices, counts) do |weight, price, count|
    left = [count, strength / weight].min
    # Bundles of 1, 2, 4, ... pieces and a rest: any number of pieces is a choice of bundles.
    size = 1
    while left > 0
      pieces = [size, left].min
      left -= pieces
      heavy = pieces * weight
      dear = pieces * price
      w = strength
      while w >= heavy
        with_bundle = best[w - heavy] + dear
        best[w] = with_bundle if with_bundle > best[w]
        w -= 1
      end
      size *= 2
    end
  end
  [best[strength], best.index(best[strength])]
end
