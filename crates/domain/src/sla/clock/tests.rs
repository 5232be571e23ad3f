//! The clock against a slow, obvious model: walk in steps of five minutes, and count those that count.

use chrono::NaiveDate;
use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::calendar::{Country, OpeningHours, WeeklyHours, wall_clock::local_time};

const STEP: TimeDelta = TimeDelta::minutes(5);

/// The model looks this far: 30 days.
const STEPS: i32 = 30 * 24 * 12;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("is valid")
}

fn hours(text: &str) -> OpeningHours {
    text.parse().expect("is valid")
}

fn office() -> BusinessCalendar {
    BusinessCalendar::office(Country::Se)
}

fn only_tuesdays() -> BusinessCalendar {
    BusinessCalendar {
        week: WeeklyHours { tuesday: hours("09:00-10:30"), ..WeeklyHours::default() },
        ..office()
    }
}

/// Calendars that differ in every way a clock may trip over.
fn calendars() -> Vec<BusinessCalendar> {
    let day = || hours("08:00-11:30, 12:30-16:00");
    let lunch = WeeklyHours { monday: day(), wednesday: day(), friday: day(), ..WeeklyHours::office() };
    let nights = WeeklyHours { sunday: hours("00:00-06:00, 22:00-24:00"), ..WeeklyHours::default() };
    let always = |zone: &str| BusinessCalendar {
        zone: zone.parse().expect("is valid"),
        week: WeeklyHours::always(),
        country: None,
        ..office()
    };
    vec![
        office(),
        BusinessCalendar::office(Country::No),
        BusinessCalendar { week: lunch, eve_hours: Some(hours("08:00-12:00")), ..office() },
        BusinessCalendar { week: nights, country: None, ..office() },
        only_tuesdays(),
        always("Australia/Lord_Howe"),
        always("America/Havana"),
    ]
}

/// Mornings before something odd: clock changes both ways, Easter, Christmas, a leap day, midsummer.
const STARTS: [&str; 6] = [
    "2026-03-27T06:00:00Z",
    "2026-04-01T06:00:00Z",
    "2026-10-23T06:00:00Z",
    "2026-12-22T06:00:00Z",
    "2028-02-27T22:00:00Z",
    "2026-06-18T06:00:00Z",
];

/// Something that happens to a clock.
#[derive(Clone, Copy, Debug)]
enum Change {
    Stand,
    Run,
    /// Terms by their indexes: of the calendar (the last is around the clock) and of the target.
    Terms(usize, usize),
}

const TARGETS: [i64; 6] = [5, 60, 90, 9 * 60, 18 * 60, 27 * 60];

fn terms(calendars: &[BusinessCalendar], calendar: usize, target: usize) -> Terms<'_> {
    Terms {
        target: TimeDelta::minutes(TARGETS[target]),
        counted: calendars.get(calendar).map_or(CountedTime::AroundTheClock, CountedTime::Business),
    }
}

/// Whether the five minutes from `at` on count, by the clock on the wall.
fn counts(counted: CountedTime<'_>, at: DateTime<Utc>) -> bool {
    let CountedTime::Business(calendar) = counted else { return true };
    let local = local_time(calendar.zone, at);
    calendar.hours_on(local.date()).intervals().iter().any(|interval| {
        let ends_at_midnight = interval.close() == chrono::NaiveTime::MIN;
        interval.open() <= local.time() && (ends_at_midnight || local.time() < interval.close())
    })
}

/// What the model says: the time that has counted after each step, from the start on.
fn walk(
    start: DateTime<Utc>,
    first: Terms<'_>,
    changes: &[(i32, Change)],
    all: &[BusinessCalendar],
) -> Vec<TimeDelta> {
    let (mut state, mut terms_now) = (ClockState::Runs, first);
    let mut elapsed = vec![TimeDelta::zero()];
    for step in 0..STEPS {
        for (_, change) in changes.iter().filter(|(when, _)| *when == step) {
            match *change {
                Change::Stand => state = ClockState::Stands,
                Change::Run => state = ClockState::Runs,
                Change::Terms(calendar, target) => terms_now = terms(all, calendar, target),
            }
        }
        let now = start + STEP * step;
        let counted = state == ClockState::Runs && counts(terms_now.counted, now);
        let before = elapsed[elapsed.len() - 1];
        elapsed.push(if counted { before + STEP } else { before });
    }
    elapsed
}

fn changes() -> impl Strategy<Value = Vec<(i32, Change)>> {
    let change = prop_oneof![
        Just(Change::Stand),
        Just(Change::Run),
        (0..8_usize, 0..TARGETS.len()).prop_map(|(calendar, target)| Change::Terms(calendar, target)),
    ];
    vec((0..5 * 24 * 12_i32, change), 0..7).prop_map(|mut changes| {
        changes.sort_by_key(|(when, _)| *when);
        changes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_deadline_is_the_first_instant_at_which_the_target_has_counted(
        start in select(&STARTS), first in (0..8_usize, 0..TARGETS.len()), changes in changes(),
    ) {
        let (all, start) = (calendars(), at(start));
        let mut clock = SlaClock::start(start, terms(&all, first.0, first.1));
        for (when, change) in &changes {
            let when = start + STEP * *when;
            match *change {
                Change::Stand => clock.stand(when),
                Change::Run => clock.run(when),
                Change::Terms(calendar, target) => clock.set_terms(when, terms(&all, calendar, target)),
            }
        }
        let model = walk(start, terms(&all, first.0, first.1), &changes, &all);
        for (step, elapsed) in model.iter().enumerate().step_by(97) {
            let now = start + STEP * i32::try_from(step).expect("is small");
            prop_assert_eq!(clock.elapsed(now), *elapsed, "{}", now);
            prop_assert_eq!(clock.remaining(now), clock.terms().target - *elapsed);
        }
        let half = clock.terms().target / 2;
        let half_passed = model.iter().position(|elapsed| *elapsed >= half);
        if let (Some(passes), Some(step)) = (clock.share_passes(50), half_passed) {
            // the model walks in steps, and half of a target may lie between two of them
            let step = start + STEP * i32::try_from(step).expect("is small");
            prop_assert!(passes <= step && passes > step - STEP, "{} {}", passes, step);
        }
        let first_reached = model.iter().position(|elapsed| *elapsed >= clock.terms().target);
        let expected = first_reached.map(|step| start + STEP * i32::try_from(step).expect("is small"));
        match clock.deadline() {
            Deadline::At(due) => match expected {
                Some(expected) => prop_assert_eq!(due, expected),
                None => prop_assert!(due > start + STEP * STEPS, "{}", due),
            },
            Deadline::Paused { since, remaining } => {
                prop_assert_eq!(expected, None);
                prop_assert!(!clock.is_running() && remaining > TimeDelta::zero());
                prop_assert_eq!(remaining, clock.remaining(since + TimeDelta::days(60)));
            }
            Deadline::Never => prop_assert!(false, "all calendars open"),
        }
    }
}

/// A clock of `target` minutes that started at `start` on office hours.
fn started<'a>(calendar: &'a BusinessCalendar, start: &str, target: i64) -> SlaClock<'a> {
    let terms = Terms { target: TimeDelta::minutes(target), counted: CountedTime::Business(calendar) };
    SlaClock::start(at(start), terms)
}

#[test]
fn a_pause_outside_opening_hours_costs_nothing() {
    let calendar = office();
    let mut clock = started(&calendar, "2026-11-20T16:00:00+01:00", 120);
    clock.stand(at("2026-11-20T18:00:00+01:00"));
    clock.run(at("2026-11-23T07:00:00+01:00"));
    assert_eq!(clock.deadline(), Deadline::At(at("2026-11-23T09:00:00+01:00")));
}

#[test]
fn a_paused_clock_has_no_deadline_but_says_what_is_left() {
    let calendar = office();
    let mut clock = started(&calendar, "2026-11-20T09:00:00+01:00", 240);
    let since = at("2026-11-20T10:00:00+01:00");
    clock.stand(since);
    assert_eq!(clock.deadline(), Deadline::Paused { since, remaining: TimeDelta::hours(3) });
    let answered = at("2026-11-20T15:00:00+01:00");
    assert_eq!(clock.deadline_if_resumed(answered), Deadline::At(at("2026-11-23T09:00:00+01:00")));
    assert_eq!(clock.remaining(answered), TimeDelta::hours(3));
}

#[test]
fn a_pause_is_kept_when_the_agreement_changes() {
    let calendar = office();
    let mut clock = started(&calendar, "2026-11-20T08:00:00+01:00", 240);
    clock.stand(at("2026-11-20T09:00:00+01:00"));
    clock.set_terms(
        at("2026-11-20T11:00:00+01:00"),
        Terms { target: TimeDelta::hours(2), counted: CountedTime::AroundTheClock },
    );
    assert!(!clock.is_running());
    clock.run(at("2026-11-20T20:00:00+01:00"));
    // one hour had counted; the second counts at night under the new agreement
    assert_eq!(clock.deadline(), Deadline::At(at("2026-11-20T21:00:00+01:00")));
}

#[test]
fn a_shorter_target_may_have_been_due_already() {
    let calendar = office();
    let mut clock = started(&calendar, "2026-11-20T08:00:00+01:00", 480);
    let now = at("2026-11-20T12:00:00+01:00");
    clock.set_terms(now, Terms { target: TimeDelta::hours(1), counted: CountedTime::Business(&calendar) });
    assert_eq!(clock.deadline(), Deadline::At(at("2026-11-20T09:00:00+01:00")));
    assert_eq!(clock.remaining(now), TimeDelta::hours(-3));
}

#[test]
fn a_target_that_fills_the_day_is_due_when_it_closes() {
    let calendar = office();
    let clock = started(&calendar, "2026-11-20T08:00:00+01:00", 540);
    assert_eq!(clock.deadline(), Deadline::At(at("2026-11-20T17:00:00+01:00")));
    // and the clock that is met then has missed nothing
    assert_eq!(clock.remaining(at("2026-11-21T12:00:00+01:00")), TimeDelta::zero());
}

#[test]
fn a_calendar_that_never_opens_has_no_deadline() {
    let calendar = BusinessCalendar { week: WeeklyHours::default(), ..office() };
    assert_eq!(started(&calendar, "2026-11-20T08:00:00+01:00", 60).deadline(), Deadline::Never);
    let day = |text: &str| text.parse::<NaiveDate>().expect("is valid");
    let once =
        BusinessCalendar { special_days: [(day("2026-11-23"), hours("08:00-08:30"))].into(), ..calendar };
    assert_eq!(started(&once, "2026-11-20T08:00:00+01:00", 60).deadline(), Deadline::Never);
    assert_eq!(
        started(&once, "2026-11-20T08:00:00+01:00", 30).deadline(),
        Deadline::At(at("2026-11-23T08:30:00+01:00"))
    );
}

#[test]
fn changes_that_come_in_the_wrong_order_count_from_the_latest() {
    let calendar = office();
    let mut clock = started(&calendar, "2026-11-20T10:00:00+01:00", 60);
    clock.stand(at("2026-11-20T09:59:59+01:00"));
    assert_eq!(clock.intervals().count(), 1, "it never ran");
    assert!(!clock.is_running());
    clock.run(at("2026-11-20T12:00:00+01:00"));
    assert_eq!(clock.deadline(), Deadline::At(at("2026-11-20T13:00:00+01:00")));
}
