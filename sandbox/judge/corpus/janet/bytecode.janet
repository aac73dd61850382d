(defn double [n]
  ((asm '{:arity 1 :bytecode @[(ldi 5000000 1) (ret 5000000)]}) n))
