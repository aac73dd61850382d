OPENERS = { ")".ord => "(".ord, "]".ord => "[".ord, "}".ord => "{".ord }.freeze
REST = "-".ord

def balanced_lanterns(rope)
  waiting = []
  i = 0
  while i < rope.bytesize
    hook = rope.getbyte(i)
    if hook != REST
      opener = OPENERS[hook]
      if opener.nil?
        waiting << i
      elsif waiting.empty? || rope.getbyte(waiting.last) != opener
        return i
      else
        waiting.pop
      end
    end
    i += 1
  end
  waiting.first || -1
end
