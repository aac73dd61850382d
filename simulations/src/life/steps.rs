//! What a player does in a battle, and how he does it.

use std::collections::VecDeque;
use std::time::Duration;

use arena_edge::protocol::client::{ClientCommand, Code, Edit, OfBattle, OneEdit, Say};
use arena_rules::ids::{PlayerId, command_id};
use rand::Rng;
use uuid::Uuid;

use super::{Expected, Fight, Life, Memory, Step};
use crate::clock;
use crate::hands::millis;
use crate::programs::{Intent, Program};

impl Life {
    /// What the player does in a battle; the last step always leads to its end.
    pub(super) fn script(&mut self) -> VecDeque<Step> {
        let mut steps = VecDeque::new();
        for _ in 0..self.dice.random_range(0..3) {
            let intent = match self.dice.random_range(0..10) {
                0..6 => Intent::Wrong,
                6..8 => Intent::Hostile,
                8 => Intent::Slow,
                _ => Intent::Right,
            };
            steps.push_back(Step::Type(intent));
            match self.dice.random_range(0..6) {
                0 => steps.push_back(Step::Run(intent)),
                1 => steps.push_back(Step::Say),
                2 => steps.push_back(Step::HangUp),
                _ => {}
            }
            steps.push_back(Step::Submit(intent));
            if self.dice.random_bool(0.15) {
                // Nothing waits for what was just sent.
                steps.push_back(Step::HangUp);
            }
        }
        match self.dice.random_range(0..10) {
            0 => steps.push_back(Step::GiveUp),
            1 => steps.push_back(Step::OfferDraw),
            _ => {}
        }
        steps.push_back(Step::Type(Intent::Right));
        steps.push_back(Step::Submit(Intent::Right));
        steps
    }

    pub(super) async fn step(&mut self, fight: &mut Fight, step: Step, memory: &mut Memory) {
        let battle_id = fight.battle;
        let of = OfBattle { battle_id };
        match step {
            Step::Type(intent) => {
                if let Some(program) = self.program(fight, intent) {
                    self.type_in(fight, program).await;
                }
            }
            Step::Run(intent) => {
                let Some(Program { language, text, .. }) = self.program(fight, intent) else {
                    return;
                };
                let code = Code {
                    battle_id,
                    language,
                    code: text,
                };
                self.hands.send(ClientCommand::Run(code)).await;
            }
            Step::Submit(intent) => self.submit(fight, intent, memory).await,
            Step::Say => {
                let text = "good luck – удачи – 加油".to_owned();
                self.hands
                    .send(ClientCommand::Say(Say { battle_id, text }))
                    .await;
            }
            Step::OfferDraw => {
                self.hands.send(ClientCommand::OfferDraw(of)).await;
            }
            Step::HangUp => self.hands.hang_up(),
            Step::GiveUp => {
                self.hands.send(ClientCommand::GiveUp(of)).await;
                fight.next_step = clock::now() + Duration::from_secs(5);
            }
        }
    }

    fn program(&mut self, fight: &Fight, intent: Intent) -> Option<Program> {
        let (problem, languages) = (&fight.problem, &fight.languages);
        let found = self
            .programs
            .choose(problem, languages, intent, &mut self.dice);
        found.or_else(|| {
            self.programs
                .choose(problem, languages, Intent::Right, &mut self.dice)
        })
    }

    async fn type_in(&mut self, fight: &mut Fight, program: Program) {
        let at_ms = fight.started.map_or(0, |started| millis(started.elapsed()));
        let at_ms = u32::try_from(at_ms).unwrap_or(u32::MAX);
        let units = u32::try_from(program.text.encode_utf16().count()).unwrap_or(u32::MAX);
        let edit = OneEdit {
            at_ms,
            from: 0,
            to: fight.typed,
            insert: program.text,
        };
        let edit = Edit {
            battle_id: fight.battle,
            seq: fight.seq,
            language: program.language,
            edits: vec![edit],
        };
        self.hands.send(ClientCommand::Edit(edit)).await;
        // Taken for granted here; the rejection takes it back.
        fight.seq += 1;
        fight.typed = units;
    }

    async fn submit(&mut self, fight: &mut Fight, intent: Intent, memory: &mut Memory) {
        let Some(program) = self.program(fight, intent) else {
            let problem = &fight.problem;
            self.hands
                .violation(format!("no program is known for the problem `{problem}`"));
            fight.steps = VecDeque::from([Step::GiveUp]);
            return;
        };
        let sent = clock::now();
        let verdict = program.verdict;
        let code = Code {
            battle_id: fight.battle,
            language: program.language,
            code: program.text,
        };
        let me = PlayerId(self.hands.me());
        if self.dice.random_bool(0.25) {
            let key = Uuid::now_v7();
            let submission = command_id(me, key);
            memory
                .expected
                .insert(submission, Expected { verdict, sent });
            fight.awaited = Some(submission);
            let body = serde_json::json!({
                "battleId": code.battle_id, "language": code.language, "code": code.code,
            });
            let until = sent + Duration::from_secs(90);
            if let Err(code) = self.hands.submit_over_http(key, &body, until).await {
                fight.awaited = None;
                self.allow(&code, "a submission over HTTP");
            }
        } else {
            let id = self.hands.send(ClientCommand::Submit(code)).await;
            let submission = command_id(me, id);
            memory
                .expected
                .insert(submission, Expected { verdict, sent });
            fight.awaited = Some(submission);
        }
    }
}
