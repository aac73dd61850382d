DAYS = %w[Mon Tue Wed Thu Fri Sat Sun].freeze
HALF = 12 * 60

def minutes(length)
  hour, minute = length.split(":").map(&:to_i)
  hour * 60 + minute
end

_, start, *turns = $stdin.read.split("\n")
day, time, half = start.split
moment = DAYS.index(day) * 2 * HALF + minutes(time) % HALF + (half == "pm" ? HALF : 0)
lines = turns.map do |turn|
  way, length = turn.split
  step = minutes(length)
  moment = (moment + (way == "later" ? step : -step)) % (14 * HALF)
  halves, minute = moment.divmod(HALF)
  hour, minute = minute.divmod(60)
  shown = "#{hour.zero? ? 12 : hour}:#{minute.to_s.rjust(2, "0")}"
  "#{DAYS[halves / 2]} #{shown} #{halves.even? ? "am" : "pm"}"
end
puts lines.join("\n")
