def cheapest_cast(fees, rivals)
  players = fees.size
  whole = (1 << players) - 1
  # Who may lead the scene after a player.
  may_follow = Array.new(players) { |player| (0...players).to_a - [player] }
  rivals.each do |a, b|
    may_follow[a].delete(b)
    may_follow[b].delete(a)
  end
  # best[cast][last]: the least that the first scenes cost with this set of players and this one in the last of them.
  best = Array.new(whole + 1) { Array.new(players) }
  players.times { |player| best[1 << player][player] = fees[player][0] }
  scenes = Array.new(whole + 1, 0)
  (1...whole).each do |cast|
    scene = scenes[cast] = scenes[cast >> 1] + (cast & 1)
    best[cast].each_with_index do |cost, last|
      next if cost.nil?

      may_follow[last].each do |player|
        next if cast[player] == 1

        ahead = best[cast | 1 << player]
        total = cost + fees[player][scene]
        ahead[player] = total if ahead[player].nil? || total < ahead[player]
      end
    end
  end
  best[whole].compact.min || -1
end
