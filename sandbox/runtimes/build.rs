//! Tells cargo that the embedded languages are inputs: `include_dir!` alone does not.

fn main() {
    println!("cargo:rerun-if-changed=languages");
}
