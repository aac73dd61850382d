#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
use super::*;

const START: Duration = Duration::ZERO;

fn frame(event: &str, data: &str) -> Vec<u8> {
    let id = Uuid::from_u128(7);
    format!(r#"{{"id":"{id}","event":"{event}","data":{data}}}"#).into_bytes()
}

fn player() -> PlayerId {
    PlayerId(Uuid::from_u128(1))
}

fn open() -> Core {
    let mut core = Core::new(Format::Json);
    core.open(player());
    core
}

fn code(actions: &[Action]) -> String {
    match actions {
        [
            Action::Send(ServerFrame::Answer(Answer::Reject { data, .. })),
            ..,
        ] => data.code.clone(),
        other => panic!("not a refusal: {other:?}"),
    }
}

#[test]
fn nothing_is_done_before_authentication() {
    let mut core = Core::new(Format::Json);
    let actions = core.frame(&frame("matchmaking:leave", "{}"), START);
    assert_eq!(code(&actions), "not-authenticated");
    let actions = core.frame(&frame("session:authenticate", r#"{"token":"t"}"#), START);
    assert!(matches!(&actions[..], [Action::Authenticate { token, .. }] if token == "t"));
    let actions = core.frame(&frame("matchmaking:leave", "{}"), START);
    assert_eq!(
        code(&actions),
        "not-authenticated",
        "while the token is checked"
    );
    core.authenticated(Uuid::from_u128(7), Ok(player()));
    let actions = core.frame(&frame("matchmaking:leave", "{}"), START);
    assert!(matches!(
        &actions[..],
        [Action::Execute {
            order: Order::Leave,
            ..
        }]
    ));
}

#[test]
fn a_bad_token_closes_and_so_does_silence() {
    let mut core = Core::new(Format::Json);
    core.frame(&frame("session:authenticate", r#"{"token":"t"}"#), START);
    let refused = Err((refusal("token-expired", "expired"), close::TOKEN));
    let actions = core.authenticated(Uuid::from_u128(7), refused);
    assert!(matches!(
        actions[..],
        [
            Action::Send(_),
            Action::Close {
                code: close::TOKEN,
                ..
            }
        ]
    ));

    let mut core = Core::new(Format::Json);
    assert!(
        core.tick(limits::AUTHENTICATE_WITHIN - Duration::from_millis(1))
            .is_empty()
    );
    let actions = core.tick(limits::AUTHENTICATE_WITHIN);
    assert!(matches!(
        actions[..],
        [Action::Close {
            code: close::NOT_AUTHENTICATED,
            ..
        }]
    ));
}

#[test]
fn a_silent_client_is_pinged_and_then_closed() {
    let mut core = open();
    let pinged = core.tick(limits::PING_EVERY);
    assert!(matches!(pinged[..], [Action::Ping, Action::CheckLogin]));
    let late = limits::PING_EVERY + limits::PONG_WITHIN;
    assert!(
        !core
            .tick(late - Duration::from_millis(1))
            .iter()
            .any(is_close)
    );
    assert!(core.tick(late).iter().any(is_close));

    let mut core = open();
    core.tick(limits::PING_EVERY);
    core.heard(limits::PING_EVERY + Duration::from_secs(1));
    assert!(!core.tick(late).iter().any(is_close), "a pong came");
}

fn is_close(action: &Action) -> bool {
    matches!(action, Action::Close { .. })
}

#[test]
fn bad_frames_are_answered_and_the_connection_lives_on() {
    let mut core = open();
    assert_eq!(code(&core.frame(b"nonsense", START)), "malformed-frame");
    assert_eq!(
        code(&core.frame(&frame("battle:fly", "{}"), START)),
        "unknown-event"
    );
    let foreign = format!(r#"{{"topic":"session/{}","after":0}}"#, Uuid::from_u128(9));
    assert_eq!(
        code(&core.frame(&frame("topic:follow", &foreign), START)),
        "forbidden-topic"
    );
    let huge = vec![b' '; limits::FRAME_BYTES + 1];
    assert_eq!(code(&core.frame(&huge, START)), "frame-too-large");
    let actions = core.frame(&frame("matchmaking:leave", "{}"), START);
    assert!(matches!(&actions[..], [Action::Execute { .. }]));
}

#[test]
fn a_flood_is_slowed_and_then_closed() {
    let mut core = open();
    let mut refused = 0;
    let mut closed = false;
    for _ in 0..(limits::FRAME_BURST + limits::OFFENCES + 1) {
        let actions = core.frame(&frame("matchmaking:leave", "{}"), START);
        refused += u32::from(matches!(actions.first(), Some(Action::Send(_))));
        closed |= actions.iter().any(is_close);
    }
    assert_eq!(refused, limits::OFFENCES + 1);
    assert!(closed);

    let mut core = open();
    for _ in 0..limits::FRAME_BURST {
        core.frame(&frame("matchmaking:leave", "{}"), START);
    }
    assert_eq!(
        code(&core.frame(&frame("matchmaking:leave", "{}"), START)),
        "rate-limited"
    );
    let later = core.frame(&frame("matchmaking:leave", "{}"), Duration::from_secs(1));
    assert!(
        matches!(&later[..], [Action::Execute { .. }]),
        "the bucket fills again"
    );
}
