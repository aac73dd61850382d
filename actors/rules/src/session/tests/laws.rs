//! What holds of every session, whatever is asked of it and whatever the clock does.

use proptest::prelude::*;

use super::*;

fn any_command() -> impl Strategy<Value = Command> {
    let small = || 0..4_u128;
    prop_oneof![
        3 => (0..12_u128).prop_map(connect),
        3 => (0..12_u128).prop_map(disconnect),
        1 => (small(), prop::option::of(-20_000..900_000_i64)).prop_map(|(alive, since)| {
            let outage = since.map(|since| Outage { since: START + Span(since), until: None });
            Command::Sweep { alive: BTreeSet::from([gateway(alive)]), outage }
        }),
        3 => small().prop_map(join),
        1 => Just(Command::Leave),
        2 => small().prop_map(returned),
        3 => (0..12_u128, prop::option::of(small())).prop_map(|(id, paired)| enter(id, paired)),
        2 => (0..12_u128, any::<bool>())
            .prop_map(|(id, met)| leave_battle(id, met.then_some("two-sum"))),
        1 => small().prop_map(|id| rate(id, 1600.0)),
        1 => small().prop_map(|id| correct_rating(id, 1400.0)),
        3 => Just(Command::Wake),
    ]
}

proptest! {
    #[test]
    fn a_session_keeps_its_promises_whatever_is_asked(
        program in prop::collection::vec((any_command(), -20_000..40_000_i64), 1..80)
    ) {
        let (mut session, mut now, mut log) = (Session::default(), START, Vec::new());
        for (command, step) in program {
            now = Time(now.0 + step);
            let Ok(events) = decide(&session, command.clone(), now) else { continue };
            prop_assert!(!events.is_empty());
            let before = session.place;
            for event in &events {
                prop_assert!(event.at() >= session.latest, "time runs backwards");
                session = evolve(session, event);
            }
            match (before, session.place) {
                (Place::Queue { ticket: was, .. }, Place::Queue { ticket: is, .. }) => {
                    prop_assert_eq!(was, is, "from queue to queue");
                }
                (Place::Battle { battle: was, .. }, Place::Battle { battle: is, .. }) => {
                    prop_assert_eq!(was, is, "from battle to battle");
                }
                (Place::Battle { .. }, Place::Queue { .. }) => {
                    prop_assert!(false, "out of a battle into a queue: {:?}", command);
                }
                (Place::Lobby, _) | (_, Place::Lobby) | (Place::Queue { .. }, _) => {}
            }
            if let Place::Battle { battle, .. } = session.place {
                prop_assert!(!session.left.contains(&battle), "in a battle that was left");
            }
            prop_assert!(session.left.len() <= limits::LEFT_BATTLES);
            prop_assert!(session.connections.len() <= limits::CONNECTIONS);
            prop_assert!(session.away_since.is_none() || session.connections.is_empty());
            if let Some(due) = session.due() {
                let woken = decide(&session, Command::Wake, due);
                prop_assert!(woken.is_ok(), "what is due has something to do");
                let early = decide(&session, Command::Wake, Time(due.0 - 1));
                prop_assert!(early.is_err() || session.latest >= due);
            }
            log.extend(events);
        }
        let replayed = log.iter().fold(Session::default(), evolve);
        prop_assert_eq!(&replayed, &session);
        log.reverse();
        let turned = log.iter().fold(Session::default(), evolve);
        prop_assert_eq!(turned.latest, session.latest);
    }
}
