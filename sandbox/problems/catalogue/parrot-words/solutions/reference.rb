head, said = $stdin.read.split("\n", 2)
k = head.split[1].to_i
counts = said.downcase.scan(/[a-z]+(?:'[a-z]+)*/).tally
# The words of each count, in the order of the alphabet.
words = counts.keys.sort.group_by { |word| counts[word] }
lines = words.keys.sort.reverse.select { |count| count >= k }.flat_map do |count|
  words[count].map { |word| "#{word} #{count}" }
end
lines << "total #{counts.size} #{counts.values.sum}"
puts lines.join("\n")
