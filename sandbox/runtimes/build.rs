//! Tells cargo that the embedded languages and licences are inputs: `include_dir!` alone does not.

fn main() {
    println!("cargo:rerun-if-changed=languages");
    println!("cargo:rerun-if-changed=licences");
}
