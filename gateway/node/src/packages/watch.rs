//! Packages that are imported while the arena runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::imported::{Imported, id};
use super::store;
use crate::shelf::Shelf;

/// How often the data folder is looked at.
const LOOKS_EVERY: Duration = Duration::from_secs(2);

/// What was last seen of each package, by its folder.
#[derive(Default)]
struct Seen(BTreeMap<PathBuf, String>);

/// Keeps the shelf as the data folder is, from its state now on; returns after the first look.
///
/// # Errors
/// The folder cannot be read.
pub(crate) async fn watch(
    data_dir: PathBuf,
    shelf: Arc<Shelf>,
    stop: CancellationToken,
) -> anyhow::Result<impl Future<Output = ()>> {
    let (folder, known) = (data_dir.clone(), shelf.clone());
    tokio::task::spawn_blocking(move || remember(&folder, &known)).await??;
    let mut seen = Seen::default().look(&data_dir, &shelf).await?;
    Ok(async move {
        let mut tick = tokio::time::interval(LOOKS_EVERY);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = tick.tick() => {}
            }
            seen = match seen.look(&data_dir, &shelf).await {
                Ok(seen) => seen,
                Err(error) => {
                    let error = format!("{error:#}");
                    tracing::error!(
                        error,
                        "imported packages are looked at no more: start again"
                    );
                    return;
                }
            };
        }
    })
}

/// Battles may be on that began with a package before it was replaced or removed.
fn remember(data_dir: &Path, shelf: &Shelf) -> anyhow::Result<()> {
    for folder in store::before(data_dir)? {
        match Imported::load(&folder) {
            Ok(imported) => shelf.remember(&Arc::new(imported)),
            Err(error) => {
                let (package, error) = (id(&folder), format!("{error:#}"));
                tracing::warn!(package, error, "battles on the package before cannot go on");
            }
        }
    }
    Ok(())
}

impl Seen {
    /// Takes up what is new and withdraws what is gone, away from the threads that serve.
    async fn look(mut self, data_dir: &Path, shelf: &Arc<Shelf>) -> anyhow::Result<Self> {
        let (data_dir, shelf) = (data_dir.to_owned(), shelf.clone());
        tokio::task::spawn_blocking(move || {
            self.take(store::all(&data_dir)?, &shelf);
            Ok(self)
        })
        .await?
    }

    fn take(&mut self, folders: Vec<PathBuf>, shelf: &Shelf) {
        self.0.retain(|folder, _| {
            let stays = folders.contains(folder);
            if !stays {
                shelf.withdraw(&id(folder));
                tracing::info!(package = id(folder), "a package is not played any more");
            }
            stays
        });
        for folder in folders {
            // Read before the rest: what takes its place while it is loaded is seen at the next look.
            let text = store::facts_text(&folder).unwrap_or_default();
            if self.0.get(&folder) == Some(&text) {
                continue;
            }
            let package = id(&folder);
            match Imported::load(&folder).and_then(|imported| shelf.take_up(imported)) {
                Ok(()) => tracing::info!(package, "a package is played"),
                Err(error) => {
                    shelf.withdraw(&package);
                    tracing::warn!(
                        package,
                        error = format!("{error:#}"),
                        "a package is not played"
                    );
                }
            }
            self.0.insert(folder, text);
        }
    }
}
