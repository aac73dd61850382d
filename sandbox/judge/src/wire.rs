//! What the arena and its judge process say to each other: frames of MessagePack over one socket.
//!
//! A frame is its length in four little-endian bytes, then a message with field names. Both ends
//! are the same executable, so there is one version of the format; a change shows in the golden
//! bytes of the tests.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use arena_problems::{Hash32, Language, Problem, TestSetHash};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::limits::MAX_FRAME_BYTES;
use crate::run::Scope;
use crate::verdict::Judgement;
use crate::verify::{Finding, Verification};

/// What a judge process is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Judges players' programs.
    Players {
        /// Programs judged at the same time.
        threads: u32,
        /// How many times the usual wall-clock backstop a call gets.
        patience: u32,
    },
    /// Runs problems' own programs, one problem at a time, and stands back for everything else.
    Workshop,
}

/// From the arena to the judge process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ToJudge {
    /// The first message, and only the first.
    Configure {
        /// The cache directory with the runtimes.
        cache: PathBuf,
        role: Role,
    },
    /// A packed test set, before the first task that needs it.
    LoadTests {
        #[serde(with = "serde_bytes")]
        tests: Vec<u8>,
    },
    /// A test set that no task will name again.
    ForgetTests { tests: TestSetHash },
    /// A program to judge.
    Judge {
        task: u64,
        language: Language,
        code: String,
        tests: TestSetHash,
        scope: Scope,
    },
    /// A problem whose tests are to be made.
    Make { task: u64, problem: Box<Problem> },
    /// A problem to verify with its tests.
    Verify {
        task: u64,
        problem: Box<Problem>,
        tests: TestSetHash,
    },
}

/// From the judge process to the arena.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant, reason = "one message is alive at a time")]
#[serde(rename_all = "snake_case")]
pub(crate) enum FromJudge {
    /// Loaded and sealed.
    Ready {
        languages: Vec<LanguageState>,
        /// What of the seal this kernel lacks.
        unsealed: Vec<String>,
    },
    /// It cannot start.
    Broken { reason: String },
    /// A verdict.
    Judged { task: u64, judgement: Judgement },
    /// A packed test set that was made.
    Made {
        task: u64,
        #[serde(with = "serde_bytes")]
        tests: Vec<u8>,
    },
    /// A problem's own programs do not make its tests.
    Refused { task: u64, finding: Finding },
    /// What was found of a problem.
    Verified {
        task: u64,
        verification: Verification,
    },
    /// No answer: the judge's own fault.
    Fault { task: u64, reason: String },
}

/// One language in the judge process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LanguageState {
    pub(crate) language: Language,
    pub(crate) version: String,
    pub(crate) runtime: Option<Hash32>,
    pub(crate) unavailable: Option<String>,
}

/// Writes one frame.
pub(crate) fn send(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let mut frame = vec![0; 4];
    rmp_serde::encode::write_named(&mut frame, message).map_err(io::Error::other)?;
    let length = frame.len() - 4;
    if length > MAX_FRAME_BYTES {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "the message is too long",
        ));
    }
    let length = u32::try_from(length).map_err(io::Error::other)?;
    frame[..4].copy_from_slice(&length.to_le_bytes());
    to.write_all(&frame)?;
    to.flush()
}

/// Reads one frame of at most `limit` bytes; `None` at the end of the stream.
pub(crate) fn receive<M: DeserializeOwned>(
    from: &mut impl Read,
    limit: usize,
) -> io::Result<Option<M>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length) as usize;
    if length > limit {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "the frame is too long",
        ));
    }
    // Not reserved in advance: a length is only a claim.
    let mut frame = Vec::new();
    from.take(length as u64).read_to_end(&mut frame)?;
    if frame.len() < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    rmp_serde::from_slice(&frame)
        .map(Some)
        .map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
    use super::*;
    use crate::verdict::Verdict;

    fn hex(message: &impl Serialize) -> String {
        let mut bytes = Vec::new();
        send(&mut bytes, message).unwrap();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn task() -> ToJudge {
        ToJudge::Judge {
            task: 7,
            language: Language::PYTHON,
            code: "x".into(),
            tests: TestSetHash(Hash32([0; 32])),
            scope: Scope::Samples,
        }
    }

    fn judged() -> FromJudge {
        FromJudge::Judged {
            task: 7,
            judgement: Judgement {
                verdict: Verdict::Accepted,
                tests_passed: 1,
                tests_total: 1,
                first_failing: None,
                fuel_used: 2,
                fuel_limit: 3,
                memory_peak_bytes: 4,
                message: None,
                sample_outputs: Vec::new(),
                runtime: Hash32([1; 32]),
                tests: TestSetHash(Hash32([2; 32])),
                limits: Hash32([3; 32]),
            },
        }
    }

    #[test]
    fn the_bytes_on_the_wire_are_these() {
        assert_eq!(hex(&ToJudge::LoadTests { tests: vec![1, 2] }), TESTS_BYTES);
        assert_eq!(
            hex(&FromJudge::Fault {
                task: 1,
                reason: "no".into()
            }),
            FAULT_BYTES
        );
        assert!(hex(&task()).starts_with(TASK_START), "{}", hex(&task()));
        assert!(
            hex(&judged()).contains("a776657264696374a24143"),
            "{}",
            hex(&judged())
        );
    }

    // {"load_tests": {"tests": bin}}, {"fault": {"task": 1, "reason": "no"}}, {"judge": {"task": 7, …
    const TESTS_BYTES: &str = "1700000081aa6c6f61645f746573747381a57465737473c4020102";
    const FAULT_BYTES: &str = "1800000081a56661756c7482a47461736b01a6726561736f6ea26e6f";
    const TASK_START: &str = "7b00000081a56a7564676585a47461736b07a86c616e6775616765a6707974686f6e";

    #[test]
    fn frames_read_back_in_order_until_the_end() {
        let mut bytes = Vec::new();
        send(&mut bytes, &task()).unwrap();
        send(
            &mut bytes,
            &ToJudge::ForgetTests {
                tests: TestSetHash(Hash32([3; 32])),
            },
        )
        .unwrap();
        let mut stream = &bytes[..];
        assert_eq!(
            receive::<ToJudge>(&mut stream, MAX_FRAME_BYTES).unwrap(),
            Some(task())
        );
        assert!(
            receive::<ToJudge>(&mut stream, MAX_FRAME_BYTES)
                .unwrap()
                .is_some()
        );
        assert_eq!(
            receive::<ToJudge>(&mut stream, MAX_FRAME_BYTES).unwrap(),
            None
        );
        let mut stream = Vec::new();
        send(&mut stream, &judged()).unwrap();
        assert_eq!(
            receive::<FromJudge>(&mut &stream[..], MAX_FRAME_BYTES).unwrap(),
            Some(judged())
        );
    }

    #[test]
    fn a_broken_frame_is_an_error() {
        let mut bytes = Vec::new();
        send(&mut bytes, &task()).unwrap();
        let read = |mut bytes: &[u8], limit| receive::<ToJudge>(&mut bytes, limit);
        assert!(read(&bytes[..bytes.len() - 1], MAX_FRAME_BYTES).is_err());
        assert!(read(&bytes, bytes.len() - 4).unwrap().is_some());
        assert!(read(&bytes, bytes.len() - 5).is_err());
        assert!(read(&[255, 255, 255, 255], MAX_FRAME_BYTES).is_err());
        assert!(read(&[1, 0, 0, 0, 0xc1], MAX_FRAME_BYTES).is_err());
    }
}
