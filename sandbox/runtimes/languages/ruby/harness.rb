# The judge's side of the Ruby guest: runs a player's program and says what it did. It is loaded
# once, before the memory is kept that every guest starts from. Nothing here is trusted by the host
# and no secret is kept here: the program shares this interpreter.
#
# Each text that the guest is given is one run of standard input up to its end of file.

# Gems that come with Ruby, found without its package manager.
$LOAD_PATH.concat(Dir.glob('/usr/local/lib/ruby/gems/*/gems/*/lib').sort)

%w[
  English benchmark date delegate digest forwardable json matrix observer ostruct pp prime securerandom
  set singleton stringio strscan time timeout tsort
].each { |name| require name }

module ARENA_GUEST__
  FILE = 'solution.rb'
  FRAME = /\Asolution\.rb:\d/
  FRAMES = 12
  TEXT = 6000
  # The host reads no deeper lists.
  DEPTH = 100
  MAIN = TOPLEVEL_BINDING.receiver

  # What a program may redefine, as it was.
  INTEGER = Integer.instance_method(:to_s)
  FLOAT = Float.instance_method(:to_s)
  NAME = Module.instance_method(:name)
  CLASS = Kernel.instance_method(:class)
  METHOD = Kernel.instance_method(:method)
  FLUSH = IO.instance_method(:flush)
  READ = IO.instance_method(:read)
  TRACE = Exception.instance_method(:backtrace)
  PARSE = JSON.method(:parse)
  INPUT = STDIN
  OUTPUT = STDOUT
  ERRORS = STDERR

  ESCAPED = /["\\\x00-\x1f]/
  ESCAPES = (0..31).to_h { |code| [code.chr, format('\\u%04x', code)] }
                   .merge('"' => '\\"', '\\' => '\\\\').freeze

  # What a function returned is no answer.
  class Unfit < StandardError; end
  # It is longer than allowed.
  class Overflow < StandardError; end

  @exits = []

  class << self
    attr_reader :exits

    # The answer's limit, the function's name and the code, each a text of its own.
    def prepare(form)
      @limit = take.unpack1('V')
      entry = take
      code = take
      Kernel.srand
      program = compile(code)
      return program if program.is_a?(String)

      if form == 1
        @program = program
        return 'ready'
      end
      failed = said { program.eval } || find(entry)
      flush
      failed || 'ready'
    rescue Exception => error
      last_words(error)
    end

    def call
      @program ? run : answer
    rescue Exception => error
      last_words(error)
    end

    # Does what a guest does first, so that it need not.
    def warm
      compile("def warm(a)\n  a.map { |x| x + 1 }\nend\n").eval
      @limit = 100
      said { encode(METHOD.bind_call(MAIN, 'warm').call(*PARSE.call('[[1,2.5]]', max_nesting: false)), 0, 100) }
      said { raise 'cold' }
      Object.send(:remove_method, :warm)
      @limit = nil
    end

    private

    def take
      READ.bind_call(INPUT).force_encoding(Encoding::UTF_8)
    end

    # The program, or what is to be said of it.
    def compile(code)
      ahead, rest = code.split(/^__END__\r?\n/, 2)
      Object.const_set(:DATA, StringIO.new(rest)) if ahead && rest
      RubyVM::InstructionSequence.compile(code, FILE, FILE)
    rescue SyntaxError => error
      "syntax\n#{cut(error.message)}"
    rescue ArgumentError, EncodingError => error
      "syntax\n#{FILE}: #{cut(error.message)}"
    end

    # What is to be said of a function that is not there.
    def find(entry)
      @function = METHOD.bind_call(MAIN, entry)
      "missing\n#{entry}" if @function.owner == Kernel && !@function.source_location
    rescue NameError
      "missing\n#{entry}"
    end

    def run
      program, @program = @program, nil
      said = said { program.eval }
      until @exits.empty?
        last = @exits.pop
        said = said { last.call } || said
      end
      flush
      said || 'done'
    end

    def answer
      arguments = PARSE.call(take, max_nesting: false)
      value = nil
      failed = said { value = @function.call(*arguments) }
      flush
      failed || encoded(value)
    end

    # Runs the block; what is to be said of how it failed, if it did.
    def said
      yield
      nil
    rescue SystemExit => error
      "exit\n#{error.status & 0xff}"
    rescue Exception => error
      failure(error)
    end

    def flush
      FLUSH.bind_call(OUTPUT)
      FLUSH.bind_call(ERRORS)
    rescue IOError
      nil
    end

    # For a program that replaced what the rest of this module is made of.
    def last_words(error)
      failure(error)
    rescue Exception
      "error\nException\nthe program replaced what it takes to say how it failed"
    end

    def failure(error)
      kind = NAME.bind_call(CLASS.bind_call(error)) || 'Exception'
      frames = TRACE.bind_call(error) || []
      frames = frames.select { |frame| FRAME.match?(frame) }
      more = frames.size - FRAMES
      frames = frames.first(FRAMES)
      frames << "... #{more} more" if more.positive?
      "error\n#{kind}\n#{[message_of(error, kind), *frames].join("\n")}"
    end

    def message_of(error, kind)
      text = readable(error.message)
      text.empty? || text == kind ? kind : "#{kind}: #{cut(text)}"
    rescue Exception
      "#{kind} (its message cannot be shown)"
    end

    def readable(text)
      return text.scrub('?') if text.encoding == Encoding::UTF_8

      text.encode(Encoding::UTF_8, invalid: :replace, undef: :replace)
    end

    def cut(text)
      text.bytesize > TEXT ? "#{text.byteslice(0, TEXT).scrub('')}..." : text
    end

    def encoded(value)
      "value\n#{encode(value, 0, @limit)}"
    rescue Overflow
      'overflow'
    rescue Unfit => error
      "unfit\n#{error.message}"
    end

    def encode(value, depth, room)
      text = case value
             when Integer then INTEGER.bind_call(value)
             when Float then number(value)
             when String then string(value, room)
             when true then 'true'
             when false then 'false'
             when Array then return list(value, depth, room)
             else raise Unfit, nature(value, depth)
             end
      raise Overflow if text.bytesize > room

      text
    end

    def list(items, depth, room)
      raise Unfit, 'the returned list is nested too deeply, or contains itself' if depth >= DEPTH

      text = +'['
      index = 0
      while index < items.size
        text << ',' if index.positive?
        text << encode(items[index], depth + 1, room - text.bytesize)
        raise Overflow if text.bytesize >= room

        index += 1
      end
      text << ']'
    end

    def number(value)
      text = FLOAT.bind_call(value)
      raise Unfit, "#{text} is no answer" if text.match?(/[NI]/)

      text
    end

    def string(value, room)
      raise Overflow if value.bytesize > room

      value = value.encode(Encoding::UTF_8) unless value.encoding == Encoding::UTF_8
      raise Unfit, 'the returned string is not valid UTF-8' unless value.valid_encoding?

      "\"#{value.gsub(ESCAPED, ESCAPES)}\""
    rescue EncodingError
      raise Unfit, 'the returned string is not valid UTF-8'
    end

    def nature(value, depth)
      kind = nil.equal?(value) ? 'nil' : "an object of #{NAME.bind_call(CLASS.bind_call(value)) || 'a nameless class'}"
      depth.zero? ? "the function returned #{kind}, which is no answer" : "the returned list contains #{kind}"
    rescue TypeError
      'the returned object is no answer'
    end
  end
end

module Kernel
  def at_exit(&block)
    raise ArgumentError, 'called without block' unless block

    ARENA_GUEST__.exits << block
    block
  end
  module_function :at_exit
end

class Thread
  def self.new(*)
    raise ThreadError, 'threads cannot be started here'
  end
  singleton_class.alias_method :start, :new
  singleton_class.alias_method :fork, :new
end

ARENA_GUEST__.warm
Object.private_constant :ARENA_GUEST__
$PROGRAM_NAME = ARENA_GUEST__::FILE
4.times { GC.start }
