local function handle() error("again") end
function double(n)
  xpcall(error, handle)
  error("in the end")
end
