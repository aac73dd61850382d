//! The walk over one shard, in position order.

use std::collections::{HashMap, HashSet};

use crate::event::Recorded;
use crate::ids::{CommandId, Epoch, Position, ShardId, StreamId, Version};

use super::{Report, Violation};

pub(super) struct ShardCheck {
    shard: ShardId,
    position: Position,
    epoch: Epoch,
    versions: HashMap<StreamId, Version>,
    commands: HashSet<(StreamId, CommandId)>,
    /// The append whose further parts must follow.
    open: Option<Open>,
}

#[derive(Clone, Copy)]
struct Open {
    stream: StreamId,
    command: CommandId,
    epoch: Epoch,
    part: u16,
    parts: u16,
    position: Position,
}

impl ShardCheck {
    pub(super) fn new(shard: ShardId) -> Self {
        Self {
            shard,
            position: Position::ZERO,
            epoch: Epoch::ZERO,
            versions: HashMap::new(),
            commands: HashSet::new(),
            open: None,
        }
    }

    pub(super) fn next(&mut self, event: &Recorded, report: &mut Report) {
        let Recorded {
            stream,
            version,
            position,
            epoch,
            command,
            ..
        } = *event;
        let shard = self.shard;
        report.events += 1;
        if position != self.position.next() {
            report.violated(Violation::Position {
                shard,
                after: self.position,
                found: position,
            });
        }
        self.position = position;
        if event.shard != shard || ShardId::of(stream) != shard {
            report.violated(Violation::Shard {
                stream,
                shard,
                position,
            });
        }
        if epoch < self.epoch {
            let after = self.epoch;
            report.violated(Violation::Epoch {
                shard,
                after,
                found: epoch,
                position,
            });
        }
        self.epoch = self.epoch.max(epoch);
        let after = self.versions.insert(stream, version).unwrap_or_default();
        if version != after.next() {
            report.violated(Violation::Version {
                stream,
                after,
                found: version,
                position,
            });
        }
        self.next_part(event, report);
        if event.part == 0 {
            report.appends += 1;
            if !self.commands.insert((stream, command)) {
                report.violated(Violation::Command {
                    stream,
                    command,
                    position,
                });
            }
        }
    }

    fn next_part(&mut self, event: &Recorded, report: &mut Report) {
        let Recorded {
            stream,
            epoch,
            command,
            part,
            parts,
            position,
            ..
        } = *event;
        let this = Open {
            stream,
            command,
            epoch,
            part,
            parts,
            position,
        };
        let follows = match self.open.take() {
            Some(open) => {
                let next = (stream, command, epoch, parts)
                    == (open.stream, open.command, open.epoch, open.parts)
                    && part == open.part + 1;
                if !next {
                    report.violated(open.alone());
                }
                next
            }
            None => false,
        };
        if part >= parts || (part > 0 && !follows) {
            report.violated(this.alone());
        }
        if part + 1 < parts {
            self.open = Some(this);
        }
    }

    pub(super) fn end(self, report: &mut Report) {
        if let Some(open) = self.open {
            report.violated(open.alone());
        }
        report.streams += self.versions.len() as u64;
    }
}

impl Open {
    const fn alone(&self) -> Violation {
        Violation::Part {
            stream: self.stream,
            command: self.command,
            part: self.part,
            parts: self.parts,
            position: self.position,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::ids::EventId;
    use crate::meta::Meta;
    use uuid::Uuid;

    /// A stream of shard 229.
    const STREAM: StreamId = StreamId(Uuid::nil());

    fn event(position: u64, version: u64, epoch: u64, command: u128, part: (u16, u16)) -> Recorded {
        Recorded {
            stream: STREAM,
            version: Version(version),
            shard: ShardId(229),
            position: Position(position),
            epoch: Epoch(epoch),
            command: CommandId(Uuid::from_u128(command)),
            part: part.0,
            parts: part.1,
            kind: 1,
            schema: 1,
            data: Vec::new(),
            id: EventId(Uuid::nil()),
            recorded_at_ms: 0,
            meta: Meta::new(Uuid::nil()),
        }
    }

    fn check(events: &[Recorded]) -> Vec<String> {
        let mut report = Report::default();
        let mut check = ShardCheck::new(ShardId(229));
        for event in events {
            check.next(event, &mut report);
        }
        check.end(&mut report);
        report.violations.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_sound_shard_has_no_violation() {
        let events = [
            event(1, 1, 1, 1, (0, 2)),
            event(2, 2, 1, 1, (1, 2)),
            event(3, 3, 4, 2, (0, 1)),
        ];
        assert_eq!(check(&events), Vec::<String>::new());
    }

    #[test]
    fn each_invariant_is_noticed_when_it_is_broken() {
        let first = || event(1, 1, 5, 1, (0, 1));
        let cases = [
            (event(3, 2, 5, 2, (0, 1)), "position 3 follows 1"),
            (event(2, 3, 5, 2, (0, 1)), "version 3 follows 1"),
            (event(2, 1, 5, 2, (0, 1)), "version 1 follows 1"),
            (event(2, 2, 4, 2, (0, 1)), "epoch 4 follows 5"),
            (event(2, 2, 5, 1, (0, 1)), "again"),
            (event(2, 2, 5, 2, (0, 2)), "part 0 of 2"),
            (event(2, 2, 5, 2, (1, 2)), "part 1 of 2"),
            (event(2, 2, 5, 2, (2, 2)), "part 2 of 2"),
            (
                Recorded {
                    shard: ShardId(1),
                    ..event(2, 2, 5, 2, (0, 1))
                },
                "in shard",
            ),
        ];
        for (broken, expected) in cases {
            let violations = check(&[first(), broken]);
            assert!(
                violations.iter().any(|said| said.contains(expected)),
                "{violations:?}"
            );
        }
    }

    #[test]
    fn an_append_that_is_cut_by_another_is_noticed() {
        let events = [event(1, 1, 1, 1, (0, 2)), event(2, 2, 1, 2, (0, 1))];
        assert_eq!(check(&events).len(), 1);
    }
}
