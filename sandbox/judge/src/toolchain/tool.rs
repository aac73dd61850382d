//! Tools: programs of several files that are called with arguments and files of their own.

use std::collections::BTreeMap;

use arena_problems::Language;
use arena_runtimes::Toolchain;

use super::cache::Key;
use super::source::{Dialect, compiler, linker};

/// Where the compiler finds a tool's files.
pub(super) const FOLDER: &str = "/package/";

/// Where it makes the program.
pub(super) const PROGRAM: &str = "/program.wasm";

/// Endings of the files that are compiled; the others are included by them.
const C: [&str; 1] = ["c"];
const CPP: [&str; 5] = ["cpp", "cc", "cxx", "c++", "C"];

/// A tool's sources and headers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub(crate) language: Language,
    /// What it is called in messages.
    pub(crate) name: &'a str,
    /// By path below its folder.
    pub(crate) files: &'a BTreeMap<&'a str, &'a str>,
}

impl<'a> Sources<'a> {
    /// What decides the program, beside the runtime.
    pub(super) fn key(&self) -> Key {
        let mut hasher = blake3::Hasher::new();
        for text in [self.language.as_str(), self.name] {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        for (path, text) in self.files {
            for text in [path, text] {
                hasher.update(&(text.len() as u64).to_le_bytes());
                hasher.update(text.as_bytes());
            }
        }
        *hasher.finalize().as_bytes()
    }

    /// Every file as the compiler finds it.
    pub(super) fn given(&self) -> BTreeMap<String, Vec<u8>> {
        let file =
            |(path, text): (&&str, &&str)| (format!("{FOLDER}{path}"), text.as_bytes().into());
        self.files.iter().map(file).collect()
    }

    /// The paths of the files that are compiled. Files of the other language are compiled as that.
    pub(super) fn compiled(&self) -> Vec<(Dialect, &'a str)> {
        let dialect = |path: &str| {
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            if C.contains(&ending) {
                Some(Dialect::C)
            } else {
                CPP.contains(&ending).then_some(Dialect::Cpp)
            }
        };
        let files = self.files.keys();
        let known = files.filter_map(|path| dialect(path).map(|dialect| (dialect, *path)));
        let known: Vec<_> = known.collect();
        match (known.is_empty(), self.files.keys().next()) {
            // The only file may have any name.
            (true, Some(only)) if self.files.len() == 1 => {
                vec![(Dialect::of(self.language), *only)]
            }
            _ => known,
        }
    }

    /// The start of C++ knows of exceptions; it must be the one if any file is C++.
    pub(super) fn link_arguments<'b>(
        &self,
        all: &'b Toolchain,
        objects: &'b [String],
    ) -> Vec<&'b str> {
        let cpp = self.compiled().iter().any(|one| one.0 == Dialect::Cpp);
        let start = if cpp {
            "/arena/lib/start_program_cpp.o"
        } else {
            "/arena/lib/start_program_c.o"
        };
        let mut linked = vec![start];
        linked.extend(objects.iter().map(String::as_str));
        linked.push("-larguments");
        linker(all, &linked, PROGRAM)
    }
}

/// What the compiler is told of one file.
pub(super) fn compile_arguments<'a>(
    all: &'a Toolchain,
    dialect: Dialect,
    source: &'a str,
    object: &'a str,
) -> Vec<&'a str> {
    let mut arguments = compiler(dialect, all);
    arguments.extend([
        "-I",
        FOLDER,
        "-main-file-name",
        source,
        source,
        "-o",
        object,
    ]);
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_compiled_and_headers_are_not() {
        let files = BTreeMap::from([("a.cc", ""), ("b.c", ""), ("in/c.cpp", ""), ("v.h", "")]);
        let language = Language::PYTHON;
        let sources = |files| Sources {
            language,
            name: "v",
            files,
        };
        assert_eq!(
            sources(&files).compiled(),
            [
                (Dialect::Cpp, "a.cc"),
                (Dialect::C, "b.c"),
                (Dialect::Cpp, "in/c.cpp")
            ]
        );
        let only = BTreeMap::from([("validator", "")]);
        assert_eq!(sources(&only).compiled(), [(Dialect::Cpp, "validator")]);
        assert_ne!(sources(&files).key(), sources(&only).key());
    }
}
