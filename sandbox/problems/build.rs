//! Tells cargo that the embedded catalogue is an input: `include_dir!` alone does not.

fn main() {
    println!("cargo:rerun-if-changed=catalogue");
}
