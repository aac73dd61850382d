class Shy < StandardError
  def message = raise("no")
  def backtrace = raise("no")
  def self.name = raise("no")
end

def double(n)
  raise Shy
end
