def two_scarves(left, right)
  # The notes from the last to the first, so that the next one can be popped.
  ours, theirs = [left, right].map do |scarf|
    scarf.scan(/(\d+)([a-z])/).map { |rows, colour| [rows.to_i, colour] }.reverse
  end
  row = 0
  until ours.empty? && theirs.empty?
    return row if ours.last&.last != theirs.last&.last

    both = [ours.last.first, theirs.last.first].min
    row += both
    [ours, theirs].each do |notes|
      notes.last[0] -= both
      notes.pop if notes.last[0].zero?
    end
  end
  -1
end
