use serde::{Deserialize, Serialize};

use super::event::{Origin, Party};
use crate::ids::{BattleId, CorrectionId, PlayerId, SubmissionId};
use crate::play::{Difficulty, Goal, Language, Mode, ProblemRef, Stakes};
use crate::time::Outage;

/// What can be asked of a battle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Bring the battle into being; the effect of a pairing or of an agreed rematch.
    Create(Setup),
    Ready {
        player: PlayerId,
    },
    /// Record what a player typed. Sequence numbers are the player's own, gapless from 1; those that the battle
    /// already knows are skipped, so that a resent packet changes nothing.
    Edit {
        player: PlayerId,
        first_seq: u64,
        language: Language,
        edits: Vec<Keystroke>,
    },
    /// `submission` is the id of the command that brought it.
    Submit {
        player: PlayerId,
        submission: SubmissionId,
        language: Language,
        code: String,
    },
    /// The judge's finding.
    Judge {
        submission: SubmissionId,
        judgement: Judgement,
    },
    GiveUp {
        player: PlayerId,
    },
    /// The player was away for longer than the grace.
    Forfeit {
        player: PlayerId,
    },
    OfferDraw {
        player: PlayerId,
    },
    AcceptDraw {
        player: PlayerId,
    },
    /// Ask for a rematch; the last player to ask agrees to it. `candidates` are the problems to choose from.
    Rematch {
        player: PlayerId,
        candidates: Vec<ProblemRef>,
    },
    Say {
        player: PlayerId,
        text: String,
    },
    /// Put other verdicts in the place of those that were recorded, after the end. What is recorded stays; the battle
    /// follows the new ones from then on.
    Correct {
        correction: CorrectionId,
        verdicts: Vec<Corrected>,
    },
    /// A timer came due. It asks; the rules look at `now`.
    Wake,
    /// A new owner has the battle, after nobody could play.
    TakeOver {
        outage: Outage,
    },
}

/// A submission with the verdict that it should have had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    pub submission: SubmissionId,
    pub judgement: Judgement,
}

/// Everything that a battle is created with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    pub battle: BattleId,
    pub mode: Mode,
    pub goal: Goal,
    pub difficulty: Difficulty,
    pub stakes: Stakes,
    pub problem: ProblemRef,
    pub parties: Vec<Party>,
    pub origin: Origin,
}

/// One edit of a player's text: `from..to` (UTF-16 code units, as browsers count) is replaced by `insert`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keystroke {
    /// Milliseconds since the battle's start, by the player's clock: for the replay only, never for a decision.
    #[serde(rename = "t")]
    pub at_ms: u32,
    #[serde(rename = "f")]
    pub from: u32,
    #[serde(rename = "o")]
    pub to: u32,
    #[serde(rename = "i")]
    pub insert: String,
}

/// The judge's finding, as codes that contestants know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Accepted.
    #[serde(rename = "AC")]
    Accepted,
    #[serde(rename = "WA")]
    WrongAnswer,
    /// More fuel than the limit.
    #[serde(rename = "TLE")]
    TimeLimitExceeded,
    #[serde(rename = "MLE")]
    MemoryLimitExceeded,
    #[serde(rename = "OLE")]
    OutputLimitExceeded,
    #[serde(rename = "RTE")]
    RuntimeError,
    #[serde(rename = "CE")]
    CompileError,
    /// The judge failed three times: not the player's fault, and not counted.
    #[serde(rename = "JE")]
    JudgeError,
}

impl Verdict {
    pub const ALL: [Verdict; 8] = [
        Self::Accepted,
        Self::WrongAnswer,
        Self::TimeLimitExceeded,
        Self::MemoryLimitExceeded,
        Self::OutputLimitExceeded,
        Self::RuntimeError,
        Self::CompileError,
        Self::JudgeError,
    ];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "AC",
            Self::WrongAnswer => "WA",
            Self::TimeLimitExceeded => "TLE",
            Self::MemoryLimitExceeded => "MLE",
            Self::OutputLimitExceeded => "OLE",
            Self::RuntimeError => "RTE",
            Self::CompileError => "CE",
            Self::JudgeError => "JE",
        }
    }
}

/// A verdict with what explains it. Texts are already cut to the judge's caps and hold nothing of a secret test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub verdict: Verdict,
    pub tests_passed: u32,
    pub tests_total: u32,
    /// The largest fuel of one test, and the limit a test.
    pub fuel_used: u64,
    pub fuel_limit: u64,
    pub memory_peak_bytes: u64,
    /// What the player is told about the first failing test: a rendered, bounded explanation as JSON.
    pub explanation: Option<String>,
    /// Lower-case hexadecimal hashes that pin what was judged with what; empty where none was recorded.
    pub runtime_hash: String,
    /// Of the problem's tests, their checker and the limits of a test.
    pub tests_hash: String,
    /// Of every limit that the judge kept, its own among them.
    pub limits_hash: String,
}
