require "socket"

def double(n)
  TCPSocket.new("127.0.0.1", 80)
end
