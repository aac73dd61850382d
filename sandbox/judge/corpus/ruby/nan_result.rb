def double(n)
  Float::NAN
end
