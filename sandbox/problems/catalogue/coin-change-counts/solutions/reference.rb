MODULUS = 1_000_000_007

def coin_change_counts(coins, copies, amount)
  ways = [0] * (amount + 1)
  ways[0] = 1
  coins.zip(copies) do |coin, owned|
    # Either no piece of this kind, or one more than for the rest; never owned + 1 of them.
    more = ways.dup
    first_excess = coin * (owned + 1)
    total = coin
    while total <= amount
      sum = ways[total] + more[total - coin]
      sum -= ways[total - first_excess] if total >= first_excess
      more[total] = sum % MODULUS
      total += 1
    end
    ways = more
  end
  ways[amount]
end
