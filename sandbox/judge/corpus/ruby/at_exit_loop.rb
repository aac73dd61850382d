again = -> { at_exit(&again) }
at_exit(&again)
puts gets.to_i * 2
