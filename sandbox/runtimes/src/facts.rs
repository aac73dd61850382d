//! `language.toml`: what everybody may know of a language without running it.

use serde::Deserialize;

/// What a language's folder says of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The name as players read it, without the version: `C++`.
    pub title: String,
    /// Its version, where the runtime's name and version do not say it.
    pub version: Option<String>,
    /// Extensions of source files, without the dot; files are written with the first.
    pub extensions: Vec<String>,
    /// The mode of the web editor that colours it: `python`, `javascript`, `typescript`, or a file of
    /// CodeMirror's legacy modes, with the mode after a slash where the file has several: `clike/cpp`.
    pub editor: String,
    /// How functions and parameters are named.
    pub names: Naming,
    /// Names that a function or a parameter cannot have in it, in either way of naming.
    #[serde(default)]
    pub reserved: Vec<String>,
    /// Its fuel limit as a share of Python's, in percent, for problems that state none for it.
    pub fuel_percent: u64,
    /// The language whose runtime it uses, if it has none of its own.
    pub runtime: Option<String>,
    /// What the judge does with a program before the runtime gets it.
    pub transform: Option<Transform>,
    /// How types are written.
    pub types: TypeNames,
    /// What players start from.
    pub starter: Starter,
    /// The self-test.
    pub hello: Hello,
    /// How solutions look.
    pub solutions: Solutions,
    /// The kinds of error that may be named of a secret test.
    pub errors: Errors,
    /// What is bundled in the runtime, and under which licences.
    #[serde(default)]
    pub licences: Licences,
}

/// A way of naming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Naming {
    /// `two_sum`.
    #[default]
    Snake,
    /// `twoSum`.
    Camel,
}

/// A step before the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transform {
    /// Strips types: TypeScript to JavaScript.
    TypeScript,
}

/// How types are written; see [`Starter`] for the placeholders.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeNames {
    /// `int`.
    pub int: String,
    /// `float`.
    pub float: String,
    /// `bool`.
    pub bool: String,
    /// `string`.
    pub string: String,
    /// `list<…>`, with `{item}` for the item's type as it is written, or `{Item}` for its name in
    /// words: `Int`, `String`, `IntList`.
    pub list: String,
}

/// What players start from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    /// The function form, with `{function}`, `{parameters}`, `{returns}` and `{documentation}`.
    pub function: String,
    /// One parameter, with `{name}` and `{type}`.
    pub parameter: String,
    /// What stands between parameters: `, ` unless it says otherwise.
    pub separator: Option<String>,
    /// One parameter's line of documentation, with `{name}` and `{type}`.
    #[serde(default)]
    pub documentation: String,
    /// The stdin form.
    pub program: String,
}

/// The self-test.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// Prints `Hello, world!` and a newline, and reads nothing.
    pub program: String,
}

/// How solutions look.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Solutions {
    /// A line that begins with one of these defines `{function}`.
    pub define: Vec<String>,
}

/// Kinds of error.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// The language's own names. A name that a program can choose would carry a secret out.
    pub shown: Vec<String>,
}

/// What is bundled in a runtime.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Licences {
    /// One entry a component.
    #[serde(default)]
    pub notice: Vec<Notice>,
}

/// A component of a runtime that somebody else wrote.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence as an SPDX expression.
    pub licence: String,
    /// Where its texts are in what the recipe fetches: `pip:`, `npm:` or `crate:` and the path in
    /// the packages that it installs, or in the crate whose source it compiles.
    #[serde(default)]
    pub files: Vec<String>,
    /// SPDX identifiers of licences and exceptions, for what comes without a text.
    #[serde(default)]
    pub standard: Vec<String>,
    /// The copyright lines that belong to the standard texts.
    #[serde(default)]
    pub copyright: Vec<String>,
}
