//! Properties that hold for any sequence of commands, and the rules one by one.

use chrono::TimeDelta;
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;
use crate::{
    calendar::{BusinessCalendar, Country},
    escalation::{EscalationLevel, EscalationTrigger},
    sla::{ServiceLevel, SlaHistory, SlaPolicy, SlaVersion, Targets, TicketClocks, TicketFact},
};

/// Midnight, 1 January 2026 UTC, plus minutes.
fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).expect("is valid") + TimeDelta::minutes(minutes)
}

fn agent(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn by(side: Side) -> ChangedBy {
    ChangedBy { side, user: (side == Side::Support).then(|| agent(1)) }
}

fn due(minutes: i64) -> Deadlines {
    Deadlines { respond_by: Some(at(minutes)), ..Deadlines::default() }
}

/// A ticket that was filed at `at(0)` with priority P3, to be answered by `at(540)`.
fn filed() -> Transition {
    let scope = TicketScope { topic: "login".into(), ..TicketScope::default() };
    file_ticket(Filing { priority: Priority::P3, urgent: false, requester: None, scope }, due(540), at(0))
}

/// Office hours, with targets of each kind for P1 and for responses alone otherwise.
fn sla() -> SlaHistory {
    let hours = TimeDelta::hours;
    let p1 = Targets {
        resolution: Some(hours(24)),
        update: Some(hours(1)),
        around_the_clock: true,
        ..Targets::responses(hours(1))
    };
    let incident = SlaPolicy { kind: Some(TicketKind::Incident), p3: Some(p1), ..SlaPolicy::default() };
    let level = ServiceLevel { p1, policies: vec![incident], ..ServiceLevel::default() };
    SlaHistory::constant(SlaVersion::without_plans(level, BusinessCalendar::office(Country::Se)))
}

fn message(status: Option<Status>) -> TicketCommand {
    TicketCommand::Message { status, answer: AnswerNeed::Wanted }
}

fn go(before: &TicketState, command: &TicketCommand, side: Side, minutes: i64) -> Transition {
    transition(before, command, by(side), at(minutes)).expect("fits the state")
}

/// A ticket with this status, set by support at `at(1)`.
fn with_status(status: Status) -> TicketState {
    let command = TicketCommand::Update(TicketUpdate { status: Some(status), ..TicketUpdate::default() });
    go(&filed().state, &command, Side::Support, 1).state
}

fn statuses() -> impl Strategy<Value = Status> {
    select(Status::ALL)
}

fn commands() -> impl Strategy<Value = TicketCommand> {
    let priority = option::of(select(Priority::ALL));
    let agents = (1_u128..4).prop_map(|id| Assignment::Agent(agent(id)));
    let assignee = option::of(prop_oneof![Just(Assignment::Nobody), agents]);
    prop_oneof![
        4 => (option::of(statuses()), select(&[AnswerNeed::Wanted, AnswerNeed::Wanted, AnswerNeed::NotNeeded]))
            .prop_map(|(status, answer)| TicketCommand::Message { status, answer }),
        1 => Just(TicketCommand::NeedsNoAnswer),
        1 => (0_i64..900).prop_map(|minutes| TicketCommand::Expect { by: at(minutes) }),
        1 => Just(TicketCommand::Note),
        4 => (priority, assignee, option::of(statuses())).prop_map(|(priority, assignee, status)| {
            TicketCommand::Update(TicketUpdate { priority, assignee, status, ..TicketUpdate::default() })
        }),
        1 => (option::of(select(TicketKind::ALL)), option::of(select(&["login", "reports"]))).prop_map(|(kind, topic)| {
            let topic = topic.map(str::to_owned);
            TicketCommand::Update(TicketUpdate { kind, topic, ..TicketUpdate::default() })
        }),
        1 => (select(EscalationLevel::ALL), any::<bool>()).prop_map(|(to, repeats)| {
            TicketCommand::Escalate { to, cause: EscalationTrigger::Requested, repeats }
        }),
        1 => Just(TicketCommand::Acknowledge),
        1 => Just(TicketCommand::Close),
        1 => Just(TicketCommand::Reopen),
        1 => select(TicketPrivacy::ALL).prop_map(TicketCommand::SetPrivacy),
        1 => (1_i64..=5, option::of(1_i64..=5))
            .prop_map(|(score, earlier)| TicketCommand::Rate { score, earlier }),
        1 => (0_usize..3, 0_usize..3).prop_map(|(places, files)| TicketCommand::Redact { places, files }),
        1 => (7_u128..9).prop_map(|id| TicketCommand::Claim { requester: agent(id) }),
        1 => Just(TicketCommand::CorrectAddress),
    ]
}

/// One step: who does what, and how many minutes after the step before.
fn steps() -> impl Strategy<Value = Vec<(TicketCommand, Side, i64)>> {
    let side = select(vec![Side::Requester, Side::Counsellor, Side::Support]);
    vec((commands(), side, 0_i64..600), 0..40)
}

/// Whose turn it is after a step, worked out from the command alone.
fn is_supports_turn(before: &TicketState, turn: bool, command: &TicketCommand, side: Side) -> bool {
    let (status, responded) = (before.status, before.responded_at.is_some());
    let with = |to: Status| if to == status { turn } else { matches!(to, Status::New | Status::Open) };
    match command {
        TicketCommand::Message { answer: AnswerNeed::NotNeeded, .. } | TicketCommand::NeedsNoAnswer
            if responded =>
        {
            false
        }
        TicketCommand::Message { .. } => side != Side::Support,
        TicketCommand::Update(TicketUpdate { status: Some(to), .. }) => with(*to),
        TicketCommand::Close => with(Status::Closed),
        TicketCommand::Reopen if status.is_done() => true,
        TicketCommand::Reopen
        | TicketCommand::Update(TicketUpdate { status: None, .. })
        | TicketCommand::Note
        | TicketCommand::Escalate { .. }
        | TicketCommand::Acknowledge
        | TicketCommand::Expect { .. }
        | TicketCommand::ReportThresholds(_)
        | TicketCommand::NeedsNoAnswer
        | TicketCommand::SetPrivacy(_)
        | TicketCommand::Rate { .. }
        | TicketCommand::Redact { .. }
        | TicketCommand::Claim { .. }
        | TicketCommand::CorrectAddress => turn,
    }
}

proptest! {
    #[test]
    fn any_sequence_of_commands_keeps_the_invariants(steps in steps()) {
        let (sla, first) = (sla(), filed());
        let (mut state, mut turn, mut minutes) = (first.state.clone(), true, 0);
        let mut events: Vec<_> = first.changes.into_iter().map(|change| (change, Side::Requester, at(0))).collect();
        for (command, side, later) in steps {
            minutes += later;
            let Ok(mut next) = transition(&state, &command, by(side), at(minutes)) else { continue };
            if next.moves_clocks() {
                let facts = events.iter().cloned().chain(next.changes.iter().map(|change| (change.clone(), side, at(minutes))));
                let facts: Vec<_> = facts.map(|(change, side, at)| TicketFact { at, side, change }).collect();
                next.set_deadlines(TicketClocks::replay(&sla, &facts).expect("it is filed").deadlines());
            }
            if next.changes.contains(&TicketChange::AddressCorrected) {
                prop_assert_eq!(state.requester, None);
                prop_assert!(side == Side::Support || !state.has_begun(), "{:?}", state);
            }
            turn = is_supports_turn(&state, turn, &command, side);
            let after = &next.state;
            prop_assert_eq!(after.waiting_since.is_some(), turn, "{:?}: {:?}", command, after);
            if let Some(since) = after.waiting_since {
                prop_assert!(matches!(after.status, Status::New | Status::Open), "{:?}", after);
                prop_assert!(since >= after.created_at && since <= at(minutes));
            }
            if state.waiting_since.is_some() && after.waiting_since.is_some() {
                prop_assert_eq!(after.waiting_since, state.waiting_since, "waiting goes on");
            }
            if state.responded_at.is_some() {
                prop_assert_eq!(after.responded_at, state.responded_at);
            }
            // a later response is due only after the first one, and whoever waits for support has been promised one
            if after.deadlines.reply_by.is_some() {
                prop_assert!(after.responded_at.is_some(), "{:?}", after);
            }
            if after.waiting_since.is_some() {
                let promised = if after.responded_at.is_some() { after.deadlines.reply_by } else { after.deadlines.respond_by };
                prop_assert!(promised.is_some(), "{:?}", after);
            }
            let waits_for_requester = matches!(after.status, Status::WaitingForRequester | Status::Solved | Status::Closed);
            if waits_for_requester {
                prop_assert_eq!((after.deadlines.reply_by, after.deadlines.resolve_by), (None, None));
            }
            if after.responded_at.is_some() && state.responded_at.is_some() {
                prop_assert_eq!(after.deadlines.respond_by, state.deadlines.respond_by, "it was due when it was due");
            }
            prop_assert_eq!((after.created_at, after.urgent), (state.created_at, state.urgent));
            prop_assert!(after.level >= state.level);
            prop_assert!(after.unacknowledged_since.is_none() || !after.status.is_done());
            prop_assert!(after.expected_by.is_none() || !after.status.is_done());
            prop_assert!(state.requester.is_none() || after.requester == state.requester);
            if next.changes.is_empty() {
                prop_assert_eq!(after, &state);
                prop_assert!(next.follow_ups.is_empty());
            }
            for change in &next.changes {
                match change {
                    TicketChange::Status { from, to, .. } => prop_assert!(from != to),
                    TicketChange::Priority { from, to, .. } => prop_assert!(from != to),
                    TicketChange::Kind { from, to } => prop_assert!(from != to),
                    TicketChange::Topic { from, to } => prop_assert!(from != to),
                    TicketChange::Assignee { from, to } => prop_assert!(from != to),
                    TicketChange::Privacy { from, to } => prop_assert!(from != to),
                    TicketChange::Filed { .. } => prop_assert!(false, "a ticket is filed once"),
                    TicketChange::Escalated { from, to, repeats, .. } => {
                        prop_assert!(from < to || (from == to && *repeats));
                        prop_assert!(!state.status.is_done());
                    }
                    TicketChange::Expected { by } => {
                        prop_assert_eq!((after.expected_by, state.status.is_done()), (Some(*by), false));
                    }
                    TicketChange::Acknowledged
                    | TicketChange::SlaThreshold { .. }
                    | TicketChange::Message
                    | TicketChange::NoAnswerNeeded
                    | TicketChange::Note
                    | TicketChange::Rated { .. }
                    | TicketChange::Redacted { .. }
                    | TicketChange::Claimed { .. }
                    | TicketChange::AddressCorrected
                    | TicketChange::Promised { .. }
                    | TicketChange::Deadlines(_) => {}
                }
            }
            events.extend(next.changes.into_iter().map(|change| (change, side, at(minutes))));
            state = next.state;
        }
        // what is stored is enough: as JSON, from the first event on, over any state
        let replayed = events.iter().fold(with_status(Status::Closed), |state, (change, side, at)| {
            let stored = serde_json::to_string(change).expect("can be stored");
            state.after(&serde_json::from_str(&stored).expect("can be read"), *side, *at)
        });
        prop_assert_eq!(replayed, state);
    }

    #[test]
    fn a_command_given_twice_changes_nothing_the_second_time(steps in steps(), command in commands()) {
        let mut state = filed().state;
        for (command, side, _) in steps {
            state = transition(&state, &command, by(side), at(1)).map_or(state, |next| next.state);
        }
        let writes = matches!(command, TicketCommand::Message { .. } | TicketCommand::Note
            | TicketCommand::Rate { .. } | TicketCommand::Redact { .. } | TicketCommand::CorrectAddress);
        if let Ok(first) = transition(&state, &command, by(Side::Support), at(2))
            && !writes
        {
            let second = transition(&first.state, &command, by(Side::Support), at(3)).expect("fits");
            prop_assert_eq!(second, Transition { state: first.state, changes: vec![], follow_ups: vec![] });
        }
    }
}

#[test]
fn a_filed_ticket_is_new_and_waits_for_support() {
    let Transition { state, changes, follow_ups } = filed();
    assert_eq!((state.status, state.waiting_since, state.responded_at), (Status::New, Some(at(0)), None));
    assert_eq!(state.deadlines.respond_by, Some(at(540)));
    assert_eq!(changes.len(), 1);
    assert_eq!(follow_ups, [FollowUp::ConfirmFiling]);
}

#[test]
fn the_first_reply_of_support_responds_opens_and_claims() {
    let reply = message(None);
    let next = go(&filed().state, &reply, Side::Support, 5);
    assert_eq!((next.state.status, next.state.waiting_since), (Status::Open, None));
    assert_eq!((next.state.responded_at, next.state.assignee), (Some(at(5)), Some(agent(1))));
    assert_eq!(
        next.changes,
        [
            TicketChange::Message,
            TicketChange::Assignee { from: None, to: Some(agent(1)) },
            TicketChange::Status { from: Status::New, to: Status::Open, waiting_since: None },
        ]
    );
    assert_eq!(next.follow_ups, [FollowUp::AnnounceMessage], "one mail, not two");
    let second = go(&next.state, &message(Some(Status::Solved)), Side::Support, 9);
    assert_eq!(second.state.responded_at, Some(at(5)));
    assert_eq!(second.state.status, Status::Solved);
    assert_eq!(second.follow_ups, [FollowUp::AnnounceMessage]);
}

#[test]
fn a_message_of_the_requester_reopens_and_is_not_announced_to_them() {
    for (side, expected) in [(Side::Requester, vec![]), (Side::Counsellor, vec![FollowUp::AnnounceMessage])] {
        for status in [Status::Solved, Status::Closed, Status::WaitingForRequester, Status::OnHold] {
            let next = go(&with_status(status), &message(None), side, 7);
            assert_eq!(next.state.status, Status::Open, "{status}");
            assert_eq!(next.state.waiting_since, Some(at(0)), "never answered: waiting since it was filed");
            assert_eq!(next.follow_ups, expected, "{status}");
        }
    }
    let new = go(&filed().state, &message(Some(Status::Solved)), Side::Requester, 7);
    assert_eq!(new.state.status, Status::New, "only support chooses a status");
    let answered = go(&filed().state, &message(None), Side::Support, 3).state;
    let next = go(&answered, &message(None), Side::Requester, 8);
    assert_eq!((next.state.status, next.state.waiting_since), (Status::Open, Some(at(8))));
    assert_eq!(next.changes, [TicketChange::Message]);
}

#[test]
fn thanks_reopen_nothing_and_wait_for_nothing() {
    let thanks = TicketCommand::Message { status: None, answer: AnswerNeed::NotNeeded };
    let solved = go(&filed().state, &message(Some(Status::Solved)), Side::Support, 3).state;
    let next = go(&solved, &thanks, Side::Requester, 8);
    assert_eq!((next.state.status, next.state.waiting_since), (Status::Solved, None));
    assert_eq!(next.changes, [TicketChange::Message, TicketChange::NoAnswerNeeded]);
    let waiting = go(&filed().state, &message(Some(Status::WaitingForRequester)), Side::Support, 3).state;
    let next = go(&waiting, &thanks, Side::Requester, 8).state;
    assert_eq!((next.status, next.waiting_since), (Status::Open, None), "support looks, but nobody waits");
    let asked = go(&waiting, &message(None), Side::Requester, 8).state;
    let said = go(&asked, &TicketCommand::NeedsNoAnswer, Side::Support, 9);
    assert_eq!((said.state.status, said.state.waiting_since), (Status::Open, None));
    assert_eq!(go(&said.state, &TicketCommand::NeedsNoAnswer, Side::Support, 10).changes, []);
    // the first response is owed whatever is written
    assert_eq!(go(&filed().state, &TicketCommand::NeedsNoAnswer, Side::Support, 2).changes, []);
    let more = go(&filed().state, &thanks, Side::Requester, 2);
    assert_eq!((more.changes, more.state.waiting_since), (vec![TicketChange::Message], Some(at(0))));
}

#[test]
fn the_deadlines_of_the_clocks_become_part_of_the_ticket() {
    let mut same = go(&filed().state, &message(None), Side::Requester, 5);
    same.set_deadlines(due(540));
    assert_eq!(same.changes, [TicketChange::Message], "nothing is due at another time");

    let reply_by = Deadlines { reply_by: Some(at(700)), ..Deadlines::default() };
    let answered = go(&filed().state, &message(Some(Status::WaitingForRequester)), Side::Support, 3).state;
    let mut next = go(&answered, &message(None), Side::Requester, 8);
    next.set_deadlines(reply_by);
    let expected = Deadlines { respond_by: Some(at(540)), ..reply_by };
    assert_eq!(
        next.changes.last(),
        Some(&TicketChange::Deadlines(expected)),
        "the first was due when it was due"
    );
    assert_eq!(next.state.deadlines, expected);
    let mut over = go(&next.state, &message(None), Side::Support, 10);
    over.set_deadlines(Deadlines::default());
    assert_eq!(over.state.deadlines, due(540));
    let quiet = [TicketChange::Message, TicketChange::Assignee { from: None, to: Some(agent(1)) }];
    assert!(
        over.changes.iter().all(|change| quiet.contains(change)),
        "the answer says it: {:?}",
        over.changes
    );
}

#[test]
fn another_priority_moves_the_deadline_and_the_same_one_does_not() {
    let set = |priority| {
        TicketCommand::Update(TicketUpdate { priority: Some(priority), ..TicketUpdate::default() })
    };
    let mut next = go(&filed().state, &set(Priority::P2), Side::Support, 5);
    next.set_deadlines(due(60));
    assert_eq!((next.state.priority, next.state.deadlines), (Priority::P2, due(60)));
    let (respond_by_from, respond_by_to) = (Some(at(540)), Some(at(60)));
    let moved =
        TicketChange::Priority { from: Priority::P3, to: Priority::P2, respond_by_from, respond_by_to };
    assert_eq!(next.changes, [moved], "one event says both");
    assert_eq!(next.follow_ups, []);
    assert_eq!(go(&filed().state, &set(Priority::P3), Side::Support, 5).changes, []);
}

#[test]
fn closing_and_reopening_announce_the_status_once() {
    let closed = go(&filed().state, &TicketCommand::Close, Side::Requester, 5);
    assert_eq!((closed.state.status, closed.state.waiting_since), (Status::Closed, None));
    assert_eq!(closed.follow_ups, [FollowUp::AnnounceStatus]);
    assert_eq!(go(&closed.state, &TicketCommand::Close, Side::Requester, 6).changes, []);
    let reopened = go(&closed.state, &TicketCommand::Reopen, Side::Requester, 7);
    assert_eq!((reopened.state.status, reopened.state.waiting_since), (Status::Open, Some(at(0))));
    assert_eq!(go(&reopened.state, &TicketCommand::Reopen, Side::Requester, 8).changes, []);
}

#[test]
fn only_a_ticket_that_is_done_is_rated_and_only_a_guests_is_claimed() {
    let rate = TicketCommand::Rate { score: 4, earlier: None };
    let refused = transition(&filed().state, &rate, by(Side::Requester), at(1));
    assert_eq!(refused, Err(TransitionError::NotDone));
    assert_eq!(
        go(&with_status(Status::Solved), &rate, Side::Requester, 5).changes,
        [TicketChange::Rated { score: 4 }]
    );
    let again = TicketCommand::Rate { score: 4, earlier: Some(4) };
    assert_eq!(go(&with_status(Status::Solved), &again, Side::Requester, 5).changes, []);
    let claim = |id| TicketCommand::Claim { requester: agent(id) };
    let claimed = go(&filed().state, &claim(7), Side::Requester, 5).state;
    assert_eq!(claimed.requester, Some(agent(7)));
    assert_eq!(transition(&claimed, &claim(8), by(Side::Requester), at(6)), Err(TransitionError::Claimed));
}

#[test]
fn whoever_filed_corrects_the_address_until_support_has_begun_and_support_always() {
    let correct = TicketCommand::CorrectAddress;
    let by_filer = |state: &TicketState| transition(state, &correct, by(Side::Requester), at(6));
    let next = by_filer(&filed().state).expect("nobody has begun");
    assert_eq!((next.changes, next.follow_ups), (vec![TicketChange::AddressCorrected], vec![]));
    assert_eq!(next.state, filed().state);
    let claim = TicketCommand::Update(TicketUpdate {
        assignee: Some(Assignment::Agent(agent(1))),
        ..TicketUpdate::default()
    });
    let reply = message(Some(Status::New));
    for begun in [
        go(&filed().state, &claim, Side::Support, 5).state,
        go(&filed().state, &reply, Side::Support, 5).state,
        with_status(Status::OnHold),
        go(&filed().state, &TicketCommand::Close, Side::Requester, 5).state,
    ] {
        assert_eq!(by_filer(&begun), Err(TransitionError::Begun), "{begun:?}");
        assert_eq!(go(&begun, &correct, Side::Support, 6).changes, [TicketChange::AddressCorrected]);
    }
    let own = TicketState { requester: Some(agent(7)), ..filed().state };
    assert_eq!(transition(&own, &correct, by(Side::Support), at(6)), Err(TransitionError::Claimed));
}

#[test]
fn only_messages_and_the_status_are_public() {
    assert_eq!(
        TicketChange::NoAnswerNeeded.kind(),
        crate::tickets::TicketEventKind::Change,
        "both sides read it"
    );
    let public = [TicketChange::Message, filed().changes[0].clone()];
    assert!(public.iter().all(|change| change.kind() == crate::tickets::TicketEventKind::Message));
    let steps = [
        (TicketCommand::Note, filed().state),
        (TicketCommand::SetPrivacy(TicketPrivacy::Private), filed().state),
        (TicketCommand::Rate { score: 1, earlier: None }, with_status(Status::Closed)),
        (TicketCommand::Redact { places: 1, files: 0 }, filed().state),
        (TicketCommand::Claim { requester: agent(7) }, filed().state),
        (TicketCommand::CorrectAddress, filed().state),
        (
            TicketCommand::Update(TicketUpdate {
                priority: Some(Priority::P1),
                assignee: Some(Assignment::Agent(agent(2))),
                ..TicketUpdate::default()
            }),
            filed().state,
        ),
    ];
    for (command, state) in steps {
        for change in go(&state, &command, Side::Support, 5).changes {
            assert_eq!(change.kind(), crate::tickets::TicketEventKind::Note, "{change:?}");
        }
    }
}

#[test]
fn an_expected_time_stands_until_support_answers_or_the_ticket_is_done() {
    let (state, by) = (filed().state, at(500));
    let expect = TicketCommand::Expect { by };
    let expected = go(&state, &expect, Side::Support, 10);
    assert_eq!(expected.state.expected_by, Some(by));
    assert_eq!(expected.state.deadlines, state.deadlines, "it is no promise");
    assert_eq!(expected.changes, [TicketChange::Expected { by }]);
    assert!(go(&expected.state, &expect, Side::Support, 11).changes.is_empty(), "again is the same");
    let after = |command: &TicketCommand, side| go(&expected.state, command, side, 20).state;
    assert_eq!(after(&message(None), Side::Support).expected_by, None);
    assert_eq!(after(&message(None), Side::Requester).expected_by, Some(by), "a question answers nothing");
    let closed = after(&TicketCommand::Close, Side::Support);
    assert_eq!(closed.expected_by, None);
    assert!(go(&closed, &expect, Side::Support, 30).changes.is_empty());
}
