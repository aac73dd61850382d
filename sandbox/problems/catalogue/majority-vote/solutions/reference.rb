def elect_mayor(ballots)
  name, count = ballots.tally.max_by(&:last)
  count && 2 * count > ballots.size ? name : ""
end
