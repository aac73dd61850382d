require "js"

def double(n)
  JS.eval("1")
end
