local n, q = io.read("n", "n")
local till = { [0] = 0 }
for day = 1, n do till[day] = till[day - 1] + io.read("n") end
local answers = {}
for i = 1, q do
  local a, b = io.read("n", "n")
  local total = till[b] - till[a - 1]
  answers[i] = a <= b and total or total + till[n]
end
print(table.concat(answers, "\n"))
