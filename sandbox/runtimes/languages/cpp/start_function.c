// The start of a C program that is a function.
void __wasm_call_ctors(void);
void __wasm_call_dtors(void);
void arena_call(void);

__attribute__((export_name("_start"))) void _start(void) {
    __wasm_call_ctors();
    arena_call();
    __wasm_call_dtors();
}
