module Kernel
  def puts(*) = raise("no")
  def require(*) = raise("no")
end

class Array
  def each = raise("no")
  def pop = raise("no")
  def join(*) = raise("no")
end

$stdout.write(STDIN.read.to_i * 2, "\n")
