//! TypeScript to the JavaScript that the runtime runs: types go, enums, namespaces and parameter
//! properties become code, `import` and `export` become `require` and `module.exports`.
//!
//! Types are not checked. The whole is a function of the text: what is bounded, is bounded by what
//! the text is, never by time. It runs natively on a player's text, so it belongs into the sealed
//! process, on a thread with [`crate::limits::THREAD_STACK_BYTES`] of stack.

mod diagnostics;
mod inspect;
mod modules;
mod nesting;
mod positions;
mod print;
mod scan;
#[cfg(test)]
mod tests;

use std::path::Path;

use oxc_allocator::Allocator;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_span::SourceType;
use oxc_transformer::{TransformOptions, Transformer};

use arena_runtimes::{Language, Transform};

use diagnostics::Diagnostic;
use positions::Positions;

/// What the runtime calls a program.
const RUNTIME_FILE: &str = "solution.js";

/// What the player's program is called.
const FILE: &str = "solution.ts";

/// A program for the runtime, and where its pieces come from.
#[derive(Debug, Clone)]
pub(crate) struct Transformed {
    pub(crate) code: String,
    positions: Positions,
}

impl Transformed {
    /// A text of the runtime with the names and places of the player's own program.
    pub(crate) fn restore(&self, text: &str) -> String {
        self.positions.restore(text, RUNTIME_FILE, FILE)
    }
}

/// The program that the runtime of a language is given for a player's, if it is not the player's
/// own.
///
/// # Errors
/// Why there is none, as text for the player.
pub(crate) fn of(language: Language, source: &str) -> Result<Option<Transformed>, String> {
    match language.facts().transform {
        None => Ok(None),
        Some(Transform::TypeScript) => typescript(source).map(Some),
    }
}

/// Transforms a program of TypeScript.
///
/// # Errors
/// Why it is none, as text for the player.
fn typescript(source: &str) -> Result<Transformed, String> {
    transform(source).map_err(|found| diagnostics::render(source, FILE, &found))
}

fn transform(source: &str) -> Result<Transformed, Vec<Diagnostic>> {
    let admitted = scan::admit(source).map_err(|refusal| {
        vec![Diagnostic {
            offset: refusal.offset,
            message: refusal.reason.to_owned(),
        }]
    })?;
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, &source[..admitted], source_type()).parse();
    refuse(&parsed.diagnostics)?;
    if parsed.panicked || admitted < source.len() {
        return Err(vec![Diagnostic {
            offset: admitted.saturating_sub(1),
            message: "the program does not go on from here".to_owned(),
        }]);
    }
    let mut program = parsed.program;
    let found = inspect::inspect(&program);
    if !found.refused.is_empty() {
        return Err(found.refused);
    }
    let semantic = SemanticBuilder::new_compiler()
        .with_enum_eval(true)
        .with_excess_capacity(2.0)
        .build(&program);
    refuse(&semantic.diagnostics)?;
    let scoping = semantic.semantic.into_scoping();
    let options = TransformOptions::default();
    let transformed = Transformer::new(&allocator, Path::new(FILE), &options)
        .build_with_scoping(scoping, &mut program);
    refuse(&transformed.diagnostics)?;
    let modules = modules::take(&allocator, &mut program);
    if !modules.refused.is_empty() {
        return Err(modules.refused);
    }
    Ok(print::print(source, &program, &modules, found.awaits))
}

/// A module: those are strict, may await, and have no comments like HTML's.
fn source_type() -> SourceType {
    SourceType::ts().with_module(true)
}

/// Stops at the first step that finds something.
fn refuse(found: &oxc_diagnostics::Diagnostics) -> Result<(), Vec<Diagnostic>> {
    if found.is_empty() {
        return Ok(());
    }
    Err(found.iter().map(diagnostic).collect())
}

fn diagnostic(found: &oxc_diagnostics::OxcDiagnostic) -> Diagnostic {
    let offset = found
        .labels
        .first()
        .map_or(0, |label| label.offset() as usize);
    let message = if found.message.starts_with("Namespaces exporting non-const") {
        "a namespace can only export constants, functions, classes and types here".to_owned()
    } else {
        found.message.to_string()
    };
    Diagnostic { offset, message }
}
