//! The network between processes, as NATS is one: whoever follows a stream or serves a shard hears of it, if the message
//! comes through.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arena_bus::carried::{Beacon, Carrier, Ear, Lookout, Mouth};
use arena_bus::{Bus, Committed, Head, Outcome, Reply, Request, RequestError};
use arena_log::{Epoch, OwnerId, ShardId, StreamId};
use async_trait::async_trait;
use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use crate::dice::Dice;
use crate::fault::Condition;
use crate::gate::Gate;
use crate::history::Happened;
use crate::sky::Sky;

/// A message of a stream may arrive this much later than the beacon that tells of it, as over NATS.
const GRACE: Duration = Duration::from_millis(300);
/// How long nobody notices that the network is gone, at most.
const UNNOTICED_MS: u64 = 400;

/// Everybody who can be reached. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Network {
    sky: Sky,
    dice: Dice,
    state: Arc<Mutex<State>>,
    posted: Arc<Notify>,
}

#[derive(Debug, Default)]
struct State {
    stations: BTreeMap<OwnerId, Station>,
    post: BTreeMap<(Instant, u64), Letter>,
    letters: u64,
    /// When the last letter from one to another arrives: they keep their order.
    last: BTreeMap<(OwnerId, OwnerId), Instant>,
}

/// A process's place in the network.
#[derive(Clone, Debug)]
struct Station {
    node: usize,
    gate: Arc<Gate>,
    ear: Ear,
    lookout: Arc<Mutex<Lookout>>,
    streams: BTreeSet<StreamId>,
    shards: BTreeSet<ShardId>,
}

#[derive(Debug)]
struct Letter {
    from: usize,
    to: OwnerId,
    what: Content,
}

#[derive(Debug)]
enum Content {
    Commit(Committed),
    Beacon(Beacon),
    Question {
        shard: ShardId,
        request: Request,
        from: OwnerId,
        reply: ReplyTo,
    },
    Answer {
        reply: ReplyTo,
        answer: Result<Reply, RequestError>,
    },
}

type ReplyTo = Arc<Mutex<Option<oneshot::Sender<Result<Reply, RequestError>>>>>;

impl Network {
    pub(crate) fn new(sky: &Sky) -> Self {
        Self {
            sky: sky.clone(),
            dice: sky.dice("network"),
            state: Arc::default(),
            posted: Arc::default(),
        }
    }

    /// A process's bus.
    pub(crate) fn join(&self, owner: OwnerId, node: usize, gate: &Arc<Gate>) -> Bus {
        Bus::carried(|ear| {
            let station = Station {
                node,
                gate: gate.clone(),
                ear: ear.clone(),
                lookout: Arc::default(),
                streams: BTreeSet::new(),
                shards: BTreeSet::new(),
            };
            self.state().stations.insert(owner, station);
            tokio::spawn(self.clone().keep(owner, ear, gate.clone()));
            Arc::new(Line {
                owner,
                node,
                network: self.clone(),
                mouth: Mutex::default(),
            })
        })
    }

    pub(crate) fn leave(&self, owner: OwnerId) {
        self.state().stations.remove(&owner);
    }

    /// The processes of a node hear of everything that they may have missed.
    pub(crate) fn reconnected(&self, is_one: impl Fn(usize) -> bool) {
        let state = self.state();
        let stations = state.stations.values();
        for station in stations.filter(|station| is_one(station.node)) {
            let ear = station.ear.clone();
            let (gate, wait) = (station.gate.clone(), self.dice.millis(1..=300));
            tokio::spawn(async move {
                sleep(wait).await;
                gate.pass().await;
                ear.miss_all();
            });
        }
    }

    /// Keeps a process's subscriptions, and tells followers when they hold.
    async fn keep(self, owner: OwnerId, ear: Ear, gate: Arc<Gate>) {
        loop {
            tokio::select! {
                biased;
                () = gate.over() => return,
                () = ear.changed() => {}
            }
            sleep(self.dice.millis(0..=2)).await;
            let wanted = ear.take_changes();
            let mut new = Vec::new();
            let mut state = self.state();
            let Some(station) = state.stations.get_mut(&owner) else {
                return;
            };
            for stream in wanted.streams {
                if !ear.is_followed(stream) {
                    station.streams.remove(&stream);
                } else if station.streams.insert(stream) {
                    new.push(stream);
                }
            }
            for shard in wanted.shards {
                if ear.is_served(shard) {
                    station.shards.insert(shard);
                } else {
                    station.shards.remove(&shard);
                }
            }
            drop(state);
            for stream in new {
                let (ear, gate, wait) = (ear.clone(), gate.clone(), self.dice.millis(0..=3));
                tokio::spawn(async move {
                    sleep(wait).await;
                    gate.pass().await;
                    ear.miss(stream);
                });
            }
        }
    }

    fn is_cut(&self, node: usize) -> bool {
        self.sky.is(Condition::BusDown) || self.sky.is(Condition::BusCut(node))
    }

    /// Sends a letter, if the network takes it.
    fn post(&self, from: (OwnerId, usize), to: OwnerId, what: Content) {
        if self.is_cut(from.1) {
            self.sky.count("messages not sent");
            return;
        }
        let lossy = self.sky.is(Condition::BusLossy);
        if lossy && self.dice.chance(25) {
            self.sky.count("messages dropped");
            return;
        }
        let again = match &what {
            _ if !(lossy && self.dice.chance(25)) => None,
            Content::Commit(committed) => Some(Content::Commit(committed.clone())),
            Content::Beacon(beacon) => Some(Content::Beacon(beacon.clone())),
            Content::Question {
                shard,
                request,
                from,
                reply,
            } => Some(Content::Question {
                shard: *shard,
                request: request.clone(),
                from: *from,
                reply: reply.clone(),
            }),
            Content::Answer { .. } => None,
        };
        if let Some(again) = again {
            self.sky.count("messages doubled");
            self.enqueue(from, to, again, lossy);
        }
        self.enqueue(from, to, what, lossy);
    }

    fn enqueue(&self, from: (OwnerId, usize), to: OwnerId, what: Content, lossy: bool) {
        let delay = match lossy {
            true => self.dice.millis(0..=250),
            false => self.dice.millis(0..=2),
        };
        let mut state = self.state();
        let mut at = Instant::now() + delay;
        if !lossy {
            let last = state.last.entry((from.0, to)).or_insert(at);
            at = at.max(*last);
            *last = at;
        }
        state.letters += 1;
        let number = state.letters;
        let from = from.1;
        state.post.insert((at, number), Letter { from, to, what });
        drop(state);
        self.posted.notify_one();
    }

    /// Brings the letters, for as long as the simulation lasts.
    pub(crate) async fn deliver(self) {
        loop {
            let posted = self.posted.notified();
            let first = self.state().post.first_key_value().map(|((at, _), _)| *at);
            match first {
                Some(at) if at <= Instant::now() => {
                    let letter = self.state().post.pop_first();
                    if let Some((_, letter)) = letter {
                        self.bring(letter);
                    }
                }
                Some(at) => tokio::select! {
                    biased;
                    () = posted => {}
                    () = sleep_until(at) => {}
                },
                None => posted.await,
            }
        }
    }

    fn bring(&self, Letter { from, to, what }: Letter) {
        let Some(station) = self.state().stations.get(&to).cloned() else {
            return;
        };
        if self.is_cut(from) || self.is_cut(station.node) {
            self.sky.count("messages lost");
            return;
        }
        self.sky.count("messages");
        if station.gate.is_open() && self.heard(&to, &station, &what) {
            return;
        }
        let network = self.clone();
        tokio::spawn(async move {
            station.gate.pass().await;
            network.hear(to, station, what).await;
        });
    }

    /// Whether it was one that needs no waiting.
    fn heard(&self, to: &OwnerId, station: &Station, what: &Content) -> bool {
        match what {
            Content::Commit(committed) => {
                // The subscription may have ended since.
                let state = self.state();
                let known = state.stations.get(to);
                if known.is_some_and(|known| known.streams.contains(&committed.stream)) {
                    drop(state);
                    station.ear.hear(committed.clone());
                }
                true
            }
            Content::Answer { reply, answer } => {
                give(reply, answer.clone());
                true
            }
            Content::Beacon(_) | Content::Question { .. } => false,
        }
    }

    async fn hear(self, to: OwnerId, station: Station, what: Content) {
        if self.heard(&to, &station, &what) {
            return;
        }
        match what {
            Content::Beacon(beacon) => {
                let suspicions = lock(&station.lookout).hear(beacon);
                if suspicions.is_empty() {
                    return;
                }
                sleep(GRACE).await;
                station.gate.pass().await;
                for suspicion in suspicions {
                    station.ear.look(suspicion);
                }
            }
            Content::Question {
                shard,
                request,
                from,
                reply,
            } => {
                let deadline = request.deadline;
                let asked = timeout_at(deadline, station.ear.ask(shard, request)).await;
                if station.gate.is_over() {
                    return;
                }
                if let Ok(Some(answer)) = asked {
                    // Without an epoch nobody speaks for the shard: there is no actor to do so.
                    if let Ok(Reply {
                        epoch,
                        result: Outcome::Answered(_),
                    }) = answer
                        && epoch > Epoch::ZERO
                    {
                        self.sky.note(Happened::Replied {
                            owner: to,
                            shard,
                            epoch,
                        });
                    }
                    let what = Content::Answer { reply, answer };
                    self.post((to, station.node), from, what);
                }
            }
            Content::Commit(_) | Content::Answer { .. } => {}
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// The first answer counts.
fn give(reply: &ReplyTo, answer: Result<Reply, RequestError>) {
    if let Some(waiting) = lock(reply).take() {
        // Whoever asked may have gone.
        waiting.send(answer).ok();
    }
}

/// One process's end of the network.
#[derive(Debug)]
struct Line {
    owner: OwnerId,
    node: usize,
    network: Network,
    mouth: Mutex<Mouth>,
}

impl Line {
    /// Who of all processes; what is published comes back to whoever has published it, too.
    fn wanted_by(&self, wants: impl Fn(&Station) -> bool) -> Vec<OwnerId> {
        let state = self.network.state();
        let stations = state.stations.iter();
        let wanting = stations.filter(|(_, station)| wants(station));
        wanting.map(|(owner, _)| *owner).collect()
    }
}

#[async_trait]
impl Carrier for Line {
    fn publish(&self, committed: Committed) {
        lock(&self.mouth).published(&committed);
        for to in self.wanted_by(|station| station.streams.contains(&committed.stream)) {
            let what = Content::Commit(committed.clone());
            self.network.post((self.owner, self.node), to, what);
        }
    }

    fn announce(&self, heads: &[Head]) {
        let beacon = lock(&self.mouth).beacon(heads);
        for to in self.wanted_by(|_| true) {
            let what = Content::Beacon(beacon.clone());
            self.network.post((self.owner, self.node), to, what);
        }
    }

    async fn request(&self, shard: ShardId, request: Request) -> Result<Reply, RequestError> {
        let network = &self.network;
        if network.is_cut(self.node) {
            sleep(network.dice.millis(0..=UNNOTICED_MS)).await;
            return Err(RequestError::Disconnected(shard));
        }
        let mut serving = self
            .wanted_by(|station| station.shards.contains(&shard) && !network.is_cut(station.node));
        serving.retain(|owner| *owner != self.owner);
        if serving.is_empty() {
            sleep(network.dice.millis(0..=3)).await;
            return Err(RequestError::NoResponder(shard));
        }
        let (answered, answer) = oneshot::channel();
        let reply = Arc::new(Mutex::new(Some(answered)));
        let deadline = request.deadline;
        for to in serving {
            let what = Content::Question {
                shard,
                request: request.clone(),
                from: self.owner,
                reply: reply.clone(),
            };
            network.post((self.owner, self.node), to, what);
        }
        // A letter that is lost is not told of: the way back is kept open here.
        match timeout_at(deadline, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => Err(RequestError::TimedOut(shard)),
        }
    }

    fn is_connected(&self) -> bool {
        !self.network.is_cut(self.node)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
