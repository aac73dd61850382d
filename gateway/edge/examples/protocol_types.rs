//! Writes the web client's copy of the protocol's types.

use std::path::Path;

use arena_edge::typescript::{FILE, declarations};

fn main() -> std::io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    std::fs::write(path, declarations())
}
