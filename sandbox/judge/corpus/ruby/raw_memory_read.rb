def double(n)
  [16_777_216].pack("J").unpack1("P65536")
end
