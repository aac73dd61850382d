//! The types of the protocol and of the HTTP API in TypeScript, for the web client.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};

use ts_rs::{Config, TS, TypeVisitor};

use crate::http;
use crate::protocol::client::{ClientCommand, ClientFrame};
use crate::protocol::server::{ServerEvent, ServerFrame};

/// Where the web client keeps them, from this crate's folder.
pub const FILE: &str = "../web/src/lib/arena/protocol.gen.ts";
/// What writes that file anew.
pub const COMMAND: &str = "cargo run -p arena-edge --example protocol_types";

/// The whole text of [`FILE`]: every type that is sent or received, by name.
#[must_use]
pub fn declarations() -> String {
    let mut types = Types::new();
    types.visit_part::<ClientCommand>();
    types.visit_part::<ServerEvent>();
    types.visit::<ClientFrame>();
    types.visit::<ServerFrame>();
    http::visit_types(&mut types);
    let note = format!("// Generated from the Rust types of gateway/edge by `{COMMAND}`.\n");
    note + &types.declared.into_values().collect::<String>()
}

struct Types {
    config: Config,
    seen: BTreeSet<TypeId>,
    /// By their names, because the order in which types name each other changes from build to build.
    declared: BTreeMap<String, String>,
    /// What is part of other types, as it reads there, with its name.
    parts: Vec<(String, String)>,
}

impl Types {
    fn new() -> Self {
        Self {
            // Versions, times and counts stay far below 2^53.
            config: Config::default().with_large_int("number"),
            seen: BTreeSet::new(),
            declared: BTreeMap::new(),
            parts: Vec::new(),
        }
    }

    /// Types that `T` is flattened into from now on say its name instead of repeating it.
    fn visit_part<T: TS + 'static>(&mut self) {
        self.visit::<T>();
        let whole = T::inline_flattened(&self.config);
        self.parts.push((whole, T::ident(&self.config)));
    }
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Numbers, strings and lists are no types of ours.
        if T::output_path().is_none() || !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        let mut declared = T::decl(&self.config);
        for (whole, name) in &self.parts {
            declared = declared.replace(whole, name);
        }
        // One alternative a line, so that a change shows as a change of its line.
        declared = declared.replace(" | {", "\n  | {");
        let docs = T::docs().unwrap_or_default();
        let text = format!("\n{docs}export {declared}\n");
        // Two types of one name would both be there, which neither TypeScript nor a test here lets pass.
        let name = T::ident(&self.config);
        self.declared.entry(name).or_default().push_str(&text);
        T::visit_dependencies(self);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_web_client_has_the_types_as_they_are() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == declarations(),
            "{} is not what these types give: run `{COMMAND}` and commit what it writes",
            path.display()
        );
    }

    #[test]
    fn no_two_types_share_a_name() {
        let text = declarations();
        let declared = text
            .lines()
            .filter_map(|line| line.strip_prefix("export type "));
        let names: Vec<&str> = declared.filter_map(|rest| rest.split(' ').next()).collect();
        let different: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(names.len(), different.len(), "{names:?}");
        assert!(different.contains("ServerFrame"), "{names:?}");
    }
}
