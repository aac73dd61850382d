function double(n)
end
