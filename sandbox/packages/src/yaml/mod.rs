//! YAML as a tree with lines, without the parts of YAML that surprise: no aliases, anchors, tags,
//! duplicate keys or second documents.

mod cursor;
mod tree;

pub(crate) use cursor::{At, Fields};
pub(crate) use tree::Tree;
