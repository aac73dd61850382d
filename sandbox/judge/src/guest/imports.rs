//! What a module may ask of the host, before anything of it is there.

use wasmtime::{Caller, ExternType, Linker, Module, Result, Val};

use super::module::WASI;

/// The error number of WASI preview 1 for a call that does not exist.
const NO_SUCH_CALL: i32 = 52;

/// Why a module is not a program.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoCommand {
    #[error("the program uses {module}.{name}, which does not exist here")]
    Import { module: String, name: String },
    #[error("the program declares a call of the system in another form than it has")]
    Form,
}

/// A linker in which every call of the system that a module names is refused; what there is takes its
/// place by being defined after this. The C library asks for more than there is, and takes an error
/// for an answer.
pub(crate) fn refusing<T: 'static>(module: &Module) -> std::result::Result<Linker<T>, NoCommand> {
    let mut linker = Linker::new(module.engine());
    linker.allow_shadowing(true);
    for import in module.imports() {
        let ty = match import.ty() {
            ExternType::Func(ty) if import.module() == WASI => ty,
            _ => {
                return Err(NoCommand::Import {
                    module: import.module().to_owned(),
                    name: import.name().to_owned(),
                });
            }
        };
        let answer: Vec<Val> = ty.results().map(|_| Val::I32(NO_SUCH_CALL)).collect();
        let refuse = move |_: Caller<'_, T>, _: &[Val], results: &mut [Val]| -> Result<()> {
            results.clone_from_slice(&answer);
            Ok(())
        };
        linker
            .func_new(WASI, import.name(), ty, refuse)
            .map_err(|_| NoCommand::Form)?;
    }
    Ok(linker)
}
