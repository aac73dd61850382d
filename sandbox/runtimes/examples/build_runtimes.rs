//! Builds every runtime into the cache and prints where it is.

use arena_runtimes::{CacheDirectory, Language, build};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cache = CacheDirectory::resolve(None)?;
    for &language in Language::all() {
        let runtime = build(&cache, language, &mut |step| println!("{language}: {step}"))?;
        println!("{language}: {}", runtime.path.display());
    }
    Ok(())
}
