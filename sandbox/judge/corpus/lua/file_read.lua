function double(n)
  return #assert(io.open("/etc/passwd")):read("a")
end
