//! Commands for problem packages of the ICPC and Kattis format.

mod bench;
mod imported;
mod kept;
mod listing;
mod report;
mod store;
mod verify;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use arena_packages::{FormatVersion, Package, export};
use arena_problems::{Catalogue, Difficulty, Form, Problem, ProblemId};
use arena_runtimes::CacheDirectory;

use crate::config::{ExportArgs, ImportArgs};
use crate::{judging, operators};
use bench::Bench;
use report::Report;
use store::{Facts, Offered};

pub(crate) use imported::{Imported, all as imported};
pub(crate) use listing::{list, remove, taken};
pub(crate) use watch::watch;

/// Whether a path is a package rather than a problem of the arena's own format.
pub(crate) fn is_package(path: &Path) -> bool {
    path.is_file() || path.join("problem.yaml").is_file()
}

/// Verifies packages and prints what was found.
pub(crate) async fn verify(
    paths: &[PathBuf],
    cache: Option<&Path>,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let bench = Bench::start(cache).await?;
    let mut worst = Worst::default();
    let mut reports = Vec::new();
    for path in paths {
        let package = match Package::open(path) {
            Ok(package) => package,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                worst.fails = true;
                continue;
            }
        };
        let report = verify::verify(&package, &bench).await?;
        worst.add(&report);
        if json {
            reports.push(report);
        } else {
            print!("{}", report.render());
        }
    }
    if json {
        println!("{}", serde_json::to_string_pretty(&reports)?);
    }
    Ok(worst.exit_code())
}

/// The exit code of a command here; says what was in its way.
pub(crate) fn exit_code(code: anyhow::Result<ExitCode>) -> ExitCode {
    code.unwrap_or_else(|error| {
        eprintln!("arena: {error:#}");
        ExitCode::from(2)
    })
}

/// The exit code over several packages.
#[derive(Default)]
struct Worst {
    fails: bool,
    unverified: bool,
}

impl Worst {
    fn add(&mut self, report: &Report) {
        self.fails |= report.fails();
        self.unverified |= report.exit_code() == ExitCode::from(2);
    }

    fn exit_code(&self) -> ExitCode {
        match (self.fails, self.unverified) {
            (true, _) => ExitCode::FAILURE,
            (false, true) => ExitCode::from(2),
            (false, false) => ExitCode::SUCCESS,
        }
    }
}

/// Verifies a package and stores it where `arena serve` finds it.
pub(crate) async fn import(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let told: Option<Difficulty> = args.difficulty.as_deref().map(str::parse).transpose()?;
    let package = match Package::open(&args.path) {
        Ok(package) => package,
        Err(error) => {
            eprintln!("{}: {error}", args.path.display());
            return Ok(ExitCode::FAILURE);
        }
    };
    let embedded = Catalogue::embedded().context("the built-in catalogue")?;
    if embedded.iter().any(|problem| problem.id == package.id) {
        eprintln!(
            "{} is the id of a problem of the catalogue: rename the package's folder",
            package.id
        );
        return Ok(ExitCode::FAILURE);
    }
    let bench = Bench::start(args.storage.cache_dir.as_deref()).await?;
    let report = verify::verify(&package, &bench).await?;
    print!("{}", report.render());
    if report.fails() {
        eprintln!("{} is not imported", package.id);
        return Ok(ExitCode::FAILURE);
    }
    let before = store::facts(&store::place(&args.storage.data_dir, &package.id)).ok();
    let before = before.map(|facts| facts.difficulty);
    let difficulty = told.or(before).unwrap_or(Difficulty::Medium);
    let facts = Facts {
        package: package.hash,
        name: package.files.name().to_owned(),
        difficulty,
        fuel: report.fuel_limit,
        offered: offered(&package, &report, args.accept_unverified),
    };
    let data_dir = args.storage.make_data_dir()?;
    let cache = CacheDirectory::resolve(args.storage.cache_dir.as_deref())?;
    let keep = |old: &Path| kept::keep(old, &cache);
    let target = store::store(data_dir, &package, &facts, args.replace, keep)?;
    println!("imported into {}", target.display());
    Ok(match facts.offered {
        Offered::Yes => {
            let how = match told.or(before) {
                Some(_) => "",
                None => " (packages do not say: --difficulty does)",
            };
            println!(
                "played as {difficulty}{how}; an arena that runs on this data folder takes it up by itself"
            );
            ExitCode::SUCCESS
        }
        Offered::No(reason) => {
            println!("it is not played: {reason}");
            ExitCode::from(2)
        }
    })
}

/// Battles count, so they are fought on what was seen to work.
fn offered(package: &Package, report: &Report, accept_unverified: bool) -> Offered {
    if let Err(reason) = report.is_solved() {
        return Offered::No(reason);
    }
    let Some(fuel) = report.fuel_limit else {
        return Offered::No("it has no time limit".to_owned());
    };
    if let Err(reason) = package.played(fuel) {
        return Offered::No(reason.to_string());
    }
    match report.is_verified() {
        Err(reason) if !accept_unverified => Offered::No(reason),
        Ok(()) | Err(_) => Offered::Yes,
    }
}

/// Writes an imported package, or one of the arena's own problems as a package.
pub(crate) async fn export(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let format: Option<FormatVersion> = args.format.as_deref().map(str::parse).transpose()?;
    let path = Path::new(&args.problem);
    let stored = args
        .problem
        .parse::<ProblemId>()
        .ok()
        .map(|id| store::place(&args.storage.data_dir, &id));
    let package = if is_package(path) {
        Some(Package::open(path)?)
    } else {
        match stored.filter(|place| place.is_dir()) {
            Some(place) => Some(store::load(&place)?.0),
            None => None,
        }
    };
    if let Some(package) = package {
        let own = package.metadata.version;
        if format.is_some_and(|format| format != own) {
            bail!(
                "{} is a package of format {own} and is written as that",
                package.id
            );
        }
        export::package(&package, &args.to)?;
        println!("{} is written to {}", package.id, args.to.display());
        return Ok(ExitCode::SUCCESS);
    }
    let problem = native(path, &args.problem)?;
    if let Form::Function(_) = problem.form {
        // Said before its tests are made, which takes long.
        bail!(
            "{} asks for a function: the package format knows only programs that read standard \
             input",
            problem.id
        );
    }
    let cache = CacheDirectory::resolve(args.storage.cache_dir.as_deref())?;
    let program = judging::program(cache)?;
    let (tests, problem) = tokio::task::spawn_blocking(move || -> anyhow::Result<_> {
        let languages = program.languages().context("start the judge")?;
        let python = judging::python(&languages)?;
        let tests = operators::tests_of(&program, python, &problem)?;
        Ok((tests.unpack()?, problem))
    })
    .await??;
    let format = format.unwrap_or(FormatVersion::V2025_09);
    let author = export::Author {
        name: args.author.clone(),
    };
    let files = export::native(&problem, &tests, format, &author).map_err(anyhow::Error::msg)?;
    export::files(files, &problem.id.as_str().replace('-', ""), &args.to)?;
    println!("{} is written to {}", problem.id, args.to.display());
    Ok(ExitCode::SUCCESS)
}

/// One of the arena's own problems, from a folder or the catalogue.
fn native(path: &Path, id: &str) -> anyhow::Result<Problem> {
    if path.join("problem.toml").is_file() {
        return Ok(Problem::load(path)?);
    }
    let catalogue = Catalogue::embedded()?;
    let found = catalogue.iter().find(|problem| problem.id.as_str() == id);
    let problem = found.with_context(|| {
        format!("{id} is neither a problem's folder, nor imported, nor in the catalogue")
    })?;
    Ok(Problem::clone(problem))
}
