//! What a runtime is made of.

use serde::Deserialize;

use crate::c_source::SHARED;
use crate::language::Language;

/// Version of the build steps in this crate: raise it when they change what they make.
const STEPS_VERSION: u32 = 1;

/// Files of a language's folder that do not shape its runtime.
const NO_INGREDIENTS: &[&str] = &["README.md", "language.toml"];

const DESCRIPTOR: &str = "runtime.toml";

/// A language's runtime before it is built: our files, and pinned packages in them.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The language whose folder it is; others may use the runtime too.
    pub language: Language,
    /// What the descriptor says.
    pub descriptor: Descriptor,
    /// By ascending name.
    pub(crate) files: Vec<(&'static str, &'static [u8])>,
}

/// `runtime.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descriptor {
    /// The implementation: `CPython`.
    pub name: String,
    /// Its version: `3.14`.
    pub version: String,
    /// Whether the file is a component or a core module.
    pub form: GuestForm,
    pub(crate) source: Option<Source>,
    #[serde(default)]
    pub(crate) patch: Vec<Patch>,
    #[serde(default)]
    pub(crate) embed: Vec<Embed>,
    pub(crate) compile: Option<Compile>,
    pub(crate) componentize: Option<Componentize>,
    /// What a compiler is told.
    pub toolchain: Option<Toolchain>,
    pub(crate) join: Option<Join>,
    /// Whether guests start from the memory of one that has initialised itself.
    #[serde(default)]
    pub snapshot: bool,
}

/// The kind of wasm file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GuestForm {
    /// A component.
    Component,
    /// A core module.
    Module,
    /// A toolchain that makes a wasm program, with an image of the files that it sees.
    Compiler,
}

/// What a compiler is told; the judge and the build of the precompiled header say the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toolchain {
    pub(crate) without: Vec<String>,
    pub(crate) library: Vec<String>,
    /// For every program.
    pub common: Vec<String>,
    /// For C++.
    pub cpp: Vec<String>,
    /// For C.
    pub c: Vec<String>,
    /// The linker's, before the objects.
    pub link: Vec<String>,
    /// The linker's, after the objects.
    pub libraries: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    #[serde(rename = "crate")]
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) folder: String,
    pub(crate) blake3: String,
    pub(crate) files: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Patch {
    pub(crate) file: String,
    pub(crate) find: String,
    pub(crate) replace: String,
}

/// A file of the folder that C code gets as an array of characters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Embed {
    pub(crate) file: String,
    pub(crate) header: String,
    pub(crate) array: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Compile {
    pub(crate) sources: Vec<String>,
    pub(crate) arguments: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Componentize {
    pub(crate) world: String,
    pub(crate) application: String,
}

/// A module of a package, and modules of ours that are joined with it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {
    pub(crate) file: String,
    pub(crate) modules: Vec<Joined>,
}

/// A module of the folder, in text form, and the name that others import it by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Joined {
    pub(crate) file: String,
    pub(crate) name: String,
}

impl Descriptor {
    /// Whether it compiles any of the files that guests of C share.
    fn shares_c(&self) -> bool {
        let sources = self.compile.iter().flat_map(|compile| &compile.sources);
        sources
            .into_iter()
            .any(|source| SHARED.iter().any(|file| file.0 == source))
    }
}

impl Recipe {
    /// The recipe of the runtime that a language uses.
    ///
    /// # Errors
    /// When the descriptor in the binary is missing or malformed; a test shows that none is.
    pub fn of(language: Language) -> Result<Self, toml::de::Error> {
        let language = language.runtime();
        let mut files = language.files();
        files.retain(|(name, _)| !NO_INGREDIENTS.contains(name));
        let text = files.iter().find(|(name, _)| *name == DESCRIPTOR);
        let text = text.map_or(&b""[..], |file| file.1);
        let descriptor: Descriptor = toml::from_str(&String::from_utf8_lossy(text))?;
        if descriptor.shares_c() {
            files.extend_from_slice(SHARED);
            files.sort_unstable();
        }
        Ok(Self {
            language,
            descriptor,
            files,
        })
    }

    /// The implementation and its version, as players read it.
    pub fn version(&self) -> String {
        format!("{} {}", self.descriptor.name, self.descriptor.version)
    }

    /// The content hash of everything that goes in: our files (which pin the packages) and the
    /// version of the build steps.
    pub fn hash(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"code-battle-arena runtime recipe\0");
        hasher.update(&STEPS_VERSION.to_le_bytes());
        hasher.update(self.language.as_str().as_bytes());
        for (name, content) in &self.files {
            hash_file(&mut hasher, name, content);
        }
        hasher.finalize()
    }

    pub(crate) fn file(&self, name: &str) -> &'static [u8] {
        self.files
            .iter()
            .find(|file| file.0 == name)
            .map_or(&[], |file| file.1)
    }
}

/// Adds a file so that no other list of files has the same bytes.
pub(crate) fn hash_file(hasher: &mut blake3::Hasher, name: &str, content: &[u8]) {
    hasher.update(&(name.len() as u64).to_le_bytes());
    hasher.update(name.as_bytes());
    hasher.update(&(content.len() as u64).to_le_bytes());
    hasher.update(content);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;

    #[test]
    fn every_language_has_a_recipe_with_a_hash_of_its_own() {
        let own = |l: &Language| l.runtime() == *l;
        let mut hashes: Vec<_> = Language::all()
            .iter()
            .copied()
            .filter(own)
            .map(|l| Recipe::of(l).unwrap().hash().to_hex())
            .collect();
        let all = hashes.len();
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), all);
        let again = Recipe::of(Language::PYTHON).unwrap().hash().to_hex();
        assert!(hashes.contains(&again));
    }

    #[test]
    fn every_package_is_pinned_by_version_and_checksum() {
        for &language in Language::all() {
            let recipe = Recipe::of(language).unwrap();
            let text = String::from_utf8(recipe.file("requirements.txt").to_vec()).unwrap();
            for package in text.replace("\\\n", " ").lines() {
                assert!(
                    package.contains("==") && package.contains("--hash=sha256:"),
                    "{package}"
                );
            }
        }
    }

    #[test]
    fn a_file_boundary_is_part_of_the_hash() {
        let of = |files: &[(&str, &[u8])]| {
            let mut hasher = blake3::Hasher::new();
            files
                .iter()
                .for_each(|(name, content)| hash_file(&mut hasher, name, content));
            hasher.finalize()
        };
        assert_ne!(of(&[("a", b"bc")]), of(&[("ab", b"c")]));
        assert_ne!(of(&[("a", b""), ("b", b"")]), of(&[("a", b"b")]));
    }
}
