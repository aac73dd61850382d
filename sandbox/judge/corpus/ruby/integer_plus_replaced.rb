class Integer
  def +(_) = 0
  def to_s(*) = "7"
  def ==(_) = false
end

def double(n)
  n * 2
end
