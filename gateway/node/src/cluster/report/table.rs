//! The report for people.

use std::fmt;

use super::{Held, Load, Mode, Node, Report, State};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |state: State| self.nodes.iter().filter(|node| node.state == state).count();
        match self.mode {
            Mode::Unused => writeln!(f, "nobody has opened this log for play yet")?,
            Mode::Alone => {
                let state = self.nodes.first().map(|node| node.state);
                let how = match state {
                    Some(State::Alive | State::Draining) => "runs",
                    Some(State::Gone) => "has ended without a goodbye, or hangs",
                    Some(State::Left) | None => "has ended",
                };
                writeln!(
                    f,
                    "this arena is one process, which has the log alone; it {how}"
                )?;
            }
            Mode::Several => {
                let counted: Vec<String> = [
                    (State::Alive, "alive"),
                    (State::Draining, "draining"),
                    (State::Gone, "gone"),
                    (State::Left, "left"),
                ]
                .into_iter()
                .filter(|(state, _)| of(*state) > 0)
                .map(|(state, name)| format!("{} {name}", of(state)))
                .collect();
                writeln!(f, "processes: {}", counted.join(", "))?;
            }
        }
        let shards = &self.shards;
        writeln!(
            f,
            "shards:    {} held, {} expired, {} free; {} events",
            shards.held, shards.expired, shards.free, shards.events
        )?;
        if self.nodes.is_empty() {
            return Ok(());
        }
        writeln!(f)?;
        let mut rows = vec![
            [
                "NAME",
                "STATE",
                "LAST BEAT",
                "LEASE",
                "SHARDS",
                "EPOCHS",
                "ADDRESS",
                "ROLES",
                "ID",
            ]
            .map(str::to_owned),
        ];
        rows.extend(self.nodes.iter().map(who));
        lines(f, &rows, &[2, 3, 4, 5])?;
        let loads: Vec<(&Node, &Load)> = self
            .nodes
            .iter()
            .filter(|node| node.state <= State::Draining)
            .filter_map(|node| Some((node, node.load.as_ref()?)))
            .collect();
        if loads.is_empty() {
            return Ok(());
        }
        writeln!(f)?;
        let limits = self.limits;
        let mut rows = vec![[
            "NAME".to_owned(),
            "BATTLES".to_owned(),
            "SESSIONS".to_owned(),
            "QUEUES".to_owned(),
            "BOOK".to_owned(),
            format!("WAITING/{}", limits.waiting),
            format!("DEEPEST/{}", limits.deepest),
            "ON DESK".to_owned(),
            "JUDGES' QUEUE".to_owned(),
            "LAG".to_owned(),
        ]];
        rows.extend(loads.iter().map(|(node, load)| what(node, load)));
        lines(f, &rows, &[1, 2, 3, 4, 5, 6, 7, 8, 9])?;
        for (node, load) in loads {
            let not = |(role, state): (&String, &String)| {
                let usual = [
                    "open",
                    "holding",
                    "idle",
                    "judging",
                    "leading",
                    "standing-by",
                ];
                (!usual.contains(&state.as_str())).then(|| format!("{role} is {state}"))
            };
            let states: Vec<String> = load.states.iter().filter_map(not).collect();
            if !states.is_empty() {
                writeln!(f, "\n{}: {}", node.name, states.join(", "))?;
            }
        }
        Ok(())
    }
}

fn who(node: &Node) -> [String; 9] {
    let state = match node.state {
        State::Alive => "alive",
        State::Draining => "draining",
        State::Gone => "gone",
        State::Left => "left",
    };
    let ago = |ms: u64| format!("{} ago", time(ms));
    [
        or_dash(Some(node.name.clone()).filter(|name| !name.is_empty())),
        state.to_owned(),
        or_dash(node.silent_ms.map(ago)),
        or_dash(node.lease_left_ms.map(time)),
        node.shards.count.to_string(),
        epochs(node.shards),
        or_dash(node.address.map(|address| address.to_string())),
        or_dash(Some(node.roles.join(",")).filter(|roles| !roles.is_empty())),
        node.id.to_string(),
    ]
}

fn epochs(shards: Held) -> String {
    match (shards.lowest_epoch, shards.highest_epoch) {
        (Some(lowest), Some(highest)) if lowest == highest => lowest.to_string(),
        (Some(lowest), Some(highest)) => format!("{lowest}–{highest}"),
        (None, _) | (_, None) => or_dash(None),
    }
}

fn what(node: &Node, load: &Load) -> [String; 10] {
    let crowd = |kind: &str| load.actors.get(kind).copied().unwrap_or_default();
    let live = |kind: &str| crowd(kind).live.to_string();
    let waiting = load.actors.values().map(|crowd| crowd.waiting).max();
    let deepest = load.actors.values().map(|crowd| crowd.deepest).max();
    let queue = load.judge_queue;
    [
        node.name.clone(),
        live("battles"),
        live("sessions"),
        live("queues"),
        live("book"),
        waiting.unwrap_or(0).to_string(),
        deepest.unwrap_or(0).to_string(),
        load.submissions_on_desk.to_string(),
        or_dash(queue.map(|queue| format!("{}+{}", queue.waiting, queue.taken))),
        or_dash(load.projection_lag_events.map(|lag| lag.to_string())),
    ]
}

/// Coarse where it is long.
fn time(ms: u64) -> String {
    let seconds = ms / 1_000;
    match seconds {
        0..60 => format!("{seconds}.{} s", ms % 1_000 / 100),
        60..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".to_owned())
}

/// Cells below each other; numbers end where their column ends.
fn lines<const N: usize>(
    f: &mut fmt::Formatter<'_>,
    rows: &[[String; N]],
    numbers: &[usize],
) -> fmt::Result {
    let width = |column: usize| {
        let lengths = rows.iter().map(|row| row[column].chars().count());
        lengths.max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    for row in rows {
        let cell = |(column, cell): (usize, &String)| {
            let width = widths[column];
            match numbers.contains(&column) {
                true => format!("{cell:>width$}"),
                false => format!("{cell:width$}"),
            }
        };
        let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
        writeln!(f, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
