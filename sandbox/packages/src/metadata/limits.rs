//! `limits`.

use arena_problems::bounds::{MAX_MEMORY_MIB, MAX_OUTPUT_KIB, MIN_MEMORY_MIB};

use crate::PackageError;
use crate::yaml::{At, Fields};

/// What a submission may use, with this arena's defaults where the package leaves them open.
#[derive(Debug, Clone, PartialEq)]
pub struct PackageLimits {
    /// How the time limit comes about.
    pub timing: Timing,
    /// Memory of one test, in MiB.
    pub memory_mib: u64,
    /// Output of one test, in KiB.
    pub output_kib: u64,
    /// Length of a submission, in KiB, where the package bounds it.
    pub code_kib: Option<u64>,
}

/// How the time limit comes about. A second is 1,000 reference milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Timing {
    /// The limit is at least this times what the slowest accepted submission needs.
    pub ac_to_time_limit: f64,
    /// Submissions that must be too slow need at least this times the limit.
    pub time_limit_to_tle: f64,
    /// The limit that the package sets, in seconds.
    pub time_limit: Option<f64>,
    /// The limit is a whole multiple of this, in seconds.
    pub resolution: f64,
}

/// Keys about resources that both families have.
pub(super) const RESOURCES: [&str; 8] = [
    "memory",
    "output",
    "code",
    "compilation_time",
    "compilation_memory",
    "validation_time",
    "validation_memory",
    "validation_output",
];

/// What happens to a limit that is larger than the arena can give.
#[derive(Debug, Clone, Copy)]
pub(super) enum TooLarge {
    /// The version's rule: a limit that is stated must be honoured exactly.
    Refuse,
    /// Older packages state the defaults of a system they know: the arena's is taken and said.
    Lower,
}

/// Reads the resources; what is lower than the package wanted is noted.
pub(super) fn resources(
    fields: Option<&Fields<'_>>,
    too_large: TooLarge,
    timing: Timing,
    notes: &mut Vec<String>,
) -> Result<PackageLimits, PackageError> {
    let mut limits = PackageLimits {
        timing,
        memory_mib: MAX_MEMORY_MIB,
        output_kib: MAX_OUTPUT_KIB,
        code_kib: None,
    };
    let Some(fields) = fields else {
        return Ok(limits);
    };
    if let Some(at) = fields.get("memory") {
        let wanted = at.whole(1)?;
        limits.memory_mib = at_most(at, wanted, MAX_MEMORY_MIB, "MiB", too_large, notes)?;
        if limits.memory_mib < MIN_MEMORY_MIB {
            let message = format!(
                "is {wanted} MiB, less than the {MIN_MEMORY_MIB} MiB that a language's runtime needs"
            );
            return Err(at.error(message));
        }
    }
    if let Some(at) = fields.get("output") {
        let wanted = at.whole(1)?;
        let most = MAX_OUTPUT_KIB / 1024;
        limits.output_kib = at_most(at, wanted, most, "MiB", too_large, notes)? * 1024;
    }
    limits.code_kib = fields.read("code", |at| at.whole(1))?;
    for key in &RESOURCES[3..] {
        // The compilers and validators have limits of their own, larger than these defaults.
        if fields.read(key, |at| at.whole(1))?.is_some() {
            notes.push(format!(
                "limits.{key} is kept, the arena uses its own limit"
            ));
        }
    }
    Ok(limits)
}

fn at_most(
    at: &At<'_>,
    wanted: u64,
    most: u64,
    unit: &str,
    too_large: TooLarge,
    notes: &mut Vec<String>,
) -> Result<u64, PackageError> {
    if wanted <= most {
        return Ok(wanted);
    }
    match too_large {
        TooLarge::Refuse => Err(at.error(format!(
            "is {wanted} {unit}, more than the {most} {unit} that the arena can give"
        ))),
        TooLarge::Lower => {
            let key = at.key();
            notes.push(format!(
                "{key} of {wanted} {unit} is lowered to {most} {unit}"
            ));
            Ok(most)
        }
    }
}

/// A number of at least `least`.
pub(super) fn factor(at: &At<'_>, least: f64) -> Result<f64, PackageError> {
    let number = at.number()?;
    if number < least {
        return Err(at.error(format!("must be at least {least}, found {number}")));
    }
    Ok(number)
}

/// A number of seconds, more than none.
pub(super) fn seconds(at: &At<'_>) -> Result<f64, PackageError> {
    let number = at.number()?;
    if number <= 0.0 {
        return Err(at.error(format!("must be more than 0, found {number}")));
    }
    Ok(number)
}
