//! What each event does to the clocks, as a table that can be read, and the cases that help desks are known to get wrong.

use chrono::TimeDelta;
use uuid::Uuid;

use super::*;
use crate::{
    calendar::{BusinessCalendar, Country},
    sla::{ServiceLevel, SlaPolicy, SlaVersion, Targets, Threshold},
};

/// Local time in Stockholm, where it is winter.
fn at(text: &str) -> DateTime<Utc> {
    format!("2026-{}:00+01:00", text.replace(' ', "T")).parse().expect("is valid")
}

/// A response within 4 hours and a solution within 27, in office hours.
fn p3() -> Targets {
    Targets { resolution: Some(TimeDelta::hours(27)), ..Targets::responses(TimeDelta::hours(4)) }
}

/// A response within an hour and another every second hour, a solution within 8 hours, day and night.
fn p1() -> Targets {
    Targets {
        resolution: Some(TimeDelta::hours(8)),
        update: Some(TimeDelta::hours(2)),
        around_the_clock: true,
        ..Targets::responses(TimeDelta::hours(1))
    }
}

fn version(level: &ServiceLevel) -> SlaVersion {
    SlaVersion::without_plans(level.clone(), BusinessCalendar::office(Country::Se))
}

fn level() -> ServiceLevel {
    ServiceLevel { p1: p1(), p3: p3(), ..ServiceLevel::default() }
}

fn sla() -> SlaHistory {
    SlaHistory::constant(version(&level()))
}

/// A ticket that is being told, event by event. It was filed on Monday 16 November 2026.
struct Story {
    facts: Vec<TicketFact>,
    status: Status,
}

impl Story {
    fn filed(when: &str, priority: Priority) -> Self {
        let filed = TicketChange::Filed {
            priority,
            respond_by: None,
            resolve_by: None,
            update_by: None,
            urgent: false,
            requester: None,
            scope: TicketScope::default(),
        };
        Self { facts: Vec::new(), status: Status::New }.event(when, Side::Requester, filed)
    }

    fn event(mut self, when: &str, side: Side, change: TicketChange) -> Self {
        self.facts.push(TicketFact { at: at(when), side, change });
        self
    }

    /// Support writes, and leaves the ticket in this status.
    fn support(self, when: &str, to: Status) -> Self {
        self.event(when, Side::Support, TicketChange::Message).change(when, to, None)
    }

    /// The requester writes, which opens the ticket.
    fn requester(self, when: &str) -> Self {
        let to = self.status.after_requester_message();
        self.event(when, Side::Requester, TicketChange::Message).status(when, to)
    }

    /// Support sets the status without a word.
    fn status(self, when: &str, to: Status) -> Self {
        let is_supports_turn = matches!(to, Status::New | Status::Open);
        self.change(when, to, is_supports_turn.then(|| at(when)))
    }

    fn change(mut self, when: &str, to: Status, waiting_since: Option<DateTime<Utc>>) -> Self {
        let from = std::mem::replace(&mut self.status, to);
        if from == to {
            return self;
        }
        self.event(when, Side::Support, TicketChange::Status { from, to, waiting_since })
    }

    fn priority(self, when: &str, from: Priority, to: Priority) -> Self {
        let (respond_by_from, respond_by_to) = (None, None);
        let change = TicketChange::Priority { from, to, respond_by_from, respond_by_to };
        self.event(when, Side::Support, change)
    }

    #[track_caller]
    fn assert_due(&self, history: &SlaHistory, expected: [Option<&str>; 4]) {
        let Deadlines { respond_by, reply_by, resolve_by, update_by } = clocks(history, self).deadlines();
        let local = |due: Option<DateTime<Utc>>| {
            due.map(|due| (due + TimeDelta::hours(1)).format("%m-%d %H:%M").to_string())
        };
        let found = [respond_by, reply_by, resolve_by, update_by].map(local);
        assert_eq!(found, expected.map(|due| due.map(str::to_owned)));
    }
}

fn clocks<'a>(history: &'a SlaHistory, story: &Story) -> TicketClocks<'a> {
    TicketClocks::replay(history, &story.facts).expect("it is filed")
}

/// What a clock of a story says: whether it was missed, at the end of the year.
fn missed(tracked: Option<&TrackedTarget<'_>>) -> bool {
    tracked.expect("is promised").is_missed(at("12-31 12:00"))
}

#[test]
fn a_ticket_begins_with_its_first_response_and_its_resolution() {
    let filed = Story::filed("11-16 16:00", Priority::P3);
    filed.assert_due(&sla(), [Some("11-17 11:00"), None, Some("11-19 16:00"), None]);
    let urgent = Story::filed("11-16 16:00", Priority::P1);
    urgent.assert_due(&sla(), [Some("11-16 17:00"), None, Some("11-17 00:00"), Some("11-16 18:00")]);
}

#[test]
fn only_a_public_message_of_support_is_a_response() {
    let filed = || Story::filed("11-16 09:00", Priority::P3);
    let unanswered = [Some("11-16 13:00"), None, Some("11-19 09:00"), None];
    filed().event("11-16 10:00", Side::Support, TicketChange::Note).assert_due(&sla(), unanswered);
    filed().event("11-16 10:00", Side::System, TicketChange::Message).assert_due(&sla(), unanswered);
    filed().requester("11-16 10:00").assert_due(&sla(), unanswered);
    let assigned = TicketChange::Assignee { from: None, to: Some(Uuid::nil()) };
    filed().event("11-16 10:00", Side::Support, assigned).assert_due(&sla(), unanswered);
    let answered = filed().support("11-16 10:00", Status::Open);
    answered.assert_due(&sla(), [None, None, Some("11-19 09:00"), None]);
    let history = sla();
    let found = clocks(&history, &answered);
    let first = found.first_response.expect("is promised");
    assert_eq!((first.met_at, first.is_missed(at("12-31 12:00"))), (Some(at("11-16 10:00")), false));
}

#[test]
fn each_later_turn_has_a_response_that_is_due_from_its_first_message() {
    let turn = Story::filed("11-16 09:00", Priority::P3)
        .support("11-16 10:00", Status::Open)
        .requester("11-16 11:00")
        .requester("11-16 14:00");
    turn.assert_due(&sla(), [None, Some("11-16 15:00"), Some("11-19 09:00"), None]);
    let answered = turn.support("11-16 14:30", Status::Open);
    answered.assert_due(&sla(), [None, None, Some("11-19 09:00"), None]);
    answered
        .requester("11-16 16:00")
        .assert_due(&sla(), [None, Some("11-17 11:00"), Some("11-19 09:00"), None]);
}

#[test]
fn thanks_start_no_clock_and_end_the_one_that_runs() {
    let answered = || Story::filed("11-16 09:00", Priority::P3).support("11-16 10:00", Status::Open);
    let resolution = Some("11-19 09:00");
    let thanked = answered().requester("11-16 11:00").event(
        "11-16 11:00",
        Side::Requester,
        TicketChange::NoAnswerNeeded,
    );
    thanked.assert_due(&sla(), [None, None, resolution, None]);
    let said_later =
        answered().requester("11-16 11:00").event("11-16 12:00", Side::Support, TicketChange::NoAnswerNeeded);
    said_later.assert_due(&sla(), [None, None, resolution, None]);
    // a question after it has the whole time again
    said_later.requester("11-16 13:00").assert_due(&sla(), [None, Some("11-16 17:00"), resolution, None]);
}

#[test]
fn waiting_for_the_requester_pauses_in_business_time() {
    let waiting =
        || Story::filed("11-16 09:00", Priority::P3).support("11-16 16:00", Status::WaitingForRequester);
    // 7 of 27 hours have counted; nothing is due while support waits
    waiting().assert_due(&sla(), [None; 4]);
    // the evening and the night in between cost nothing: 20 hours are left from Tuesday 08:00
    let answered = waiting().requester("11-16 23:00");
    answered.assert_due(&sla(), [None, Some("11-17 12:00"), Some("11-19 10:00"), None]);
    let late = waiting().requester("11-17 12:00");
    late.assert_due(&sla(), [None, Some("11-17 16:00"), Some("11-19 14:00"), None]);
}

#[test]
fn a_first_response_that_support_asks_something_before_is_paused_too() {
    let asked = Story::filed("11-16 09:00", Priority::P3).status("11-16 10:00", Status::WaitingForRequester);
    asked.assert_due(&sla(), [None; 4]);
    asked.requester("11-16 15:00").assert_due(&sla(), [Some("11-17 09:00"), None, Some("11-19 14:00"), None]);
}

#[test]
fn a_third_party_pauses_only_where_the_agreement_says_so() {
    let waiting = || Story::filed("11-16 09:00", Priority::P3).status("11-16 10:00", Status::OnHold);
    waiting().assert_due(&sla(), [Some("11-16 13:00"), None, Some("11-19 09:00"), None]);
    let pauses = SlaHistory::constant(version(&ServiceLevel { third_party_pauses: true, ..level() }));
    waiting().assert_due(&pauses, [None; 4]);
    let resumed = waiting().status("11-16 12:00", Status::Open);
    resumed.assert_due(&pauses, [Some("11-16 15:00"), None, Some("11-19 11:00"), None]);
}

#[test]
fn the_time_during_which_a_ticket_was_solved_has_not_counted() {
    let solved = Story::filed("11-16 09:00", Priority::P3).support("11-16 12:00", Status::Solved);
    solved.assert_due(&sla(), [None; 4]);
    let history = sla();
    let found = clocks(&history, &solved);
    assert!(!missed(found.resolution.as_ref()));
    // 3 of 27 hours had counted when it was solved
    let reopened = solved.requester("11-18 09:00");
    reopened.assert_due(&sla(), [None, Some("11-18 13:00"), Some("11-20 15:00"), None]);
    let found = clocks(&history, &reopened);
    assert_eq!(found.resolution.expect("is promised").met_at, None);
}

#[test]
fn closing_without_an_answer_pauses_the_first_response_until_it_is_reopened() {
    let closed = Story::filed("11-16 09:00", Priority::P3).status("11-16 10:00", Status::Closed);
    closed.assert_due(&sla(), [None; 4]);
    closed
        .status("11-17 10:00", Status::Open)
        .assert_due(&sla(), [Some("11-17 13:00"), None, Some("11-20 09:00"), None]);
}

#[test]
fn another_priority_counts_from_the_start_and_keeps_the_pauses() {
    let raised = Story::filed("11-16 09:00", Priority::P3)
        .status("11-16 09:30", Status::WaitingForRequester)
        .requester("11-16 15:00")
        .priority("11-16 15:10", Priority::P3, Priority::P1);
    // 40 minutes of the hour had counted; the update is counted from when it was promised
    raised.assert_due(&sla(), [Some("11-16 15:30"), None, Some("11-16 22:30"), Some("11-16 17:10")]);
    // and what was answered in time before stays so
    let answered = Story::filed("11-16 09:00", Priority::P3).support("11-16 12:00", Status::Open).priority(
        "11-16 13:00",
        Priority::P3,
        Priority::P1,
    );
    let history = sla();
    assert!(!missed(clocks(&history, &answered).first_response.as_ref()));
}

#[test]
fn updates_are_due_after_each_message_until_the_ticket_is_done() {
    let filed = || Story::filed("11-16 20:00", Priority::P1).support("11-16 20:30", Status::Open);
    filed().assert_due(&sla(), [None, None, Some("11-17 04:00"), Some("11-16 22:30")]);
    let told = filed().support("11-16 22:00", Status::Open);
    told.assert_due(&sla(), [None, None, Some("11-17 04:00"), Some("11-17 00:00")]);
    // a message of the requester is not one
    told.requester("11-16 23:00")
        .assert_due(&sla(), [None, Some("11-17 00:00"), Some("11-17 04:00"), Some("11-17 00:00")]);
    let done = filed().support("11-16 22:00", Status::Solved);
    done.assert_due(&sla(), [None; 4]);
    let reopened = done.requester("11-17 03:00");
    reopened.assert_due(&sla(), [None, Some("11-17 04:00"), Some("11-17 09:00"), Some("11-17 05:00")]);
}

#[test]
fn a_new_agreement_counts_from_when_it_holds_and_keeps_what_was_paused() {
    let mut history = sla();
    let slower = Targets { resolution: None, ..Targets::responses(TimeDelta::hours(8)) };
    history.push(at("11-16 12:00"), version(&ServiceLevel { p3: slower, ..level() }));
    let filed = || Story::filed("11-16 09:00", Priority::P3);
    filed().assert_due(&history, [Some("11-16 17:00"), None, None, None]);
    // an hour was paused before, one after
    let paused = filed()
        .status("11-16 10:00", Status::WaitingForRequester)
        .requester("11-16 11:00")
        .status("11-16 13:00", Status::WaitingForRequester)
        .requester("11-16 14:00");
    paused.assert_due(&history, [Some("11-17 10:00"), None, None, None]);
    // what was met before it held is judged by what was promised then
    let late = filed().support("11-16 13:30", Status::Open);
    assert!(!missed(clocks(&history, &late).first_response.as_ref()));
    let before = Story::filed("11-16 08:00", Priority::P3).support("11-16 11:59", Status::Open);
    before.assert_due(&history, [None, None, None, None]);
    // a target that exists only from then on has a clock from then on
    history.push(at("11-17 08:00"), version(&level()));
    filed().assert_due(&history, [Some("11-16 13:00"), None, Some("11-19 17:00"), None]);
}

#[test]
fn another_calendar_counts_from_when_it_holds() {
    let mut history = sla();
    let short = BusinessCalendar {
        closed_days: ["2026-11-17".parse().expect("is valid")].into(),
        ..BusinessCalendar::office(Country::Se)
    };
    history.push(at("11-16 16:30"), SlaVersion::without_plans(level(), short));
    let filed = Story::filed("11-16 16:00", Priority::P3);
    filed.assert_due(&history, [Some("11-18 11:00"), None, Some("11-20 16:00"), None]);
}

#[test]
fn a_ticket_that_is_not_filed_has_no_clocks() {
    let mut story = Story::filed("11-16 09:00", Priority::P3).support("11-16 10:00", Status::Open);
    story.facts.remove(0);
    assert_eq!(TicketClocks::replay(&sla(), &story.facts), None);
}

/// What is reported next: metric, share and local time, each; at most the first four.
fn thresholds(story: &Story, warn_at: &[u8]) -> Vec<String> {
    let history = sla();
    let shown = |threshold: Threshold| {
        let at = (threshold.at + TimeDelta::hours(1)).format("%m-%d %H:%M");
        format!("{} {} {at}", threshold.metric, threshold.percent)
    };
    clocks(&history, story).thresholds(warn_at, None).into_iter().map(shown).take(4).collect()
}

fn reported(metric: Metric, percent: u8, started: &str) -> TicketChange {
    TicketChange::SlaThreshold { metric, percent, started_at: at(started) }
}

#[test]
fn shares_of_the_time_are_reported_once_for_each_clock() {
    let filed = || Story::filed("11-16 09:00", Priority::P3);
    assert_eq!(
        thresholds(&filed(), &[50, 75]),
        [
            "first_response 50 11-16 11:00",
            "first_response 75 11-16 12:00",
            "first_response 100 11-16 13:00",
            "resolution 50 11-17 13:30"
        ]
    );
    // whoever knows of three quarters knows of half
    let warned =
        filed().event("11-16 12:00", Side::System, reported(Metric::FirstResponse, 75, "11-16 09:00"));
    assert_eq!(thresholds(&warned, &[50, 75])[0], "first_response 100 11-16 13:00");
    // a pause moves what is left
    let paused = warned.change("11-16 12:30", Status::WaitingForRequester, None);
    assert_eq!(thresholds(&paused, &[75]), [] as [String; 0]);
    let resumed = paused.status("11-16 14:30", Status::Open);
    assert_eq!(thresholds(&resumed, &[75])[0], "first_response 100 11-16 15:00");
    // the next question has a clock of its own
    let answered = resumed.support("11-16 14:40", Status::Open).requester("11-17 09:00");
    assert_eq!(thresholds(&answered, &[75])[0], "next_response 75 11-17 12:00");
}

#[test]
fn what_counts_around_the_clock_is_told_when_support_is_open() {
    let history = sla();
    let night = Story::filed("11-16 22:00", Priority::P1);
    let clocks = clocks(&history, &night);
    let first = |quiet: Option<&BusinessCalendar>| clocks.thresholds(&[], quiet)[0].at;
    assert_eq!(first(None), at("11-16 23:00"));
    assert_eq!(first(Some(&BusinessCalendar::office(Country::Se))), at("11-17 08:00"));
}

#[test]
fn of_several_shares_that_have_passed_the_latest_is_told() {
    let history = sla();
    let filed = Story::filed("11-16 09:00", Priority::P3);
    let alarms = clocks(&history, &filed).thresholds(&[50, 75], None);
    let passed = |when: &str| {
        let passed = Threshold::latest_passed(alarms.clone(), at(when));
        passed
            .iter()
            .map(|threshold| format!("{} {}", threshold.metric, threshold.percent))
            .collect::<Vec<_>>()
    };
    assert_eq!(passed("11-16 10:00"), [] as [&str; 0]);
    assert_eq!(passed("11-16 12:30"), ["first_response 75"]);
    assert_eq!(passed("11-18 08:00"), ["first_response 100", "resolution 50"]);
}

#[test]
fn a_ticket_of_another_kind_has_other_targets_from_then_on() {
    let quick = Some(Targets::responses(TimeDelta::hours(1)));
    let login = SlaPolicy { topic: Some("login".into()), p3: quick, ..SlaPolicy::default() };
    let level = ServiceLevel { policies: vec![login], ..level() };
    let history = SlaHistory::constant(version(&level));
    let filed = || Story::filed("11-16 09:00", Priority::P3);
    filed().assert_due(&history, [Some("11-16 13:00"), None, Some("11-19 09:00"), None]);
    let topic = |from: &str, to: &str| TicketChange::Topic { from: from.into(), to: to.into() };
    let moved = filed().event("11-16 09:30", Side::Support, topic("", "login"));
    moved.assert_due(&history, [Some("11-16 10:00"), None, None, None]);
    let back = moved.event("11-16 09:40", Side::Support, topic("login", ""));
    back.assert_due(&history, [Some("11-16 13:00"), None, Some("11-19 09:40"), None]);
}
