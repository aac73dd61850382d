//! One run: players come in, play until enough battles have ended, and what they saw is put together.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use arena_edge::protocol::codec::Format;
use arena_problems::Catalogue;
use indicatif::{ProgressBar, ProgressStyle};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::Serialize;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::clock;
use crate::door::{Door, Failure, LoggedIn};
use crate::gateways::Gateways;
use crate::hands::Hands;
use crate::life::Life;
use crate::programs::Programs;
use crate::report::Report;
use crate::sight::Witness;

/// How long the arena may take to become ready.
const READY_WITHIN: Duration = Duration::from_secs(600);
/// How long the lists may lag behind the last battle.
pub(crate) const LISTS_WITHIN: Duration = Duration::from_secs(20);
const ASK_AGAIN: Duration = Duration::from_millis(100);
/// Every so many players one is a guest.
const GUEST_EVERY: usize = 5;

/// What has happened so far, for those who watch a run.
#[derive(Debug, Default)]
pub struct Tally {
    pub battles: AtomicU64,
    /// Commands whose acknowledgement carries a version.
    pub acknowledged: AtomicU64,
}

/// What to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Such as `http://127.0.0.1:8080`; of several gateways, all of them.
    pub urls: Vec<String>,
    pub players: usize,
    /// The run is enough when so many battles have ended.
    pub battles: usize,
    /// Where acknowledgements are written, one JSON object a line.
    pub acks: Option<PathBuf>,
    /// The players' choices follow from it; what the arena does in the meantime does not.
    pub seed: u64,
    /// Steps of one player a second, on average, while a battle is on.
    pub rate: f64,
    /// Show progress on the terminal.
    pub progress: bool,
    pub tally: Arc<Tally>,
}

impl Default for Options {
    /// Twenty players at no gateway, until they are stopped.
    fn default() -> Self {
        Self {
            urls: Vec::new(),
            players: 20,
            battles: usize::MAX,
            acks: None,
            seed: 1,
            rate: 2.0,
            progress: false,
            tally: Arc::default(),
        }
    }
}

/// An acknowledged command: event `version` of `stream` must be of `command`.
#[derive(Clone, Debug, Serialize)]
pub struct AckLine {
    pub stream: Uuid,
    pub version: u64,
    pub command: Uuid,
}

/// Runs until enough battles have ended or `stop` is cancelled; either way what is under way is finished first.
///
/// # Errors
/// The run cannot begin: the arena does not answer, or takes no players. What goes wrong later is in the [`Report`].
pub async fn run(options: Options, stop: CancellationToken) -> anyhow::Result<Report> {
    let programs = Arc::new(Programs::of(&Catalogue::embedded()?));
    let lists = Door::new(options.urls.first().context("no gateway is known")?)?;
    let lists: Vec<Door> = options.urls.iter().map(|url| lists.of(url)).collect();
    wait_until_ready(&lists).await?;
    let (acks, lines) = unbounded_channel();
    let writing = tokio::spawn(write_acks(options.clone(), lines));
    let (ended, endings) = unbounded_channel();
    let mut dice = StdRng::seed_from_u64(options.seed);
    let mut lives = JoinSet::new();
    for index in 0..options.players {
        let life = enter(&options, index, &mut dice, &programs, &acks, &ended, &stop).await;
        lives.spawn(life?.live());
    }
    drop((acks, ended));
    let start = clock::now();
    let counting = tokio::spawn(count(options.clone(), endings, stop.clone()));
    let mut witnesses = Vec::new();
    while let Some(life) = lives.join_next().await {
        witnesses.push(life.context("a player panicked")?);
    }
    let played = start.elapsed();
    counting.await.context("counting panicked")?;
    let acknowledged = writing.await.context("writing panicked")??;
    let mut report = Report::of(&witnesses, played);
    report.acknowledged = acknowledged;
    compare_lists(&lists, &witnesses, &mut report).await;
    Ok(report)
}

/// Every gateway was ready once.
async fn wait_until_ready(doors: &[Door]) -> anyhow::Result<()> {
    let start = clock::now();
    let mut waiting = doors.iter().peekable();
    while let Some(door) = waiting.peek() {
        if door.is_ready().await {
            waiting.next();
            continue;
        }
        if start.elapsed() > READY_WITHIN {
            bail!("the arena is not ready after {} s", READY_WITHIN.as_secs());
        }
        tokio::time::sleep(ASK_AGAIN).await;
    }
    Ok(())
}

async fn enter(
    options: &Options,
    index: usize,
    dice: &mut StdRng,
    programs: &Arc<Programs>,
    acks: &UnboundedSender<AckLine>,
    ended: &UnboundedSender<Uuid>,
    stop: &CancellationToken,
) -> anyhow::Result<Life> {
    let gateways = Gateways::new(&options.urls, index)?;
    let mut own = StdRng::seed_from_u64(dice.random());
    let login = log_in(&gateways, index, &mut own).await?;
    let format = if index.is_multiple_of(2) {
        Format::Json
    } else {
        Format::Msgpack
    };
    Ok(Life {
        hands: Hands::new(gateways, login, format, acks.clone(), own),
        programs: programs.clone(),
        dice: StdRng::seed_from_u64(dice.random()),
        pause: Duration::from_secs_f64(1.0 / options.rate.clamp(0.01, 1000.0)),
        ended: ended.clone(),
        enough: stop.clone(),
    })
}

async fn log_in(gateways: &Gateways, index: usize, dice: &mut StdRng) -> anyhow::Result<LoggedIn> {
    let id = Uuid::new_v4().simple().to_string();
    let (name, password) = (format!("sim{}", &id[..16]), Uuid::new_v4().to_string());
    let start = clock::now();
    loop {
        let door = gateways.any(dice);
        let answer = if index % GUEST_EVERY == GUEST_EVERY - 1 {
            door.guest().await
        } else {
            door.register(&name, &password).await
        };
        match answer {
            Ok(login) => return Ok(login),
            Err(Failure::Problem { code, .. }) if code == "name-taken" => {
                // The answer to the first attempt was lost.
                return Ok(door.log_in(&name, &password).await?);
            }
            Err(Failure::Problem { status, code }) if status == 429 && code != "busy" => {
                bail!("{code}: start the arena with wide limits, see --help");
            }
            Err(failure) if start.elapsed() > READY_WITHIN => return Err(failure.into()),
            Err(Failure::Problem { status, code }) if status < 429 => {
                bail!("the arena takes no players: {status} {code}")
            }
            Err(_) => tokio::time::sleep(ASK_AGAIN).await,
        }
    }
}

/// Writes each acknowledgement down as it comes; returns how many there were.
async fn write_acks(
    options: Options,
    mut lines: UnboundedReceiver<AckLine>,
) -> anyhow::Result<u64> {
    let mut file = match &options.acks {
        Some(path) => Some(std::fs::File::create(path).context("make the file of --acks")?),
        None => None,
    };
    let mut count = 0;
    while let Some(line) = lines.recv().await {
        count += 1;
        options.tally.acknowledged.store(count, Ordering::Relaxed);
        if let Some(file) = &mut file {
            let mut bytes = serde_json::to_vec(&line)?;
            bytes.push(b'\n');
            file.write_all(&bytes).context("write to --acks")?;
        }
    }
    Ok(count)
}

/// Counts battles, and says when it is enough.
async fn count(options: Options, mut endings: UnboundedReceiver<Uuid>, stop: CancellationToken) {
    let bar = if options.progress {
        let length = u64::try_from(options.battles).unwrap_or(u64::MAX);
        ProgressBar::new(length)
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) =
        ProgressStyle::with_template("{elapsed} {wide_bar} {pos}/{len} battles {eta}")
    {
        bar.set_style(style);
    }
    let mut battles = BTreeSet::new();
    while let Some(battle) = endings.recv().await {
        battles.insert(battle);
        let ended = u64::try_from(battles.len()).unwrap_or(u64::MAX);
        options.tally.battles.store(ended, Ordering::Relaxed);
        bar.set_position(ended);
        if battles.len() >= options.battles {
            stop.cancel();
        }
    }
    bar.finish_and_clear();
}

/// What the lists say in the end must be what was computed from the battles.
async fn compare_lists(doors: &[Door], witnesses: &[Witness], report: &mut Report) {
    let start = clock::now();
    let mut doors = doors.iter().cycle();
    for witness in witnesses {
        let player = witness.player;
        let Some(due) = report.ratings.get(&player).copied() else {
            continue;
        };
        for door in doors.by_ref() {
            let profile = door.profile(player).await;
            let found = profile.as_ref().map(|profile| profile.rating);
            if found
                .as_ref()
                .is_ok_and(|found| (found - due).abs() <= crate::chains::TOLERANCE)
            {
                break;
            }
            if start.elapsed() > LISTS_WITHIN {
                let what = format!("the rating of {player} is listed as {found:?}, computed {due}");
                report.violations.push(what);
                break;
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
    }
}
