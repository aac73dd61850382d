// Lets Ruby say when it unwinds its stack and when it jumps; see unwinding.wat and jumping.wat. The
// package is pinned, and so are the numbers of its functions that have no names.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const STACK_POINTER = 'global$0';
const UNWINDING_STATE = 'global$1';
const [ALLOCATE, FREE, LONG_JUMP] = ['4037', '3957', '9712'];
const JUMP_BUFFER_BYTES = 24600;

const [, , packages, from, to] = process.argv;
const { default: binaryen } = await import(pathToFileURL(path.join(packages, 'binaryen/index.js')));
const module = binaryen.readBinary(fs.readFileSync(from));
const { i32, none } = binaryen;

function announce(source, name, parameters, result) {
  module.addFunctionImport(name, source, name, binaryen.createType(parameters), result);
}
announce('arena-unwinding', 'unwinding', [i32], none);
announce('arena-unwinding', 'unwound', [], none);
announce('arena-jumping', 'take', [i32], i32);
announce('arena-jumping', 'give', [i32], i32);
announce('arena-jumping', 'jumping', [i32], none);
announce('arena-jumping', 'caught', [], none);
module.addGlobalExport(STACK_POINTER, '__stack_pointer');

const exported = (name) => binaryen.getExportInfo(module.getExport(name)).value;
const first = () => module.local.get(0, i32);
const state = (value) =>
  module.i32.eq(module.global.get(UNWINDING_STATE, i32), module.i32.const(value));

function rewrite(name, parameters, body) {
  const ref = module.getFunction(name);
  const found = binaryen.expandType(binaryen.getFunctionInfo(ref).params).length;
  if (found !== parameters) throw new Error(`function ${name} takes ${found} parameters`);
  binaryen.Function.setBody(ref, body(binaryen.Function.getBody(ref)));
}

rewrite(exported('asyncify_start_unwind'), 1, (old) =>
  module.block(null, [module.call('unwinding', [first()], none), old]));
rewrite(exported('asyncify_stop_unwind'), 0, (old) =>
  module.block(null, [old, module.call('unwound', [], none)]));
// Ruby stops a rewinding that has not begun where it catches a jump half-way.
rewrite(exported('asyncify_stop_rewind'), 0, (old) =>
  module.block(null, [module.if(state(1), module.call('caught', [], none)), old]));
rewrite(LONG_JUMP, 2, (old) =>
  module.block(null, [module.if(state(0), module.call('jumping', [first()], none)), old]));
rewrite(FREE, 1, (old) =>
  module.block(null, [
    module.if(state(0), module.if(module.call('give', [first()], i32), module.return())),
    old,
  ]));
const is_buffer = () => module.i32.eq(first(), module.i32.const(JUMP_BUFFER_BYTES));
rewrite(ALLOCATE, 1, (old) =>
  module.block(null, [
    module.if(
      module.i32.and(state(0), is_buffer()),
      module.return(module.call('take', [first()], i32)),
    ),
    old,
  ], i32));
if (!module.validate()) throw new Error('the patched module is not valid');
fs.writeFileSync(to, module.emitBinary());
