//! `arena problems list` and `remove`: what is in play, and what is not to be any more.

use anyhow::{Context, bail};
use arena_problems::{Catalogue, Difficulty, ProblemId};
use arena_runtimes::CacheDirectory;

use super::report::table;
use super::{Imported, imported, kept, store};
use crate::config::{ListArgs, RemoveArgs};

struct Row {
    id: String,
    difficulty: Option<Difficulty>,
    from: &'static str,
    title: String,
    /// Or why not.
    played: Result<(), String>,
}

/// Prints every problem that `arena serve` has with the same arguments, and whether it plays it.
pub(crate) fn list(args: &ListArgs) -> anyhow::Result<()> {
    let catalogue = match &args.problems {
        Some(folder) => Catalogue::load(folder)?,
        None => Catalogue::embedded()?,
    };
    let own = catalogue.iter().map(|problem| Row {
        id: problem.id.to_string(),
        difficulty: Some(problem.difficulty),
        from: "catalogue",
        title: problem.title.clone(),
        played: Ok(()),
    });
    let mut rows: Vec<Row> = own.collect();
    let known: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    for (id, package) in imported(&args.storage.data_dir)? {
        rows.push(row(id, package, &known));
    }
    let not_played = rows.iter().filter(|row| row.played.is_err()).count();
    let total = rows.len();
    let cells = |row: Row| {
        let difficulty = row.difficulty.map_or("-".to_owned(), |one| one.to_string());
        let played = row.played.map_or_else(
            |reason| format!("not played: {reason}"),
            |()| "played".to_owned(),
        );
        [row.id, difficulty, row.from.to_owned(), row.title, played]
    };
    for line in table(rows.into_iter().map(cells).collect()) {
        println!("{}", line.trim());
    }
    println!("{total} problems, {not_played} of them not played");
    Ok(())
}

fn row(id: String, package: anyhow::Result<Imported>, catalogue: &[String]) -> Row {
    let from = "imported";
    match package {
        Ok(package) => Row {
            played: match catalogue.contains(&id) {
                true => Err(taken(&id)),
                false => package.offered.clone(),
            },
            difficulty: Some(package.difficulty),
            title: package.title().to_owned(),
            id,
            from,
        },
        Err(error) => Row {
            id,
            difficulty: None,
            from,
            title: "-".to_owned(),
            played: Err(format!("{error:#}")),
        },
    }
}

/// Why a package is not played where the catalogue has its id.
pub(crate) fn taken(id: &str) -> String {
    format!(
        "{id} is the id of a problem of the catalogue: rename the package's folder and import it again"
    )
}

/// Removes an imported package; its tests are kept, so that verdicts can be judged again.
pub(crate) fn remove(args: &RemoveArgs) -> anyhow::Result<()> {
    let id: ProblemId = args.problem.parse()?;
    let data_dir = &args.storage.data_dir;
    if !store::place(data_dir, &id).is_dir() {
        bail!("{id} is not imported into {}", data_dir.display());
    }
    let cache = CacheDirectory::resolve(args.storage.cache_dir.as_deref())?;
    store::remove(data_dir, &id, |old| kept::keep(old, &cache))
        .with_context(|| format!("remove {id}"))?;
    println!("{id} is removed; an arena that runs on this data folder offers it no more");
    Ok(())
}
