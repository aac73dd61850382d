//! What is compiled and linked: the player's text as it is, one line of ours after it where a function
//! is to be called, and the arguments of clang and of the linker.
//!
//! Our line stands in a file of its own name, so that the player's lines keep theirs. It is made of
//! names that no macro is likely to change.

use std::fmt::Write;

use arena_problems::{Language, Signature, Type};
use arena_runtimes::Toolchain;

use super::cache::Key;
use crate::guest::CommandShape;

/// The name of our line's file in messages.
pub(super) const GLUE_FILE: &str = "arena-glue";

/// The language of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    C,
    Cpp,
}

impl Dialect {
    pub(super) fn of(language: Language) -> Self {
        if language.extension() == "c" {
            Self::C
        } else {
            Self::Cpp
        }
    }
}

/// One program to make.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    pub(super) dialect: Dialect,
    pub(super) code: &'a str,
    /// Of a function; C needs its types.
    pub(super) signature: Option<&'a Signature>,
    /// The function's name; empty for a program.
    pub(super) entry: &'a str,
}

impl<'a> Unit<'a> {
    pub(super) fn shape(&self) -> CommandShape {
        if self.entry.is_empty() {
            CommandShape::Program
        } else {
            CommandShape::Function
        }
    }

    /// What decides the program, beside the runtime.
    pub(super) fn key(&self) -> Key {
        let mut hasher = blake3::Hasher::new();
        for text in [self.file(), &self.glue(), self.code] {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }

    /// The name of the player's file, for him and for the compiler.
    pub(super) fn file(&self) -> &'static str {
        match self.dialect {
            Dialect::C => "solution.c",
            Dialect::Cpp => "solution.cpp",
        }
    }

    /// What is compiled.
    pub(super) fn text(&self) -> String {
        let glue = self.glue();
        if glue.is_empty() {
            return self.code.to_owned();
        }
        // Two newlines: the first may be hidden by a backslash.
        format!("{}\n\n#line 1 \"{GLUE_FILE}\"\n{glue}\n", self.code)
    }

    /// Our line.
    fn glue(&self) -> String {
        match (self.dialect, self.signature) {
            (_, None) if self.entry.is_empty() => String::new(),
            (Dialect::Cpp, _) | (Dialect::C, None) => {
                format!("::arena_::Entry arena_entry{{::{}}};", self.entry)
            }
            (Dialect::C, Some(signature)) => c_glue(signature, self.entry),
        }
    }

    pub(super) fn compile_arguments(&self, all: &'a Toolchain) -> Vec<&'a str> {
        let mut arguments = compiler(self.dialect, all);
        match (self.dialect, self.shape()) {
            (Dialect::C, CommandShape::Function) => {
                arguments.extend(["-include", "/arena/include/arena/calls.h"]);
            }
            (Dialect::Cpp, _) | (Dialect::C, CommandShape::Program) => {}
        }
        let file = self.file();
        arguments.extend(["-main-file-name", file, file, "-o", "solution.o"]);
        arguments
    }

    pub(super) fn link_arguments(&self, all: &'a Toolchain) -> Vec<&'a str> {
        let start = match (self.dialect, self.shape()) {
            (Dialect::C, CommandShape::Function) => "/arena/lib/start_function_c.o",
            (Dialect::C, CommandShape::Program) => "/arena/lib/start_program_c.o",
            (Dialect::Cpp, CommandShape::Function) => "/arena/lib/start_function_cpp.o",
            (Dialect::Cpp, CommandShape::Program) => "/arena/lib/start_program_cpp.o",
        };
        linker(all, &[start, "/solution.o"], "/solution.wasm")
    }
}

/// What every run of the compiler is told.
pub(super) fn compiler(dialect: Dialect, all: &Toolchain) -> Vec<&str> {
    let mut arguments = vec!["llvm", "clang++", "-cc1"];
    arguments.extend(all.common.iter().map(String::as_str));
    let (own, form) = match dialect {
        Dialect::C => (&all.c, "c"),
        Dialect::Cpp => (&all.cpp, "c++"),
    };
    arguments.extend(own.iter().map(String::as_str));
    if dialect == Dialect::Cpp {
        arguments.extend(["-include-pch", "/arena/all.pch"]);
    }
    arguments.extend(["-emit-obj", "-x", form]);
    arguments
}

/// What the linker is told to make a program of these objects.
pub(super) fn linker<'a>(
    all: &'a Toolchain,
    objects: &[&'a str],
    program: &'a str,
) -> Vec<&'a str> {
    let mut arguments = vec!["llvm", "wasm-ld"];
    arguments.extend(all.link.iter().map(String::as_str));
    arguments.extend(objects);
    arguments.extend(all.libraries.iter().map(String::as_str));
    arguments.extend(["-o", program]);
    arguments
}

/// Checks the function's type, reads its arguments, calls it, writes its answer.
fn c_glue(signature: &Signature, entry: &str) -> String {
    let types: Vec<String> = signature.parameters.iter().map(|p| c_type(&p.ty)).collect();
    let returns = c_type(&signature.returns);
    let parameters = if types.is_empty() {
        "void".to_owned()
    } else {
        types.join(", ")
    };
    let declaration = c_declaration(signature, entry);
    let mut glue = format!(
        "_Static_assert(_Generic({entry}, {returns} (*)({parameters}): 1, default: 0), \
         \"declare the function as: {declaration}\"); void arena_call(void) {{ arena_open(); "
    );
    let mut arguments = Vec::new();
    for (index, parameter) in signature.parameters.iter().enumerate() {
        let (ty, name) = (c_type(&parameter.ty), type_in_words(&parameter.ty));
        // Writing to a String cannot fail.
        write!(
            glue,
            "arena_argument(); {ty} arena_{index} = arena_read_{name}(); "
        )
        .ok();
        arguments.push(format!("arena_{index}"));
    }
    let result = type_in_words(&signature.returns);
    let call = format!("{entry}({})", arguments.join(", "));
    write!(
        glue,
        "arena_all_taken(); arena_write_{result}({call}); arena_close(); }}"
    )
    .ok();
    glue
}

/// How the function is declared in C.
pub(super) fn c_declaration(signature: &Signature, entry: &str) -> String {
    let parameters: Vec<String> = signature
        .parameters
        .iter()
        .map(|parameter| format!("{} {}", c_type(&parameter.ty), parameter.name))
        .collect();
    let returns = c_type(&signature.returns);
    format!("{returns} {entry}({})", parameters.join(", "))
}

fn c_type(ty: &Type) -> String {
    match ty {
        Type::Int => "long long".into(),
        Type::Float => "double".into(),
        Type::Bool => "bool".into(),
        Type::String => "char *".into(),
        Type::List(_) => type_in_words(ty),
    }
}

/// `IntList` for a list of ints.
fn type_in_words(ty: &Type) -> String {
    match ty {
        Type::Int => "Int".into(),
        Type::Float => "Float".into(),
        Type::Bool => "Bool".into(),
        Type::String => "String".into(),
        Type::List(item) => format!("{}List", type_in_words(item)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use arena_problems::Parameter;

    use super::*;

    fn signature() -> Signature {
        let parameter = |name: &str, ty: &str| Parameter {
            name: name.into(),
            ty: ty.parse().unwrap(),
        };
        Signature {
            function: "paint".into(),
            parameters: vec![
                parameter("rows", "list<list<string>>"),
                parameter("n", "int"),
            ],
            returns: "list<float>".parse().unwrap(),
        }
    }

    fn unit<'a>(dialect: Dialect, signature: Option<&'a Signature>, code: &'a str) -> Unit<'a> {
        Unit {
            dialect,
            code,
            signature,
            entry: if signature.is_some() { "paint" } else { "" },
        }
    }

    #[test]
    fn a_programs_text_is_compiled_as_it_is() {
        let program = unit(Dialect::Cpp, None, "int main() {}");
        assert_eq!(program.text(), "int main() {}");
    }

    #[test]
    fn a_functions_lines_keep_their_numbers() {
        let signature = signature();
        let text = unit(Dialect::Cpp, Some(&signature), "a\nb \\").text();
        assert_eq!(
            text,
            "a\nb \\\n\n#line 1 \"arena-glue\"\n::arena_::Entry arena_entry{::paint};\n"
        );
        let text = unit(Dialect::C, Some(&signature), "x").text();
        let declared = "FloatList paint(StringListList rows, long long n)";
        assert!(
            text.starts_with("x\n\n#line 1") && text.contains(declared),
            "{text}"
        );
        assert!(
            text.contains("FloatList (*)(StringListList, long long): 1"),
            "{text}"
        );
        assert!(
            text.contains("arena_write_FloatList(paint(arena_0, arena_1))"),
            "{text}"
        );
    }

    #[test]
    fn all_that_decides_a_program_is_in_its_name() {
        let signature = signature();
        let keys = [
            unit(Dialect::C, None, "x").key(),
            unit(Dialect::Cpp, None, "x").key(),
            unit(Dialect::Cpp, None, "y").key(),
            unit(Dialect::C, Some(&signature), "x").key(),
            unit(Dialect::Cpp, Some(&signature), "x").key(),
        ];
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "{index}");
        }
        assert_eq!(keys[0], unit(Dialect::C, None, "x").key());
    }
}
