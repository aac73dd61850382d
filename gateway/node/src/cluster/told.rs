//! What a process says of itself with each beat. Processes of two builds may run at once: what is not there is its default,
//! and what is not known is passed over.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use arena_edge::RoleReport;
use arena_log::About;
use arena_tree::load::{self, Load};
use serde::{Deserialize, Serialize};

/// As the beat carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Told {
    /// Where it listens.
    pub(crate) address: Option<SocketAddr>,
    /// On its own clock, in milliseconds since 1970.
    pub(crate) started_at_ms: Option<i64>,
    /// Its build.
    pub(crate) version: String,
    /// The state of each of its roles, as `/ready` has it.
    pub(crate) states: BTreeMap<String, String>,
    /// Events that its read models are behind the log, if it leads them.
    pub(crate) lag_events: Option<u64>,
    /// Live actors, and commands that wait for them.
    pub(crate) actors: BTreeMap<String, Crowd>,
    /// Submissions that wait for their verdicts.
    pub(crate) on_desk: u64,
    /// The queue of all judges, as this process's judge saw it last.
    pub(crate) judge_queue: Option<Queue>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Crowd {
    pub(crate) live: u64,
    /// Commands that wait, of at most [`arena_tree::limits::WAITING`].
    pub(crate) waiting: u64,
    /// The deepest queue of one actor since the beat before, of at most
    /// [`arena_tree::limits::WAITING_PER_STREAM`].
    pub(crate) deepest: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Queue {
    /// Not given to a judge yet.
    pub(crate) waiting: u64,
    /// With judges.
    pub(crate) taken: u64,
}

impl Told {
    pub(crate) fn of(
        address: SocketAddr,
        started_at_ms: i64,
        reports: &[RoleReport],
        load: &Load,
    ) -> Self {
        let state = |report: &RoleReport| (report.role.to_owned(), report.state.to_owned());
        let lag = |report: &RoleReport| report.facts.get("lagEvents").copied();
        let crowd = |name: &str, crowd: load::Crowd| {
            let load::Crowd {
                live,
                waiting,
                deepest,
            } = crowd;
            let crowd = Crowd {
                live,
                waiting,
                deepest,
            };
            (name.to_owned(), crowd)
        };
        Self {
            address: Some(address),
            started_at_ms: Some(started_at_ms),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            states: reports.iter().map(state).collect(),
            lag_events: reports
                .iter()
                .filter(|report| report.state != "standing-by")
                .find_map(lag),
            actors: BTreeMap::from([
                crowd("battles", load.battles),
                crowd("sessions", load.sessions),
                crowd("queues", load.queues),
                crowd("book", load.book),
            ]),
            on_desk: load.on_desk,
            judge_queue: load.judge_queue.map(|depth| Queue {
                waiting: depth.waiting,
                taken: depth.taken,
            }),
        }
    }

    /// As a beat carries it. A beat says nothing rather than too much.
    pub(crate) fn about(&self) -> About {
        let text = serde_json::to_string(self).map_err(anyhow::Error::from);
        let about = text.and_then(|text| Ok(About::new(text)?));
        about.unwrap_or_else(|error| {
            tracing::warn!(%error, "what this process is doing is not told");
            About::default()
        })
    }

    /// What another one said; nothing of what cannot be read.
    pub(crate) fn read(about: &About) -> Self {
        serde_json::from_str(about.as_str()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use arena_bus::work::Depth;

    use super::*;

    fn told() -> Told {
        let address = SocketAddr::from(([127, 0, 0, 1], 8081));
        let crowd = load::Crowd {
            live: u64::MAX,
            waiting: 8_192,
            deepest: 64,
        };
        let load = Load {
            battles: crowd,
            sessions: crowd,
            queues: crowd,
            book: crowd,
            on_desk: 12_345,
            judge_queue: Some(Depth {
                waiting: u64::MAX,
                taken: 3,
            }),
        };
        let reason = "far too long to be told ".repeat(1_000);
        let reports = [
            RoleReport::ready("battles", "holding"),
            RoleReport::not_ready("gateway", "waiting", reason),
            RoleReport::ready("judge", "preparing"),
            RoleReport::ready("projector", "standing-by").with("lagEvents", 7_u64),
        ];
        Told::of(address, 1_700_000_000_000, &reports, &load)
    }

    #[test]
    fn what_is_told_fits_into_a_beat_whatever_there_is_to_do() {
        let told = told();
        assert_eq!(Told::read(&told.about()), told);
        assert_eq!(told.states["gateway"], "waiting");
        // Whoever leads says how far behind it is.
        assert_eq!(told.lag_events, None);
    }

    #[test]
    fn another_build_is_understood_as_far_as_it_goes() {
        let later =
            r#"{"version":"9.9.9","actors":{"battles":{"live":3,"mood":"good"}},"weather":"fine"}"#;
        let read = About::new(later).map(|about| Told::read(&about));
        let read = read.unwrap_or_default();
        assert_eq!((read.version.as_str(), read.address), ("9.9.9", None));
        assert_eq!(read.actors["battles"].live, 3);
        assert_eq!(Told::read(&About::default()), Told::default());
    }
}
