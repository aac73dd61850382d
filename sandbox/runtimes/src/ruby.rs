//! Ruby as npm has it, joined with modules of ours into one.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fetch::{StepError, io_error};
use crate::recipe::Recipe;
use crate::{files, npm};

/// The program that the harness evaluates, and where its text and length belong.
const PROGRAM: &str = "harness.rb";
const PROGRAM_TEXT: &str = "@HARNESS@";
const PROGRAM_LENGTH: &str = "@HARNESS_LENGTH@";

/// What makes the unwinding of Ruby's stack known to a module of ours.
const PATCH: &str = "patch.mjs";

pub(crate) fn make(
    recipe: &Recipe,
    tools: &Path,
    work: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<PathBuf, StepError> {
    let join = recipe.descriptor.join.as_ref();
    let join = join.ok_or(StepError::Descriptor("[join]"))?;
    progress("fetching ruby");
    let modules = npm::packages(recipe, tools)?;
    progress("joining it with the harness");
    let script = work.join(PATCH);
    files::write(&script, recipe.file(PATCH))?;
    let patched = work.join("ruby.wasm");
    let mut patch = Command::new("node");
    patch.arg(&script).arg(&modules);
    patch.arg(modules.join(&join.file)).arg(&patched);
    npm::node("patching ruby", &mut patch)?;

    let mut merge = Command::new("node");
    merge.arg(modules.join("binaryen/bin/wasm-merge"));
    merge.arg(&patched).arg("ruby");
    for module in &join.modules {
        let text = String::from_utf8_lossy(recipe.file(&module.file));
        let path = work.join(&module.file);
        files::write(&path, with_program(&text, recipe.file(PROGRAM)).as_bytes())?;
        merge.arg(path).arg(&module.name);
    }
    let output = work.join("runtime.wasm");
    merge.args([
        "--enable-bulk-memory",
        "--enable-mutable-globals",
        "--enable-sign-ext",
        "--enable-nontrapping-float-to-int",
    ]);
    merge.arg("-o").arg(&output);
    npm::node("joining ruby and the harness", &mut merge)?;
    // The tool ends well when it could not write.
    std::fs::metadata(&output).map_err(io_error(&output))?;
    Ok(output)
}

/// The text of a module with the program in it, as the text format spells bytes.
fn with_program(text: &str, program: &[u8]) -> String {
    let spelled: String = program.iter().map(|byte| format!("\\{byte:02x}")).collect();
    text.replace(PROGRAM_LENGTH, &program.len().to_string())
        .replace(PROGRAM_TEXT, &spelled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_spelled_byte_by_byte() {
        let text = "(data \"@HARNESS@\") (i32.const @HARNESS_LENGTH@) (func)";
        let whole = with_program(text, b"a\"\n");
        assert_eq!(whole, "(data \"\\61\\22\\0a\") (i32.const 3) (func)");
    }
}
