//! Every number of the actors.

use std::time::Duration;

use arena_rules::time::Span;

/// The most commands of one kind of actor that wait at a time; ractor's mailboxes are unbounded, so this is the bound.
pub const WAITING: usize = 8_192;
/// The most commands that wait for one actor.
pub const WAITING_PER_STREAM: usize = 64;
/// What a client that found an actor full is told to wait.
pub const RETRY_WHEN_FULL_MS: u64 = 250;
/// How long a command is tried before it is answered with `unavailable`.
pub const COMMAND_DEADLINE: Duration = Duration::from_secs(10);
/// Actors that read their streams at the same time, and streams that a start brings back at the same time.
pub const RECOVERIES: usize = 32;
/// A stream that is slower than this to come back after a start gives its place to the next one, and the start does not
/// wait for it any longer.
pub const SLOW_RECOVERY: Duration = Duration::from_secs(1);
/// The longest that the first heartbeat of a process waits for such streams.
pub const FIRST_HEARTBEAT_WITHIN: Duration = Duration::from_secs(60);
/// Events that a recovering actor reads at a time.
pub const RECOVERY_PAGE: usize = 1_000;
/// Pages of a long stream that are read at a time.
pub const RECOVERY_AHEAD: usize = 3;
/// How often an append that met a newer version is decided again.
pub const CONFLICT_RETRIES: usize = 3;
/// The first pause before a failed actor is brought back; it doubles up to the last.
pub const FIRST_RESTART: Duration = Duration::from_millis(50);
pub const LAST_RESTART: Duration = Duration::from_secs(10);
/// An actor that ran this long without failing starts again with the first pause.
pub const RESTART_FORGIVEN: Span = Span::seconds(60);
/// An actor with nothing to do is put away after this long.
pub const IDLE: Duration = Duration::from_secs(60);
/// An actor whose stream has no events is put away after this long: anybody may ask for what does not exist.
pub const IDLE_UNKNOWN: Duration = Duration::from_secs(1);
/// A timer fires this much late, so that what was received in time is ahead of it in the mailbox.
pub const TIMER_SLACK: Duration = Duration::from_millis(5);
/// How long a command id is remembered outside battles, which remember it for their lives.
pub const REMEMBERED_MS: i64 = 24 * 60 * 60 * 1000;
/// A queue that found nobody to pair tries again after this long.
pub const PAIRING_PAUSE_MS: i64 = 500;
/// Events that the courier reads of a shard at a time.
pub const COURIER_PAGE: usize = 256;
/// Events whose effects wait for their answers, beyond which the courier reads no further.
pub const COURIER_WAITING: usize = 10_000;
/// How often the courier looks at the log even without news.
pub const COURIER_POLL: Duration = Duration::from_millis(250);
/// How often the courier writes down how far it has come.
pub const COURIER_SAVES: Duration = Duration::from_secs(2);
/// Checkpoints of shards that are written at a time, but for those that cannot wait.
pub const COURIER_SAVES_AT_A_TIME: usize = 16;
/// How often a process says that it is alive.
pub const HEARTBEAT: Duration = Duration::from_secs(1);
/// The pauses between tries of an effect or a verdict that could not be delivered.
pub const FIRST_RETRY: Duration = Duration::from_millis(20);
pub const LAST_RETRY: Duration = Duration::from_secs(2);
/// The longest pause between tries while a shard is on its way to another process.
pub const LAST_RETRY_OF_MOVING: Duration = Duration::from_millis(100);
/// The longest that one try waits for another process to answer…
pub const REMOTE_ANSWER_WITHIN: Duration = Duration::from_secs(2);
/// …and that the first one does: what is on its way while a shard moves can be lost, and nobody should notice.
pub const FIRST_REMOTE_ANSWER_WITHIN: Duration = Duration::from_millis(300);
/// A process that is one of several stops its actors this long after the sending of its last sign of life that the log took:
/// before others may take over, at the end of its lease of five seconds.
pub const ALIVE_FOR: Duration = Duration::from_millis(3_500);
/// How long the log may take to answer a sign of life.
pub const BEAT_WITHIN: Duration = Duration::from_secs(1);
/// How long the log may take to claim, settle or release shards before it is asked anew.
pub const MOVE_WITHIN: Duration = Duration::from_secs(10);
/// The pause after a sign of life that failed.
pub const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// How often a process looks who has what while shards are on their way: what is handed over answers nobody until it is seen.
pub const LOOK_WHILE_MOVING: Duration = Duration::from_millis(100);
/// Shards are handed over once it has been known for so long who is there: by then all the others know it too, and look for
/// what they are given.
pub const KNOWN_FOR: Duration = Duration::from_millis(1_100);
/// Shards that are handed over and not yet taken at a time.
pub const HANDED_OVER_AT_A_TIME: usize = 8;
/// The longest that the actors of one shard may take to finish what they have taken before it is handed over.
pub const LET_GO_WITHIN: Duration = Duration::from_secs(2);
/// The longest that a process which ends hands its shards over one by one; what is left then it gives up at once.
pub const HAND_OVER_WITHIN: Duration = Duration::from_secs(30);
/// The longest that the actors of one machine may take to finish what they have begun when the process stops.
pub const DRAIN_WITHIN: Duration = Duration::from_secs(10);
/// The longest that stopping waits for one child of the root.
pub const STOP_WITHIN: Duration = Duration::from_secs(20);
/// How often the desk looks whether a submission is still in the queue of the judges.
pub const QUEUE_LOOK: Duration = Duration::from_secs(5);
/// How long a battle may take to say that it has a verdict that it was told, before the submission is taken for lost.
pub const VERDICT_FOLDED_WITHIN: Duration = Duration::from_secs(1);
/// A judge that cannot judge a submission leaves it to another after this long.
pub const PASSED_ON_AFTER: Duration = Duration::from_millis(500);
/// A submission that so many attempts found no judge for has no verdict: no judge has its problem or language.
pub const MOST_ATTEMPTS: u32 = 24;
/// The longest that a judge which ends waits for what it has begun; the rest is given back.
pub const JUDGE_STOPS_WITHIN: Duration = Duration::from_secs(10);
/// Verdicts that one judge tells their battles at a time, beside what it judges.
pub const TELLING: usize = 256;
/// How often a judge looks how long the queue is.
pub const DEPTH_LOOK: Duration = Duration::from_secs(5);
/// How often a judge says what it can judge.
pub const OFFER: Duration = Duration::from_secs(1);
/// A judge that was not heard of for so long is forgotten: what it alone could judge is not offered any more.
pub const OFFER_LASTS: Duration = Duration::from_secs(60);
/// Other processes' runs that one judge takes at a time.
pub const RUNS: usize = 64;
/// How long a run may take, whoever judges it.
pub const RUN_WITHIN: Duration = Duration::from_secs(20);
/// How often a run is asked for anew when the judge that got it cannot run it, before it is refused.
pub const RUN_TRIES: u32 = 20;
