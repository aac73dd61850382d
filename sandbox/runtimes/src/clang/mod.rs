//! Building the C and C++ toolchain: clang as it comes from npm, and an image of the headers and
//! libraries that it sees, with a C++ library of our own making that knows exceptions.

mod tree;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::fetch::{self, StepError, io_error};
use crate::image::Image;
use crate::recipe::{Recipe, Toolchain};
use crate::{files, npm};
use tree::{copy, copy_tree, gather, list, make_parent, read_text, replace_once};

/// The name of the packed files, beside the runtime.
pub(crate) const IMAGE: &str = "image";

/// Where the image's files lie for the compiler.
const ROOT: &str = "/arena";

/// The precompiled header, and what it is made from.
const PRECOMPILED: &str = "all.pch";
const HEADER: &str = "include/arena/all.h";
const HEADER_TEXT: &[u8] = b"#pragma once\n#include <bits/stdc++.h>\n\n#include <arena/glue.h>\n";

/// Headers of ours: their names in the recipe and in the image.
const OUR_HEADERS: [(&str, &str); 5] = [
    ("stdcxx.h", "include/bits/stdc++.h"),
    ("glue.h", "include/arena/glue.h"),
    ("json.h", "include/arena/json.h"),
    ("calls.h", "include/arena/calls.h"),
    ("arena.h", "include/arena.h"),
];

/// The members of our library, and the starts of programs, which are linked by name.
const OUR_LIBRARY: [&str; 7] = [
    "calls.cpp",
    "entry.cpp",
    "host.cpp",
    "json.cpp",
    "last_words.cpp",
    "main.c",
    "tags.s",
];
const STARTS: [(&str, &str); 4] = [
    ("start_function.c", "start_function_c.o"),
    ("start_function.cpp", "start_function_cpp.o"),
    ("start_program.c", "start_program_c.o"),
    ("start_program.cpp", "start_program_cpp.o"),
];

/// What calls the main of a program that is given arguments.
const ARGUMENTS: &str = "arguments.c";

/// Libraries that are taken as they come.
const LIBRARIES: [&str; 5] = [
    "wasm32-wasip1/libc.a",
    "wasm32-wasip1/libc-printscan-long-double.a",
    "wasm32-wasip1/libwasi-emulated-process-clocks.a",
    "wasm32-wasip1/libwasi-emulated-signal.a",
    "wasm32-unknown-wasip1/libclang_rt.builtins.a",
];

/// Of clang's own headers, those of the language; the others are for processors.
const BUILTIN_HEADERS: [&str; 12] = [
    "std",
    "__std",
    "float.h",
    "__float",
    "limits.h",
    "iso646.h",
    "inttypes.h",
    "tgmath.h",
    "varargs.h",
    "unwind.h",
    "builtins.h",
    "wasm_simd128.h",
];

pub(crate) fn make(
    recipe: &Recipe,
    tools: &Path,
    work: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<PathBuf, StepError> {
    let toolchain = recipe.descriptor.toolchain.as_ref();
    let toolchain = toolchain.ok_or(StepError::Descriptor("[toolchain]"))?;
    progress("fetching clang");
    let modules = npm::packages(recipe, tools)?;
    let package = modules.join("@yowasp/clang/gen");
    progress("installing zig");
    let packages = fetch::python_packages(recipe, tools)?;
    let build = Build {
        recipe,
        toolchain,
        zig: packages.join("ziglang/zig"),
        sources: packages.join("ziglang/lib"),
        tools,
        work,
        root: work.join("arena"),
    };
    build.unpack(&package.join("llvm-resources.tar"))?;
    build.headers()?;
    progress("compiling the C++ library");
    build.libraries()?;
    progress("precompiling its headers");
    let header = build.precompile(&package.join("bundle.js"))?;
    let packed = work.join(IMAGE);
    files::write(&packed, &Image::pack(&build.collect(header)?))?;
    files::sync(&packed)?;
    let output = work.join("runtime.wasm");
    let clang = package.join("llvm.core.wasm");
    std::fs::copy(&clang, &output).map_err(io_error(&clang))?;
    Ok(output)
}

struct Build<'a> {
    recipe: &'a Recipe,
    toolchain: &'a Toolchain,
    zig: PathBuf,
    /// The folder of the libraries' sources.
    sources: PathBuf,
    tools: &'a Path,
    work: &'a Path,
    /// What becomes the image.
    root: PathBuf,
}

impl Build<'_> {
    /// Unpacks the headers and libraries that come with clang.
    fn unpack(&self, archive: &Path) -> Result<(), StepError> {
        let folder = self.work.join("resources");
        files::make_empty(&folder)?;
        let mut command = Command::new("tar");
        command.arg("-xf").arg(archive).arg("-C").arg(&folder);
        fetch::run("unpacking clang's files", "install tar", &mut command).map(drop)
    }

    /// Puts together the headers: the C library's as they come, the C++ library's from its sources.
    fn headers(&self) -> Result<(), StepError> {
        let theirs = self.work.join("resources/include");
        let ours = self.root.join("include");
        files::make_empty(&self.root)?;
        copy_tree(
            &theirs.join("wasm32-wasip1"),
            &ours.join("wasm32-wasip1"),
            &[],
        )?;
        for (name, path) in list(&theirs)? {
            if path.is_file() && BUILTIN_HEADERS.iter().any(|start| name.starts_with(start)) {
                copy(&path, &ours.join(&name))?;
            }
        }
        let cpp = ours.join("c++/v1");
        let frozen = ["__cxx03", "CMakeLists.txt", "module.modulemap"];
        copy_tree(&self.sources.join("libcxx/include"), &cpp, &frozen)?;
        copy_tree(&self.sources.join("libcxxabi/include"), &cpp, &frozen)?;
        let site = theirs.join("c++/v1/__config_site");
        copy(&site, &cpp.join("__config_site"))?;
        copy(
            &theirs.join("c++/v1/__assertion_handler"),
            &cpp.join("__assertion_handler"),
        )?;
        // The sources are given these settings as arguments; programs have the file.
        let config = cpp.join("__config");
        let text = read_text(&config)?;
        let patched =
            "/* zig patch: instead of including __config_site, zig adds -D flags when compiling */";
        let text = replace_once(&config, &text, patched, "#include <__config_site>")?;
        files::write(&config, text.as_bytes())?;
        for (name, path) in OUR_HEADERS {
            self.write(path, self.recipe.file(name))?;
        }
        self.write(HEADER, HEADER_TEXT)
    }

    fn write(&self, path: &str, content: &[u8]) -> Result<(), StepError> {
        let path = self.root.join(path);
        make_parent(&path)?;
        files::write(&path, content)
    }

    /// Compiles the C++ library, what it stands on, and our own, and packs them.
    fn libraries(&self) -> Result<(), StepError> {
        let objects = self.work.join("objects");
        files::make_empty(&objects)?;
        let ours = self.work.join("ours");
        files::make_empty(&ours)?;
        for (name, content) in &self.recipe.files {
            files::write(&ours.join(name), content)?;
        }
        let mut jobs = Vec::new();
        let mut members: BTreeMap<&str, Vec<PathBuf>> = BTreeMap::new();
        let mut add = |library: &'static str, source: PathBuf, name: &str| {
            let object = objects.join(name).with_extension("o");
            if library.is_empty() {
                jobs.push((source, self.root.join("lib").join(name)));
            } else {
                members.entry(library).or_default().push(object.clone());
                jobs.push((source, object));
            }
        };
        for (folder, prefix, library) in [
            ("libcxx/src", "cxx_", "libc++.a"),
            ("libcxx/src/filesystem", "files_", "libc++.a"),
            ("libcxx/src/ryu", "ryu_", "libc++.a"),
            ("libcxxabi/src", "abi_", "libc++abi.a"),
        ] {
            for (name, path) in list(&self.sources.join(folder))? {
                if name.ends_with(".cpp") && !self.toolchain.without.contains(&name) {
                    add(library, path, &format!("{prefix}{name}"));
                }
            }
        }
        let unwind = self.sources.join("libunwind/src/Unwind-wasm.c");
        add("libc++abi.a", unwind, "unwind.c");
        for name in OUR_LIBRARY {
            add("libarena.a", ours.join(name), &format!("arena_{name}"));
        }
        add("libarguments.a", ours.join(ARGUMENTS), ARGUMENTS);
        for (name, object) in STARTS {
            add("", ours.join(name), object);
        }
        let library = self.root.join("lib");
        files::make_empty(&library)?;
        self.compile_all(&jobs)?;
        for (name, objects) in members {
            let mut archive = self.zig();
            archive.arg("ar").arg("crsD").arg(library.join(name));
            fetch::run("zig ar", fetch::PYTHON_HINT, archive.args(objects))?;
        }
        for path in LIBRARIES {
            let name = path.rsplit('/').next().unwrap_or(path);
            copy(
                &self.work.join("resources/lib").join(path),
                &library.join(name),
            )?;
        }
        Ok(())
    }

    /// Compiles on every processor; the order does not show in what comes out.
    fn compile_all(&self, jobs: &[(PathBuf, PathBuf)]) -> Result<(), StepError> {
        let next = AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let one = || {
            while let Some((source, object)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.compile(source, object)?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
            let ended = running.into_iter().map(|thread| {
                thread.join().unwrap_or_else(|_| {
                    Err(StepError::Failed {
                        what: "compiling the C++ library".into(),
                        output: "a thread panicked".into(),
                    })
                })
            });
            ended.collect()
        })
    }

    fn compile(&self, source: &Path, object: &Path) -> Result<(), StepError> {
        let mut command = self.zig();
        command
            .arg("clang")
            .arg("-c")
            .arg(source)
            .arg("-o")
            .arg(object);
        let include = self.root.join("include");
        let system = |command: &mut Command, path: PathBuf| {
            command.arg("-isystem").arg(path);
        };
        match source.extension().and_then(OsStr::to_str) {
            Some("s") => {
                command.args(["--target=wasm32-wasip1", "-mexception-handling"]);
                command.arg("-mreference-types");
            }
            Some("c") => {
                command
                    .args(&self.toolchain.library)
                    .args(["-x", "c", "-std=c17"]);
                command.args(["-D_LIBUNWIND_HIDE_SYMBOLS"]);
                self.include(&mut command, &["libunwind/include", "libunwind/src"]);
                system(&mut command, include.clone());
                system(&mut command, include.join("wasm32-wasip1"));
            }
            _ => {
                command.args(&self.toolchain.library).args(["-x", "c++"]);
                let own = source.starts_with(self.work);
                command.arg(if own { "-std=c++20" } else { "-std=c++23" });
                if !own {
                    command.args([
                        "-D_LIBCPP_BUILDING_LIBRARY",
                        "-DLIBCXX_BUILDING_LIBCXXABI",
                        "-D_LIBCXXABI_BUILDING_LIBRARY",
                        "-D_LIBCPP_DISABLE_VISIBILITY_ANNOTATIONS",
                        "-D_LIBCXXABI_DISABLE_VISIBILITY_ANNOTATIONS",
                        "-D_LIBUNWIND_DISABLE_VISIBILITY_ANNOTATIONS",
                        "-D_WASI_EMULATED_SIGNAL",
                        // The names of types are told to the judge as they are.
                        "-DLIBCXXABI_NON_DEMANGLING_TERMINATE",
                    ]);
                    self.include(
                        &mut command,
                        &[
                            "libunwind/include",
                            "libcxxabi/include",
                            "libcxx/src",
                            "libcxxabi/src",
                            "libcxx/libc",
                            "libcxx",
                        ],
                    );
                }
                system(&mut command, include.join("c++/v1"));
                system(&mut command, include.clone());
                system(&mut command, include.join("wasm32-wasip1"));
            }
        }
        // No path of this machine may stand in what comes out.
        for (path, name) in [(self.sources.as_path(), "lib"), (self.work, "work")] {
            let mut map = std::ffi::OsString::from("-ffile-prefix-map=");
            map.push(path);
            map.push("=");
            map.push(name);
            command.arg(map);
        }
        let what = format!("compiling {}", source.display());
        fetch::run(&what, fetch::PYTHON_HINT, &mut command).map(drop)
    }

    fn include(&self, command: &mut Command, folders: &[&str]) {
        for folder in folders {
            command.arg("-I").arg(self.sources.join(folder));
        }
    }

    fn zig(&self) -> Command {
        let mut command = Command::new(&self.zig);
        command
            .env("ZIG_GLOBAL_CACHE_DIR", self.tools.join("zig-cache"))
            .env("ZIG_LOCAL_CACHE_DIR", self.work.join("zig"));
        command
    }

    /// Has the clang that will read it make the precompiled header.
    fn precompile(&self, bundle: &Path) -> Result<Vec<u8>, StepError> {
        let script = self.work.join("precompile.mjs");
        files::write(&script, self.recipe.file("precompile.mjs"))?;
        let output = self.work.join(PRECOMPILED);
        let mut command = Command::new("node");
        command.arg("--no-warnings").arg(&script).arg(bundle);
        command.arg(&self.root).arg(&output);
        command.args(["llvm", "clang++", "-cc1"]);
        command
            .args(&self.toolchain.common)
            .args(&self.toolchain.cpp);
        command.args([
            "-emit-pch",
            "-fno-pch-timestamp",
            "-main-file-name",
            "all.h",
        ]);
        command
            .args(["-x", "c++-header"])
            .arg(format!("{ROOT}/{HEADER}"));
        command.arg("-o").arg(format!("{ROOT}/{PRECOMPILED}"));
        npm::node("precompiling the C++ headers", &mut command)?;
        files::read(&output)
    }

    fn collect(&self, header: Vec<u8>) -> Result<BTreeMap<String, Vec<u8>>, StepError> {
        let mut image = BTreeMap::from([(format!("{ROOT}/{PRECOMPILED}"), header)]);
        gather(&self.root, ROOT, &mut image)?;
        Ok(image)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::language::Language;

    #[test]
    fn every_file_that_is_compiled_or_included_is_in_the_recipe() {
        let language: Language = "cpp".parse().unwrap();
        let recipe = Recipe::of(language).unwrap();
        let headers = OUR_HEADERS.iter().map(|(name, _)| *name);
        let starts = STARTS.iter().map(|(name, _)| *name);
        for name in headers.chain(starts).chain(OUR_LIBRARY).chain([ARGUMENTS]) {
            assert!(!recipe.file(name).is_empty(), "{name}");
        }
        assert!(recipe.descriptor.toolchain.is_some());
    }
}
