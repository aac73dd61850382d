//! Tells cargo that the embedded languages are an input: `include_dir!` alone does not.

fn main() {
    println!("cargo:rerun-if-changed=languages");
}
