//! How the roles of a process are, for `/health` and `/ready`.

use std::collections::BTreeMap;

use serde::Serialize;

/// How one role is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleReport {
    /// `gateway`, `battles`, `judge` or `projector`.
    #[serde(skip)]
    pub role: &'static str,
    /// Whether it does its work, or could as soon as there is some.
    pub ready: bool,
    /// A word for programs: `open`, `holding`, `judging`, `leading`, …
    pub state: &'static str,
    /// Why it is not ready: a sentence for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Numbers of the role's own.
    #[serde(flatten)]
    pub facts: BTreeMap<&'static str, u64>,
}

impl RoleReport {
    /// One that is ready.
    #[must_use]
    pub fn ready(role: &'static str, state: &'static str) -> Self {
        Self {
            role,
            ready: true,
            state,
            reason: None,
            facts: BTreeMap::new(),
        }
    }

    /// One that is not.
    #[must_use]
    pub fn not_ready(role: &'static str, state: &'static str, reason: impl Into<String>) -> Self {
        Self {
            ready: false,
            reason: Some(reason.into()),
            ..Self::ready(role, state)
        }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, number: impl TryInto<u64>) -> Self {
        self.facts
            .insert(name, number.try_into().unwrap_or(u64::MAX));
        self
    }
}

/// What a process says of itself.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Told {
    /// Whether it takes work.
    pub(crate) ready: bool,
    /// Whether it is giving up what it has, to end.
    pub(crate) draining: bool,
    pub(crate) roles: BTreeMap<&'static str, RoleReport>,
}

impl Told {
    /// The whole, and why it is not ready.
    pub(crate) fn of(
        reports: Vec<RoleReport>,
        draining: bool,
        alive: bool,
    ) -> (Self, Option<String>) {
        let not_ready = |report: &RoleReport| {
            let reason = report.reason.as_deref().unwrap_or(report.state);
            (!report.ready).then(|| format!("{}: {reason}", report.role))
        };
        let reason = if draining {
            Some("the server is stopping".to_owned())
        } else if !alive {
            let silent = "no sign of life was taken lately: nothing can be answered";
            Some(silent.to_owned())
        } else {
            let reasons: Vec<String> = reports.iter().filter_map(not_ready).collect();
            (!reasons.is_empty()).then(|| reasons.join("; "))
        };
        let roles = reports.into_iter().map(|report| (report.role, report));
        let told = Self {
            ready: reason.is_none(),
            draining,
            roles: roles.collect(),
        };
        (told, reason)
    }
}
