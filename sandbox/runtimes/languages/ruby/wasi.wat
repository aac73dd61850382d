;; The calls of WASI preview 1 that Ruby makes and that the judge does not define: three descriptors
;; exist, input comes from texts in the guest's own memory, and there is no file but those that Ruby
;; carries inside.
(module
  (import "ruby" "memory" (memory 0))

  ;; Up to three texts, each of which ends in an end of file.
  (global $text (mut i32) (i32.const 0))
  (global $left (mut i32) (i32.const 0))
  (global $second (mut i32) (i32.const 0))
  (global $second_length (mut i32) (i32.const 0))
  (global $third (mut i32) (i32.const 0))
  (global $third_length (mut i32) (i32.const 0))

  (func (export "arena_feed") (param i32 i32 i32 i32 i32 i32)
    (global.set $text (local.get 0))
    (global.set $left (local.get 1))
    (global.set $second (local.get 2))
    (global.set $second_length (local.get 3))
    (global.set $third (local.get 4))
    (global.set $third_length (local.get 5)))

  (func (export "fd_read")
    (param $fd i32) (param $pieces i32) (param $count i32) (param $read_to i32) (result i32)
    (local $length i32) (local $total i32)
    (if (local.get $fd) (then (return (i32.const 8))))
    (if (i32.eqz (global.get $left))
      (then
        (global.set $text (global.get $second))
        (global.set $left (global.get $second_length))
        (global.set $second (global.get $third))
        (global.set $second_length (global.get $third_length))
        (global.set $third_length (i32.const 0))
        (i32.store (local.get $read_to) (i32.const 0))
        (return (i32.const 0))))
    (loop $next
      (if (local.get $count)
        (then
          (local.set $length (i32.load offset=4 (local.get $pieces)))
          (if (i32.gt_u (local.get $length) (global.get $left))
            (then (local.set $length (global.get $left))))
          (memory.copy (i32.load (local.get $pieces)) (global.get $text) (local.get $length))
          (global.set $text (i32.add (global.get $text) (local.get $length)))
          (global.set $left (i32.sub (global.get $left) (local.get $length)))
          (local.set $total (i32.add (local.get $total) (local.get $length)))
          (local.set $pieces (i32.add (local.get $pieces) (i32.const 8)))
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br $next))))
    (i32.store (local.get $read_to) (local.get $total))
    (i32.const 0))

  ;; Streams that are no terminal, so that output is gathered.
  (func (export "fd_fdstat_get") (param $fd i32) (param $to i32) (result i32)
    (if (i32.gt_u (local.get $fd) (i32.const 2)) (then (return (i32.const 8))))
    (memory.fill (local.get $to) (i32.const 0) (i32.const 24))
    (i64.store offset=8 (local.get $to) (i64.const 0x42))
    (i32.const 0))
  (func (export "fd_filestat_get") (param $fd i32) (param $to i32) (result i32)
    (if (i32.gt_u (local.get $fd) (i32.const 2)) (then (return (i32.const 8))))
    (memory.fill (local.get $to) (i32.const 0) (i32.const 64))
    (i32.const 0))
  (func (export "fd_close") (param $fd i32) (result i32)
    (select (i32.const 8) (i32.const 0) (i32.gt_u (local.get $fd) (i32.const 2))))
  (func (export "fd_fdstat_set_flags") (param i32 i32) (result i32) (i32.const 0))
  (func (export "fd_advise") (param i32 i64 i64 i32) (result i32) (i32.const 0))
  (func (export "fd_sync") (param i32) (result i32) (i32.const 0))
  (func (export "fd_datasync") (param i32) (result i32) (i32.const 0))

  ;; A stream has no place in it: not seekable.
  (func (export "fd_seek") (param i32 i64 i32 i32) (result i32) (i32.const 70))
  (func (export "fd_tell") (param i32 i32) (result i32) (i32.const 70))
  (func (export "fd_pread") (param i32 i32 i32 i64 i32) (result i32) (i32.const 70))
  (func (export "fd_pwrite") (param i32 i32 i32 i64 i32) (result i32) (i32.const 70))

  ;; No directory is open: a bad descriptor.
  (func (export "fd_prestat_get") (param i32 i32) (result i32) (i32.const 8))
  (func (export "fd_prestat_dir_name") (param i32 i32 i32) (result i32) (i32.const 8))
  (func (export "fd_readdir") (param i32 i32 i32 i64 i32) (result i32) (i32.const 8))
  (func (export "fd_renumber") (param i32 i32) (result i32) (i32.const 8))
  (func (export "fd_filestat_set_size") (param i32 i64) (result i32) (i32.const 8))

  ;; No such file.
  (func (export "path_open") (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)
    (i32.const 44))
  (func (export "path_filestat_get") (param i32 i32 i32 i32 i32) (result i32) (i32.const 44))
  (func (export "path_filestat_set_times") (param i32 i32 i32 i32 i64 i64 i32) (result i32)
    (i32.const 44))
  (func (export "path_readlink") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 44))
  (func (export "path_rename") (param i32 i32 i32 i32 i32 i32) (result i32) (i32.const 44))
  (func (export "path_link") (param i32 i32 i32 i32 i32 i32 i32) (result i32) (i32.const 44))
  (func (export "path_symlink") (param i32 i32 i32 i32 i32) (result i32) (i32.const 44))
  (func (export "path_unlink_file") (param i32 i32 i32) (result i32) (i32.const 44))
  (func (export "path_create_directory") (param i32 i32 i32) (result i32) (i32.const 44))
  (func (export "path_remove_directory") (param i32 i32 i32) (result i32) (i32.const 44)))
