//! Acknowledgements that clients wrote down, one JSON object a line:
//! `{"stream":"…","version":12,"command":"…"}`. Each must be in the log.

use std::fmt;
use std::io::{self, BufRead};

use serde::Deserialize;

use crate::contract::{EventLog, ReadError};
use crate::ids::{CommandId, StreamId, Version};

use super::MAX_VIOLATIONS;

#[derive(Debug, Deserialize)]
struct Ack {
    stream: StreamId,
    version: Version,
    command: CommandId,
}

/// What became of the acknowledged commands.
#[derive(Debug, Default)]
pub struct AcksReport {
    /// Acknowledgements that were looked up.
    pub acks: u64,
    /// A sentence for each of the first [`MAX_VIOLATIONS`] that are not in the log.
    pub missing: Vec<String>,
    /// All that are not in the log.
    pub missing_count: u64,
}

impl fmt::Display for AcksReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            acks,
            missing,
            missing_count,
        } = self;
        for sentence in missing {
            writeln!(f, "missing: {sentence}")?;
        }
        write!(f, "{acks} acknowledgements, {missing_count} missing")
    }
}

/// A file of acknowledgements that could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum AcksError {
    /// The file cannot be read.
    #[error("read acknowledgements: {0}")]
    Io(#[from] io::Error),
    /// A line is not an acknowledgement.
    #[error("acknowledgements, line {line}: {source}")]
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] ReadError),
}

/// Looks every acknowledgement up: the event at its version must be of its command. A last line
/// without its end was cut off while it was written, and is no acknowledgement.
///
/// # Errors
/// The file or the log cannot be read.
pub async fn verify_acks(
    log: &dyn EventLog,
    mut file: impl BufRead + Send,
) -> Result<AcksReport, AcksError> {
    let mut report = AcksReport::default();
    let mut text = Vec::new();
    let mut line = 0;
    loop {
        text.clear();
        if file.read_until(b'\n', &mut text)? == 0 || text.last() != Some(&b'\n') {
            return Ok(report);
        }
        line += 1;
        if text.trim_ascii().is_empty() {
            continue;
        }
        let ack: Ack =
            serde_json::from_slice(&text).map_err(|source| AcksError::Line { line, source })?;
        report.acks += 1;
        if let Some(sentence) = missing(log, &ack).await? {
            report.missing_count += 1;
            if report.missing.len() < MAX_VIOLATIONS {
                report.missing.push(sentence);
            }
        }
    }
}

async fn missing(log: &dyn EventLog, ack: &Ack) -> Result<Option<String>, ReadError> {
    let Ack {
        stream,
        version,
        command,
    } = ack;
    let before = Version(version.0.saturating_sub(1));
    let found = log.read_stream(*stream, before, 1).await?;
    Ok(match found.first() {
        Some(event) if event.version == *version && event.command == *command => None,
        Some(event) if event.version == *version => {
            let other = event.command;
            Some(format!(
                "stream {stream}/{version}: acknowledged {command}, stored {other}"
            ))
        }
        _ => Some(format!(
            "stream {stream}/{version}: acknowledged {command}, not stored"
        )),
    })
}
