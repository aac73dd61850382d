RANK = { "(" => 0, "+" => 1, "-" => 1, "*" => 2 }.freeze

def value_of(line)
  values = []
  signs = []
  apply = lambda do
    right = values.pop
    values << values.pop.public_send(signs.pop, right)
  end

  line.scan(/\d+|[-+*()]/) do |token|
    case token
    when "("
      signs << token
    when ")"
      apply.call while signs.last != "("
      signs.pop
    when "+", "-", "*"
      apply.call while !signs.empty? && RANK[signs.last] >= RANK[token]
      signs << token
    else
      values << token.to_i
    end
  end
  apply.call until signs.empty?
  values.first
end

gets.to_i.times { puts value_of(gets) }
