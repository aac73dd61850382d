;; Ruby's handles of its own values: it keeps the table, so a handle stands for itself.
(module
  (func (export "resource_new_rb-abi-value") (param $value i32) (result i32)
    (local.get $value))
  (func (export "resource_get_rb-abi-value") (param $handle i32) (result i32)
    (local.get $handle))
  ;; Values of a JavaScript host: there is none.
  (func (export "resource_drop_js-abi-value") (param $handle i32)))
