;; The buffers of C's long jumps. Ruby takes one of 24 KiB for every call through C that can be left by
;; an exception, and loses it when the call is left in that way: some thousand times
;; `each { return }` would be out of memory. Here these buffers are kept apart: a jump gives those back
;; that belong to frames below its target, and the stack pointer is where the target had it.
;;
;; A buffer is preceded by: the next and the previous buffer in use (or the next that is free), the
;; stack pointer of the frame that it belongs to, and a mark made of its address.
(module
  (import "ruby" "memory" (memory 0))
  (import "ruby" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
  (import "ruby" "__stack_pointer" (global $stack (mut i32)))

  ;; The newest in use, and the first that is free.
  (global $newest (mut i32) (i32.const 0))
  (global $free (mut i32) (i32.const 0))
  ;; The target of the jump that is under way.
  (global $target (mut i32) (i32.const 0))

  (func $mark (param $buffer i32) (result i64)
    (i64.mul (i64.extend_i32_u (local.get $buffer)) (i64.const 0xD1B54A32D192ED03)))

  (func $is_ours (param $buffer i32) (result i32)
    (if (i32.lt_u (local.get $buffer) (i32.const 24)) (then (return (i32.const 0))))
    (i64.eq
      (i64.load (i32.sub (local.get $buffer) (i32.const 8)))
      (call $mark (local.get $buffer))))

  ;; A buffer for a frame.
  (func (export "take") (param $length i32) (result i32)
    (local $buffer i32)
    (local.set $buffer (global.get $free))
    (if (local.get $buffer)
      (then (global.set $free (i32.load (i32.sub (local.get $buffer) (i32.const 24)))))
      (else
        (local.set $buffer
          (i32.add
            (call $realloc (i32.const 0) (i32.const 0) (i32.const 16)
              (i32.add (local.get $length) (i32.const 32)))
            (i32.const 32)))))
    (i32.store (i32.sub (local.get $buffer) (i32.const 24)) (global.get $newest))
    (i32.store (i32.sub (local.get $buffer) (i32.const 20)) (i32.const 0))
    (i32.store (i32.sub (local.get $buffer) (i32.const 16)) (global.get $stack))
    (i64.store (i32.sub (local.get $buffer) (i32.const 8)) (call $mark (local.get $buffer)))
    (if (global.get $newest)
      (then
        (i32.store (i32.sub (global.get $newest) (i32.const 20)) (local.get $buffer))))
    (global.set $newest (local.get $buffer))
    (local.get $buffer))

  (func $give (param $buffer i32)
    (local $next i32) (local $previous i32)
    (local.set $next (i32.load (i32.sub (local.get $buffer) (i32.const 24))))
    (local.set $previous (i32.load (i32.sub (local.get $buffer) (i32.const 20))))
    (if (local.get $next)
      (then (i32.store (i32.sub (local.get $next) (i32.const 20)) (local.get $previous))))
    (if (local.get $previous)
      (then (i32.store (i32.sub (local.get $previous) (i32.const 24)) (local.get $next)))
      (else (global.set $newest (local.get $next))))
    (i64.store (i32.sub (local.get $buffer) (i32.const 8)) (i64.const 0))
    (i32.store (i32.sub (local.get $buffer) (i32.const 24)) (global.get $free))
    (global.set $free (local.get $buffer)))

  ;; Gives back what may be a buffer; whether it was one.
  (func (export "give") (param $memory i32) (result i32)
    (if (i32.eqz (call $is_ours (local.get $memory))) (then (return (i32.const 0))))
    (call $give (local.get $memory))
    (i32.const 1))

  ;; Before a jump to `target`. Frames of the main stack, which ends at 16 MiB, are below those of
  ;; the target if their stack pointer is; of other stacks, those of fibers, nothing is known.
  (func (export "jumping") (param $target i32)
    (local $buffer i32) (local $next i32) (local $stack i32)
    (global.set $target (local.get $target))
    (if (i32.eqz (call $is_ours (local.get $target))) (then (return)))
    (local.set $stack (i32.load (i32.sub (local.get $target) (i32.const 16))))
    (if (i32.gt_u (local.get $stack) (i32.const 0x1000000)) (then (return)))
    (local.set $buffer (global.get $newest))
    (loop $older
      (if (i32.and
            (i32.ne (local.get $buffer) (i32.const 0))
            (i32.ne (local.get $buffer) (local.get $target)))
        (then
          (local.set $next (i32.load (i32.sub (local.get $buffer) (i32.const 24))))
          (if (i32.lt_u
                (i32.load (i32.sub (local.get $buffer) (i32.const 16)))
                (local.get $stack))
            (then (call $give (local.get $buffer))))
          (local.set $buffer (local.get $next))
          (br $older)))))

  ;; When the target's frame has caught the jump without being entered anew.
  (func (export "caught")
    (if (call $is_ours (global.get $target))
      (then
        (global.set $stack (i32.load (i32.sub (global.get $target) (i32.const 16))))))))
