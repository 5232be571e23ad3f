//! What a service wants to reach, figure by figure, and whether it does.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{Median, Results, Share};
use crate::{
    duration,
    fields::{FieldErrors, Problem},
    string_enum::string_enum,
};

string_enum! {
    /// A figure. The word is also the name of the field with its aim.
    Figure {
        /// First responses in time: compliance with the service level.
        AnsweredInTime = "answered_in_time",
        /// The time to the first response.
        FirstResponse = "first_response",
        /// The time until urgent tickets are solved.
        UrgentResolution = "urgent_resolution",
        /// People who are satisfied: customer satisfaction, CSAT.
        Csat = "csat",
        /// Tickets that took one answer: first-contact resolution, FCR.
        FirstContactResolution = "first_contact_resolution",
        /// Tickets that went up.
        Escalated = "escalated",
    }
}

/// What a figure should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// At least so many percent.
    AtLeast(u8),
    /// At most so many percent.
    AtMost(u8),
    /// At most so long, in opening hours.
    Within(TimeDelta),
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// A part of tickets.
    Share(Share),
    /// A time.
    Time(Median),
}

/// A figure with its aim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssessedFigure {
    /// What is measured.
    pub figure: Figure,
    /// What it is.
    pub measured: Measured,
    /// What it should be, where there is an aim.
    pub aim: Option<Aim>,
}

impl AssessedFigure {
    /// Whether the aim is met; `None` without an aim, or without anything to measure.
    pub fn is_met(&self) -> Option<bool> {
        match (self.aim?, self.measured) {
            (_, Measured::Share(Share { whole: 0, .. })) => None,
            (Aim::AtLeast(percent), Measured::Share(share)) => {
                Some(share.part * 100 >= share.whole * u64::from(percent))
            }
            (Aim::AtMost(percent), Measured::Share(share)) => {
                Some(share.part * 100 <= share.whole * u64::from(percent))
            }
            (Aim::Within(limit), Measured::Time(median)) => Some(median.time? <= limit),
            _ => None,
        }
    }
}

/// What a service wants to reach; a figure without an aim is shown all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Aims {
    /// The least first responses in time, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_in_time: Option<u8>,
    /// The longest usual time to the first response.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub first_response: Option<TimeDelta>,
    /// The longest usual time until tickets of the priorities P1 and P2 are solved.
    #[serde(with = "duration::option", skip_serializing_if = "Option::is_none")]
    pub urgent_resolution: Option<TimeDelta>,
    /// The least people who are satisfied, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csat: Option<u8>,
    /// The least tickets that take one answer, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_contact_resolution: Option<u8>,
    /// The most tickets that go up, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalated: Option<u8>,
}

impl Aims {
    /// What a figure should be, where there is an aim.
    pub fn of(self, figure: Figure) -> Option<Aim> {
        match figure {
            Figure::AnsweredInTime => self.answered_in_time.map(Aim::AtLeast),
            Figure::FirstResponse => self.first_response.map(Aim::Within),
            Figure::UrgentResolution => self.urgent_resolution.map(Aim::Within),
            Figure::Csat => self.csat.map(Aim::AtLeast),
            Figure::FirstContactResolution => self.first_contact_resolution.map(Aim::AtLeast),
            Figure::Escalated => self.escalated.map(Aim::AtMost),
        }
    }

    /// All figures with their aims.
    pub fn assess(self, results: &Results) -> impl Iterator<Item = AssessedFigure> {
        let results = *results;
        Figure::ALL.iter().map(move |figure| {
            let measured = match figure {
                Figure::AnsweredInTime => Measured::Share(results.answered_in_time),
                Figure::FirstResponse => Measured::Time(results.first_response),
                Figure::UrgentResolution => Measured::Time(results.urgent_resolution),
                Figure::Csat => Measured::Share(results.csat),
                Figure::FirstContactResolution => Measured::Share(results.first_contact_resolution),
                Figure::Escalated => Measured::Share(results.escalated),
            };
            AssessedFigure { figure: *figure, measured, aim: self.of(*figure) }
        })
    }

    /// Reads the form; `value` gives what was entered in a field.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(value: impl Fn(&str) -> String) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let entered =
            |figure: Figure| Some(value(figure.as_str()).trim().to_owned()).filter(|text| !text.is_empty());
        let mut percent = |figure: Figure| {
            let number = entered(figure).map(|text| {
                let number = text.trim_end_matches('%').trim().parse().ok().filter(|number| *number <= 100);
                number.ok_or(Problem::NumberBetween { min: 0, max: 100 })
            });
            errors.check(figure.as_str(), number.transpose()).flatten()
        };
        let (answered_in_time, csat) = (percent(Figure::AnsweredInTime), percent(Figure::Csat));
        let (first_contact_resolution, escalated) =
            (percent(Figure::FirstContactResolution), percent(Figure::Escalated));
        let mut time = |figure: Figure| {
            let time = entered(figure).map(|text| {
                let time = duration::parse(&text).ok().filter(|time| *time > TimeDelta::zero());
                time.ok_or(Problem::InvalidDuration)
            });
            errors.check(figure.as_str(), time.transpose()).flatten()
        };
        let (first_response, urgent_resolution) =
            (time(Figure::FirstResponse), time(Figure::UrgentResolution));
        if errors.is_empty() {
            Ok(Self {
                answered_in_time,
                first_response,
                urgent_resolution,
                csat,
                first_contact_resolution,
                escalated,
            })
        } else {
            Err(errors)
        }
    }

    /// What the fields of the form show.
    pub fn to_fields(self) -> Vec<(&'static str, String)> {
        let shown = |figure: &Figure| {
            let text = self.of(*figure).map(|aim| match aim {
                Aim::AtLeast(percent) | Aim::AtMost(percent) => percent.to_string(),
                Aim::Within(time) => duration::format(time),
            });
            (figure.as_str(), text.unwrap_or_default())
        };
        Figure::ALL.iter().map(shown).collect()
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// What is wrong and which values are valid.
    pub fn validate(self) -> Result<(), String> {
        for figure in Figure::ALL {
            match self.of(*figure) {
                Some(Aim::AtLeast(percent) | Aim::AtMost(percent)) if percent > 100 => {
                    return Err(format!("{figure} must be from 0 to 100"));
                }
                Some(Aim::Within(time)) if time <= TimeDelta::zero() => {
                    return Err(format!("{figure} must be longer than nothing"));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aims() -> Aims {
        Aims {
            answered_in_time: Some(95),
            first_response: Some(TimeDelta::hours(2)),
            escalated: Some(10),
            ..Aims::default()
        }
    }

    #[test]
    fn what_the_form_shows_is_read_back() {
        for aims in [aims(), Aims::default()] {
            let fields = aims.to_fields();
            let value = |field: &str| fields.iter().find(|(name, _)| *name == field).unwrap().1.clone();
            assert_eq!(Aims::from_fields(value), Ok(aims));
            assert_eq!(aims.validate(), Ok(()));
        }
        assert_eq!(Aims::from_fields(|_| "soon".into()).unwrap_err().0.len(), 6);
        assert_eq!(Aims::from_fields(|_| "101".into()).unwrap_err().0.len(), 6);
        assert!(Aims { csat: Some(101), ..Aims::default() }.validate().is_err());
        assert!(Aims { first_response: Some(TimeDelta::zero()), ..Aims::default() }.validate().is_err());
    }

    #[test]
    fn an_aim_is_met_by_the_exact_figure() {
        let share = |part, whole| Share { part, whole };
        let results = Results {
            answered_in_time: share(949, 1_000),
            first_response: Median { time: Some(TimeDelta::hours(2)), count: 1 },
            escalated: share(10, 100),
            ..Results::default()
        };
        let met: Vec<_> = aims().assess(&results).map(|figure| figure.is_met()).collect();
        assert_eq!(met, [Some(false), Some(true), None, None, None, Some(true)]);
        let better = Results { answered_in_time: share(950, 1_000), ..results };
        assert_eq!(aims().assess(&better).next().unwrap().is_met(), Some(true));
        let nothing: Vec<_> = aims().assess(&Results::default()).map(|figure| figure.is_met()).collect();
        assert_eq!(nothing, [None; 6]);
    }
}
