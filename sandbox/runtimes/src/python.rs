//! Building the Python component with componentize-py.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fetch::{self, StepError};
use crate::files;
use crate::recipe::Recipe;

const COMPILER_HINT: &str = "install a C compiler, which Rust needs too";

pub(crate) fn make(
    recipe: &Recipe,
    tools: &Path,
    work: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<PathBuf, StepError> {
    let steps = recipe
        .descriptor
        .componentize
        .as_ref()
        .ok_or(StepError::Descriptor("[componentize]"))?;
    progress("installing componentize-py");
    let packages = fetch::python_packages(recipe, tools)?;
    progress("initialising CPython and its standard library");
    let application = work.join("application");
    files::make_empty(&application)?;
    for name in ["arena_guest.py", "arena_modules.py"] {
        files::write(&application.join(name), recipe.file(name))?;
    }
    let world = work.join("world.wit");
    files::write(&world, recipe.file("world.wit"))?;
    let steady = steady(recipe, work)?;
    let output = work.join("runtime.wasm");
    fetch::run(
        "componentize-py",
        fetch::PYTHON_HINT,
        fetch::python_with(
            &packages,
            "from componentize_py import script; sys.exit(script())",
        )
        .arg("-d")
        .arg(&world)
        .args(["-w", &steps.world, "componentize", "-p"])
        .arg(&application)
        .arg("-o")
        .arg(&output)
        .arg(&steps.application)
        .env("LD_PRELOAD", &steady)
        .env("PYTHONHASHSEED", "0")
        .current_dir(work),
    )?;
    Ok(output)
}

/// Compiles what makes the tool draw the same randomness in every build.
fn steady(recipe: &Recipe, work: &Path) -> Result<PathBuf, StepError> {
    let (source, library) = (work.join("steady.c"), work.join("steady.so"));
    files::write(&source, recipe.file("steady.c"))?;
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]);
    fetch::run("cc", COMPILER_HINT, compiler.arg(&library).arg(&source))?;
    Ok(library)
}
