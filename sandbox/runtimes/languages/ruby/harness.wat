;; The judge's side of the Ruby guest: it hands texts to harness.rb, which does the work, and passes on
;; what that says. Nothing here is trusted by the host: a program shares this memory.
;;
;; The host calls arena_buffer to place text, arena_prepare once, then arena_call for each input.
;; Replies are a tag line and a body; they are returned as (address << 32 | length).
(module
  (import "ruby" "memory" (memory 0))
  (import "ruby" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
  (import "ruby" "ruby-init: func(args: list<string>) -> ()" (func $ruby_init (param i32 i32)))
  (import "ruby" "rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>"
    (func $eval (param i32 i32) (result i32)))
  (import "ruby" "rb-clear-errinfo: func() -> ()" (func $clear_error))
  (import "ruby" "rstring-ptr: func(value: handle<rb-abi-value>) -> string"
    (func $string (param i32) (result i32)))
  (import "ruby" "cabi_post_rstring-ptr" (func $free_string (param i32)))
  (import "ruby" "canonical_abi_drop_rb-abi-value" (func $drop (param i32)))
  (import "arena-unwinding" "arena_make_room" (func $make_room))
  (import "wasi_snapshot_preview1" "arena_feed" (func $feed (param i32 i32 i32 i32 i32 i32)))

  (data $options "ruby\00-EUTF-8:UTF-8\00--disable-gems\00-e_=0\00")
  (data $harness "@HARNESS@")
  (data $prepare_function "ARENA_GUEST__.prepare(0)")
  (data $prepare_program "ARENA_GUEST__.prepare(1)")
  (data $call "ARENA_GUEST__.call")
  (data $lost "error\nNoMemoryError\nruby has no memory left to say what went wrong")

  ;; Buffers for the code, the entry and the inputs: address and room.
  (global $code (mut i32) (i32.const 0))
  (global $entry (mut i32) (i32.const 0))
  (global $input (mut i32) (i32.const 0))
  (global $input_room (mut i32) (i32.const 0))
  ;; How the last reply is to be freed.
  (global $reply (mut i32) (i32.const 0))
  (global $lost_at (mut i32) (i32.const 0))

  (func $allocate (param $length i32) (result i32)
    (call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (local.get $length)))

  ;; A string of Ruby's own kind, which it frees.
  (func $set_option (param $at i32) (param $from i32) (param $length i32)
    (local $copy i32)
    (local.set $copy (call $allocate (local.get $length)))
    (memory.copy (local.get $copy) (local.get $from) (local.get $length))
    (i32.store (local.get $at) (local.get $copy))
    (i32.store offset=4 (local.get $at) (local.get $length)))

  ;; Runs before the memory is kept as what every guest starts from.
  (func (export "arena_snapshot")
    (local $text i32) (local $list i32)
    (call $make_room)
    (local.set $text (call $allocate (i32.const 40)))
    (memory.init $options (local.get $text) (i32.const 0) (i32.const 40))
    (local.set $list (call $allocate (i32.const 32)))
    (call $set_option (local.get $list) (local.get $text) (i32.const 5))
    (call $set_option (i32.add (local.get $list) (i32.const 8))
      (i32.add (local.get $text) (i32.const 5)) (i32.const 14))
    (call $set_option (i32.add (local.get $list) (i32.const 16))
      (i32.add (local.get $text) (i32.const 19)) (i32.const 15))
    (call $set_option (i32.add (local.get $list) (i32.const 24))
      (i32.add (local.get $text) (i32.const 34)) (i32.const 6))
    (call $ruby_init (local.get $list) (i32.const 4))
    (local.set $text (call $allocate (i32.const @HARNESS_LENGTH@)))
    (memory.init $harness (local.get $text) (i32.const 0) (i32.const @HARNESS_LENGTH@))
    (local.set $text (call $eval (local.get $text) (i32.const @HARNESS_LENGTH@)))
    ;; A harness that does not load makes no guest.
    (if (i32.load offset=4 (local.get $text)) (then (unreachable)))
    (global.set $lost_at (call $allocate (i32.const 66)))
    (memory.init $lost (global.get $lost_at) (i32.const 0) (i32.const 66)))

  ;; What is left to do for a guest.
  (func (export "arena_start"))

  (func (export "arena_buffer") (param $length i32) (result i32)
    (local.set $length (i32.add (local.get $length) (i32.const 1)))
    (if (i32.eqz (global.get $code))
      (then
        (global.set $code (call $allocate (local.get $length)))
        (return (global.get $code))))
    (if (i32.eqz (global.get $entry))
      (then
        ;; The limit of the answer stands before it.
        (global.set $entry (call $allocate (i32.add (local.get $length) (i32.const 8))))
        (i32.store8 offset=7 (i32.add (global.get $entry) (local.get $length)) (i32.const 0))
        (return (i32.add (global.get $entry) (i32.const 8)))))
    (if (i32.gt_u (local.get $length) (global.get $input_room))
      (then
        (global.set $input
          (call $realloc (global.get $input) (global.get $input_room) (i32.const 8) (local.get $length)))
        (global.set $input_room (local.get $length))))
    (global.get $input))

  ;; Evaluates a text; the string that it gives.
  (func $say (param $text i32) (param $length i32) (result i64)
    (local $result i32) (local $value i32)
    (if (global.get $reply) (then (call $free_string (global.get $reply))))
    (global.set $reply (i32.const 0))
    (local.set $result (call $eval (local.get $text) (local.get $length)))
    (if (i32.load offset=4 (local.get $result))
      (then
        (call $clear_error)
        (return (i64.or (i64.shl (i64.extend_i32_u (global.get $lost_at)) (i64.const 32)) (i64.const 66)))))
    (local.set $value (i32.load (local.get $result)))
    (global.set $reply (call $string (local.get $value)))
    (call $drop (local.get $value))
    (i64.or
      (i64.shl (i64.extend_i32_u (i32.load (global.get $reply))) (i64.const 32))
      (i64.extend_i32_u (i32.load offset=4 (global.get $reply)))))

  ;; `code` and `entry` are buffers of arena_buffer, in this order; `entry` ends in a zero.
  (func (export "arena_prepare")
    (param $program i32) (param $code i32) (param $length i32) (param $entry i32) (param $limit i32)
    (result i64)
    (local $text i32)
    (i32.store offset=4 (global.get $entry) (local.get $limit))
    (call $feed
      (i32.add (global.get $entry) (i32.const 4)) (i32.const 4)
      (local.get $entry) (call $length (local.get $entry))
      (local.get $code) (local.get $length))
    (local.set $text (call $allocate (i32.const 24)))
    (if (local.get $program)
      (then (memory.init $prepare_program (local.get $text) (i32.const 0) (i32.const 24)))
      (else (memory.init $prepare_function (local.get $text) (i32.const 0) (i32.const 24))))
    (call $say (local.get $text) (i32.const 24)))

  (func $length (param $text i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (loop $next
      (if (i32.load8_u (local.get $end))
        (then
          (local.set $end (i32.add (local.get $end) (i32.const 1)))
          (br $next))))
    (i32.sub (local.get $end) (local.get $text)))

  ;; `text` is a buffer of arena_buffer.
  (func (export "arena_call") (param $input i32) (param $length i32) (result i64)
    (local $text i32)
    (call $feed (local.get $input) (local.get $length)
      (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))
    (local.set $text (call $allocate (i32.const 18)))
    (memory.init $call (local.get $text) (i32.const 0) (i32.const 18))
    (call $say (local.get $text) (i32.const 18))))
