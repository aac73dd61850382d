//! Calls of programs in C and C++: tools, compiled once and called in a fresh store each time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use arena_runtimes::Image;

use super::limits::{
    MAX_MESSAGE, VALIDATOR_FILES, VALIDATOR_FUEL, VALIDATOR_MEMORY_BYTES, VALIDATOR_OUTPUT,
};
use super::{Call, DOES_NOT_COMPILE, Ended, FEEDBACK, TOO_DEEP, TOO_MUCH, TOO_SLOW};
use crate::engine::{Guest, Judge};
use crate::guest::files::{Files, Room};
use crate::guest::tool::{Beyond, End, Ran, ToolLimits};
use crate::mangled;
use crate::run::RunError;
use crate::toolchain::{CompileError, Sources, TOOL_TABLE_ELEMENTS};

/// The feedback folder as the file system has it.
const FEEDBACK_FOLDER: &str = "/feedback";

pub(super) fn call(judge: &Judge, call: &Call<'_>) -> Result<Ended, RunError> {
    let fault = |reason: String| RunError::Fault(format!("validator {}: {reason}", call.name));
    let Guest::Compiler(toolchain) = &judge.loaded(call.language)?.guest else {
        return Err(fault("its language is not compiled".into()));
    };
    let mut files: BTreeMap<&str, &str> = BTreeMap::new();
    files.extend(call.parts.iter().map(|(path, text)| (&**path, &**text)));
    if files.is_empty() {
        files.insert(&call.name, &call.source);
    }
    let sources = Sources {
        language: call.language,
        name: &call.name,
        files: &files,
    };
    let tool = match toolchain.tool(&sources) {
        Ok(tool) => tool,
        Err(CompileError::Refused(text)) => {
            let text = first(&format!("{DOES_NOT_COMPILE}{text}"));
            return Ok(Ended::without_code(text));
        }
        Err(error @ CompileError::Fault(_)) => return Err(fault(error.to_string())),
    };
    let given = call.files.iter();
    let given = given.map(|(path, text)| (format!("/{path}"), text.as_bytes().to_vec()));
    let room = Room {
        below: FEEDBACK_FOLDER,
        files: VALIDATOR_FILES,
        bytes: usize::try_from(VALIDATOR_OUTPUT).unwrap_or(usize::MAX),
    };
    let image = Image::read(Image::pack(&BTreeMap::new()));
    let image = Arc::new(image.map_err(|error| fault(error.to_string()))?);
    let files = Files::new(image, given.collect(), room);
    let limits = ToolLimits {
        fuel: VALIDATOR_FUEL,
        memory_bytes: VALIDATOR_MEMORY_BYTES,
        table_elements: TOOL_TABLE_ELEMENTS,
        said_bytes: room.bytes,
        beyond: Beyond::Ends,
        patience: judge.patience(),
    };
    let mut arguments = vec![&*call.name];
    arguments.extend(call.arguments.iter().map(Cow::as_ref));
    let ran = tool.call(&arguments, call.stdin.as_bytes().to_vec(), files, limits);
    let ran = ran.map_err(|error| fault(format!("{error:#}")))?;
    Ok(ended(ran))
}

fn ended(mut ran: Ran) -> Ended {
    let mut message = |name: &str| {
        let content = ran.files.take(&format!("/{FEEDBACK}{name}"));
        first(&String::from_utf8_lossy(&content.unwrap_or_default()))
    };
    let (judge_message, team_message) = (message("judgemessage.txt"), message("teammessage.txt"));
    let (exit, error) = match ran.end {
        End::Exit(status) => (
            i32::try_from(status).unwrap_or(1),
            exception(&ran.last_words).unwrap_or_else(|| first(ran.said.trim())),
        ),
        End::OutOfFuel => (1, TOO_SLOW.into()),
        End::OutOfMemory => (
            1,
            format!(
                "it needs more than {} MiB of memory",
                VALIDATOR_MEMORY_BYTES >> 20
            ),
        ),
        End::StackOverflow => (1, TOO_DEEP.into()),
        End::TooMuchWritten => (1, TOO_MUCH.into()),
        End::Crash(text) => (1, text.into()),
    };
    Ended {
        exit,
        error,
        judge_message,
        team_message,
    }
}

/// The exception that nobody caught, from what the start of a C++ program tells of it.
fn exception(last_words: &str) -> Option<String> {
    let (ty, text) = last_words.strip_prefix("error\n")?.split_once('\n')?;
    let readable = mangled::readable(ty);
    Some(text.replacen(&format!("'{ty}'"), &format!("'{readable}'"), 1))
}

/// As much of a message as is kept.
fn first(text: &str) -> String {
    text.chars().take(MAX_MESSAGE).collect()
}
