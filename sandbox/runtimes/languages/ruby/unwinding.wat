;; Room for unwinding. Ruby leaves and re-enters C frames by unwinding the whole stack into a buffer of
;; 24 KiB, which some ninety nested calls of block-taking methods of C fill; nothing checks it until it
;; has overflowed. Here the stack is unwound into a large area. What fits then goes to the buffer as
;; Ruby expects, and what does not gets a place of its own that the buffer points to.
;;
;; A buffer is two addresses, of the next byte and of the end, and then its bytes.
(module
  (import "ruby" "memory" (memory 0))
  (import "ruby" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))

  (global $area (mut i32) (i32.const 0))
  ;; The buffer that is being filled, and its size.
  (global $buffer (mut i32) (i32.const 0))
  (global $size (mut i32) (i32.const 0))

  (func (export "arena_make_room")
    (global.set $area
      (call $realloc (i32.const 0) (i32.const 0) (i32.const 16) (i32.const 0x800000))))

  ;; Before the stack is unwound into `buffer`.
  (func (export "unwinding") (param $buffer i32)
    (global.set $buffer (i32.const 0))
    (if (i32.eqz (global.get $area)) (then (return)))
    (if (i32.ne (i32.load (local.get $buffer)) (i32.add (local.get $buffer) (i32.const 8)))
      (then (return)))
    (global.set $buffer (local.get $buffer))
    (global.set $size
      (i32.sub (i32.load offset=4 (local.get $buffer)) (i32.load (local.get $buffer))))
    (i32.store (local.get $buffer) (global.get $area))
    (i32.store offset=4 (local.get $buffer) (i32.add (global.get $area) (i32.const 0x800000))))

  ;; After the stack was unwound to its root.
  (func (export "unwound")
    (local $buffer i32) (local $used i32) (local $place i32)
    (local.set $buffer (global.get $buffer))
    (if (i32.eqz (local.get $buffer)) (then (return)))
    (global.set $buffer (i32.const 0))
    (local.set $used (i32.sub (i32.load (local.get $buffer)) (global.get $area)))
    (if (i32.le_u (i32.add (local.get $used) (i32.const 16)) (global.get $size))
      (then
        (local.set $place (i32.add (local.get $buffer) (i32.const 8)))
        (i32.store offset=4 (local.get $buffer) (i32.add (local.get $place) (global.get $size))))
      (else
        (local.set $place (call $place_of (local.get $buffer) (local.get $used)))
        (i32.store offset=4 (local.get $buffer) (i32.add (local.get $place) (local.get $used)))))
    (memory.copy (local.get $place) (global.get $area) (local.get $used))
    (i32.store (local.get $buffer) (i32.add (local.get $place) (local.get $used))))

  ;; The place of a buffer's own: the buffer's last bytes, which nothing else uses, say where it is
  ;; and how large. They stay when Ruby frees the buffer, and so does the place; the next buffer at
  ;; that address finds both. The mark is made of the address: bytes that were copied are not believed.
  (func $place_of (param $buffer i32) (param $used i32) (result i32)
    (local $note i32) (local $room i32) (local $place i32) (local $mark i64)
    (local.set $mark
      (i64.mul (i64.extend_i32_u (local.get $buffer)) (i64.const 0x9E3779B97F4A7C15)))
    (local.set $note
      (i32.sub (i32.add (local.get $buffer) (global.get $size)) (i32.const 8)))
    (if (i64.eq (i64.load (local.get $note)) (local.get $mark))
      (then
        (local.set $place (i32.load offset=8 (local.get $note)))
        (local.set $room (i32.load offset=12 (local.get $note)))))
    (if (i32.gt_u (local.get $used) (local.get $room))
      (then
        (local.set $place
          (call $realloc (local.get $place) (local.get $room) (i32.const 16) (local.get $used)))
        (i64.store (local.get $note) (local.get $mark))
        (i32.store offset=8 (local.get $note) (local.get $place))
        (i32.store offset=12 (local.get $note) (local.get $used))))
    (local.get $place)))
