def double(n)
  before = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  sleep 0.001
  spent = Process.clock_gettime(Process::CLOCK_MONOTONIC) - before
  spent >= 0.001 ? n * 2 : -1
end
