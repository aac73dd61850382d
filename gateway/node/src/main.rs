//! The `arena` program: the only place that assembles.

mod again;
mod assets;
mod cluster;
mod config;
mod drain;
mod judging;
mod operators;
mod packages;
mod roles;
mod runtimes;
mod serve;
mod several;
mod shelf;
mod storage;

use std::process::ExitCode;

use arena_log::StreamId;
use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::config::{
    Cli, ClusterCommand, Command, EventsCommand, JUDGE_PROCESS, JudgeCommand, KeysCommand,
    ProblemsCommand, RatingsCommand, RuntimesCommand, ServeArgs,
};

fn main() -> ExitCode {
    // The judge seals itself, so nothing else may have been started in its process.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == JUDGE_PROCESS)
    {
        return arena_judge::judge_process_main();
    }
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("arena: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(args) => {
            start_logging(&args)?;
            runtime()?.block_on(serve::serve(*args))
        }
        Command::Judge(JudgeCommand::Run {
            language,
            problem,
            file,
            json,
            cache_dir,
        }) => {
            let cache = cache_dir.as_deref();
            let judging = operators::judge_file(&language, &problem, &file, json, cache);
            return Ok(operators::exit_code(runtime()?.block_on(judging)));
        }
        Command::Judge(JudgeCommand::Again(args)) => {
            let judging = again::judge_again(&args);
            return Ok(operators::exit_code(runtime()?.block_on(judging)));
        }
        // Taken before the flags are read, see `main`.
        Command::JudgeProcess => Ok(()),
        Command::Runtimes(RuntimesCommand::Build {
            languages,
            cache_dir,
        }) => {
            let built = runtimes::build(&languages, cache_dir.as_deref());
            return Ok(operators::exit_code(built));
        }
        Command::Runtimes(RuntimesCommand::List { cache_dir }) => {
            runtimes::list(cache_dir.as_deref())
        }
        Command::Runtimes(RuntimesCommand::Clean { yes, cache_dir }) => {
            let cleaned = if yes {
                runtimes::clean(cache_dir.as_deref())
            } else {
                runtimes::would_clean(cache_dir.as_deref())
            };
            print!("{}", cleaned?);
            Ok(())
        }
        Command::Runtimes(RuntimesCommand::Test { cache_dir }) => {
            let testing = runtimes::test(cache_dir.as_deref());
            return Ok(operators::exit_code(runtime()?.block_on(testing)));
        }
        Command::Runtimes(RuntimesCommand::Licences {
            languages,
            texts,
            cache_dir,
        }) => {
            let shown = if texts {
                runtimes::licence_texts(&languages, cache_dir.as_deref())
            } else {
                runtimes::licences(&languages)
            };
            print!("{}", shown?);
            Ok(())
        }
        Command::Problems(ProblemsCommand::Verify {
            folders,
            cache_dir,
            json,
            ..
        }) if folders.iter().any(|path| packages::is_package(path)) => {
            let verifying = packages::verify(&folders, cache_dir.as_deref(), json);
            return Ok(packages::exit_code(runtime()?.block_on(verifying)));
        }
        Command::Problems(ProblemsCommand::Import(args)) => {
            let importing = packages::import(&args);
            return Ok(packages::exit_code(runtime()?.block_on(importing)));
        }
        Command::Problems(ProblemsCommand::List(args)) => packages::list(&args),
        Command::Problems(ProblemsCommand::Remove(args)) => packages::remove(&args),
        Command::Problems(ProblemsCommand::Export(args)) => {
            let exporting = packages::export(&args);
            return Ok(packages::exit_code(runtime()?.block_on(exporting)));
        }
        Command::Problems(ProblemsCommand::Verify {
            folders,
            cache_dir,
            details,
            ..
        }) => {
            let verified = operators::verify_catalogue(&folders, cache_dir.as_deref(), details);
            return Ok(operators::exit_code(verified));
        }
        Command::Events(EventsCommand::Verify { storage, acks }) => {
            let verifying = operators::verify_events(&storage, acks.as_deref());
            return Ok(operators::exit_code(runtime()?.block_on(verifying)));
        }
        Command::Events(EventsCommand::Show { stream, storage }) => {
            runtime()?.block_on(operators::show(&storage, StreamId(stream)))
        }
        Command::Ratings(RatingsCommand::Verify { storage }) => {
            let verifying = operators::verify_ratings(&storage);
            return Ok(operators::exit_code(runtime()?.block_on(verifying)));
        }
        Command::Cluster(ClusterCommand::Status { json, storage }) => {
            runtime()?.block_on(cluster::status(&storage, json))
        }
        Command::Keys(KeysCommand::Rotate { storage }) => {
            runtime()?.block_on(operators::rotate_keys(&storage))
        }
    }
    .map(|()| ExitCode::SUCCESS)
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
}

fn start_logging(args: &ServeArgs) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&args.log)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    if args.log_json {
        lines.json().init();
    } else {
        lines.init();
    }
    Ok(())
}
