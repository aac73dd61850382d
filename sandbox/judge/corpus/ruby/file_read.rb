def double(n)
  File.read("/etc/passwd").size
end
