class Onion
  def inspect = [self].inspect
end

def double(n)
  Onion.new.inspect
end
