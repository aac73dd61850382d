KINDS = [200, 100, 50, 20, 10, 5].freeze

# The miser's change, or nil if it is stuck.
def count_out(owed, till)
  change = []
  KINDS.each do |kind|
    next if owed < kind || till[kind].zero?

    many = [owed / kind, till[kind]].min
    owed -= kind * many
    change.fill(kind, change.size, many)
  end
  change if owed.zero?
end

till = KINDS.to_h { |kind| [kind, 0] }
credit = 0
thrown = []
out = []

$stdin.readlines.drop(1).each do |command|
  if command.start_with?("coin")
    coin = command[5..].to_i
    till[coin] += 1
    credit += coin
    thrown << coin
    next
  end

  if command.start_with?("buy")
    owed = credit - command[4..].to_i
    if owed < 0
      out << "missing #{-owed}"
      next
    end
    coins = count_out(owed, till)
    unless coins
      out << "no change"
      next
    end
    out << (coins.empty? ? "ticket" : "ticket #{coins.join(" ")}")
  else
    coins = thrown
    out << ["back", *coins].join(" ")
  end
  coins.each { |coin| till[coin] -= 1 }
  credit = 0
  thrown = []
end
puts out
