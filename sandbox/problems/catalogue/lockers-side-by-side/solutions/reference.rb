def first_lockers(taken, groups)
  # The free stretches that are longer than all before them: a group goes to the first that is long enough.
  begins = []
  lengths = []
  longest = 0
  start = 1
  taken.sort.each do |locker|
    if locker - start > longest
      longest = locker - start
      begins << start
      lengths << longest
    end
    start = locker + 1
  end
  begins << start
  groups.map { |group| begins[lengths.bsearch_index { |length| length >= group } || lengths.size] }
end
