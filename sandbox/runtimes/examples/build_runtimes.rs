//! Builds every runtime into the cache, or those named, and prints where it is.

use arena_runtimes::{CacheDirectory, Language, build};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let cache = CacheDirectory::resolve(None)?;
    let named: Vec<Language> = std::env::args()
        .skip(1)
        .map(|name| name.parse())
        .collect::<Result<_, _>>()?;
    let wanted = if named.is_empty() {
        Language::all()
    } else {
        &named
    };
    for &language in wanted {
        let runtime = build(&cache, language, &mut |step| println!("{language}: {step}"))?;
        println!("{language}: {}", runtime.path.display());
    }
    Ok(())
}
