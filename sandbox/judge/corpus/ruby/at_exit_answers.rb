at_exit { puts $answer }
$answer = gets.to_i * 2
exit
