//! How well support does: figures over the tickets that were filed in a time, and the aims that they are compared with.

mod aims;

use chrono::{DateTime, TimeDelta, Utc};

pub use self::aims::{Aim, Aims, AssessedFigure, Figure, Measured};
use crate::{calendar::BusinessCalendar, tickets::Priority};

/// What figures ask of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasuredTicket {
    /// The slug of the topic.
    pub topic: String,
    /// The priority.
    pub priority: Priority,
    /// When it was filed.
    pub created_at: DateTime<Utc>,
    /// When the first response was promised; `None` where it was not, or its clock stands.
    pub respond_by: Option<DateTime<Utc>>,
    /// When support responded first.
    pub responded_at: Option<DateTime<Utc>>,
    /// When it was solved; `None` while it is not.
    pub solved_at: Option<DateTime<Utc>>,
    /// How many public messages support wrote.
    pub answers: i64,
    /// Whether it was raised to a higher level.
    pub escalated: bool,
    /// The score of its survey, 1 to 5.
    pub score: Option<i64>,
}

/// A part of a number of tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many it is true of.
    pub part: u64,
    /// How many there are.
    pub whole: u64,
}

impl Share {
    /// Counts one more.
    fn add(&mut self, is_part: bool) {
        self.whole += 1;
        self.part += u64::from(is_part);
    }

    /// In hundredths of a percent, 0 to 10,000; `None` of nothing.
    pub fn hundredths(self) -> Option<u32> {
        let hundredths = (self.part * 10_000).checked_div(self.whole)?;
        u32::try_from(hundredths).ok()
    }
}

/// A usual length of time: half of the tickets took less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Median {
    /// The time, in opening hours; `None` of nothing.
    pub time: Option<TimeDelta>,
    /// Of how many tickets.
    pub count: usize,
}

impl Median {
    fn of(mut times: Vec<TimeDelta>) -> Self {
        times.sort_unstable();
        let count = times.len();
        let middle = count.checked_sub(1).map(|last| (times[last / 2] + times[count / 2]) / 2);
        Self { time: middle, count }
    }
}

/// The lowest score of a survey that says that someone is satisfied.
const SATISFIED: i64 = 4;

/// Figures over tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// How many were filed.
    pub filed: u64,
    /// First responses in time, of those that were given or are late.
    pub answered_in_time: Share,
    /// The time to the first response.
    pub first_response: Median,
    /// The time until tickets of the priorities P1 and P2 were solved.
    pub urgent_resolution: Median,
    /// Scores of 4 and 5, of all answers to the survey.
    pub csat: Share,
    /// Tickets that took one answer, without going up, of those that are solved.
    pub first_contact_resolution: Share,
    /// Tickets that went up, of all.
    pub escalated: Share,
}

impl Results {
    /// The figures of some tickets at `now`. Times are those of the opening hours in `calendar`.
    pub fn of<'a>(
        tickets: impl IntoIterator<Item = &'a MeasuredTicket>,
        calendar: &BusinessCalendar,
        now: DateTime<Utc>,
    ) -> Self {
        let (mut results, mut responses, mut resolutions) = (Self::default(), Vec::new(), Vec::new());
        for ticket in tickets {
            results.filed += 1;
            results.escalated.add(ticket.escalated);
            match (ticket.respond_by, ticket.responded_at) {
                (Some(by), Some(at)) => results.answered_in_time.add(at <= by),
                (Some(by), None) if by < now => results.answered_in_time.add(false),
                _ => {}
            }
            let took = |until| calendar.business_time_between(ticket.created_at, until);
            responses.extend(ticket.responded_at.map(took));
            if let Some(solved_at) = ticket.solved_at {
                results.first_contact_resolution.add(ticket.answers <= 1 && !ticket.escalated);
                if matches!(ticket.priority, Priority::P1 | Priority::P2) {
                    resolutions.push(took(solved_at));
                }
            }
            if let Some(score) = ticket.score {
                results.csat.add(score >= SATISFIED);
            }
        }
        results.first_response = Median::of(responses);
        results.urgent_resolution = Median::of(resolutions);
        results
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Country;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn ticket(created: &str) -> MeasuredTicket {
        MeasuredTicket {
            topic: "sign-in".into(),
            priority: Priority::P3,
            created_at: at(created),
            respond_by: None,
            responded_at: None,
            solved_at: None,
            answers: 0,
            escalated: false,
            score: None,
        }
    }

    #[test]
    fn nothing_has_no_figures() {
        let calendar = BusinessCalendar::office(Country::Se);
        let results = Results::of([], &calendar, at("2026-11-03T12:00:00Z"));
        assert_eq!(results, Results::default());
        assert_eq!((results.answered_in_time.hundredths(), results.first_response.time), (None, None));
    }

    #[test]
    fn a_late_answer_counts_before_it_is_given_and_what_is_not_due_does_not() {
        let calendar = BusinessCalendar::office(Country::Se);
        let due = Some(at("2026-11-03T11:00:00Z"));
        let with = |responded: Option<&str>| MeasuredTicket {
            respond_by: due,
            responded_at: responded.map(at),
            ..ticket("2026-11-03T08:00:00Z")
        };
        let tickets = [
            with(Some("2026-11-03T11:00:00Z")),
            with(Some("2026-11-03T11:00:01Z")),
            with(None),
            ticket("2026-11-03T08:00:00Z"),
        ];
        let in_time = |now| Results::of(&tickets, &calendar, at(now)).answered_in_time;
        assert_eq!(in_time("2026-11-03T11:00:00Z"), Share { part: 1, whole: 2 });
        assert_eq!(in_time("2026-11-03T12:00:00Z"), Share { part: 1, whole: 3 });
        assert_eq!(in_time("2026-11-03T12:00:00Z").hundredths(), Some(3_333));
    }

    #[test]
    fn times_are_opening_hours_and_half_take_less() {
        let calendar = BusinessCalendar::office(Country::Se);
        // from Friday 16:00 to Monday 09:00 are two hours of a service that is open from 8 to 17
        let over_the_weekend = MeasuredTicket {
            priority: Priority::P2,
            responded_at: Some(at("2026-11-09T08:00:00Z")),
            solved_at: Some(at("2026-11-09T10:00:00Z")),
            answers: 1,
            ..ticket("2026-11-06T15:00:00Z")
        };
        let quick = MeasuredTicket {
            responded_at: Some(at("2026-11-06T08:10:00Z")),
            solved_at: Some(at("2026-11-06T08:10:00Z")),
            answers: 2,
            ..ticket("2026-11-06T08:00:00Z")
        };
        let results = Results::of([&over_the_weekend, &quick, &quick], &calendar, at("2026-11-10T08:00:00Z"));
        assert_eq!(results.first_response, Median { time: Some(TimeDelta::minutes(10)), count: 3 });
        assert_eq!(results.urgent_resolution, Median { time: Some(TimeDelta::hours(4)), count: 1 });
        assert_eq!(results.first_contact_resolution, Share { part: 1, whole: 3 });
        let two = Results::of([&over_the_weekend, &quick], &calendar, at("2026-11-10T08:00:00Z"));
        assert_eq!(two.first_response.time, Some(TimeDelta::minutes(65)));
    }

    #[test]
    fn who_is_satisfied_and_what_went_up_is_counted() {
        let calendar = BusinessCalendar::office(Country::Se);
        let scored = |score| MeasuredTicket { score: Some(score), ..ticket("2026-11-03T08:00:00Z") };
        let raised = MeasuredTicket {
            escalated: true,
            answers: 1,
            solved_at: Some(at("2026-11-03T09:00:00Z")),
            ..ticket("2026-11-03T08:00:00Z")
        };
        let tickets = [scored(3), scored(4), scored(5), raised];
        let results = Results::of(&tickets, &calendar, at("2026-11-03T12:00:00Z"));
        assert_eq!(results.csat, Share { part: 2, whole: 3 });
        assert_eq!(results.escalated, Share { part: 1, whole: 4 });
        assert_eq!(results.first_contact_resolution, Share { part: 0, whole: 1 });
    }
}
