//! A business calendar as a form: opening hours as text, and lists with one entry in each line.

use std::{fmt::Write, str::FromStr};

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{BusinessCalendar, Closure, Country, InvalidHours, OpeningHours, OpeningInterval, WeeklyHours};
use crate::{
    Lang, Localised,
    fields::{FieldErrors, Problem},
};

/// The fields of the days, Monday first.
pub const DAY_FIELDS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl WeeklyHours {
    /// Reads [`DAY_FIELDS`]; adds to `errors` what is wrong in which.
    pub fn from_fields(value: impl Fn(&str) -> String, errors: &mut FieldErrors) -> Self {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
            DAY_FIELDS.map(|field| errors.check(field, parse_hours(&value(field))).unwrap_or_default());
        Self { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
    }

    /// What [`DAY_FIELDS`] show.
    pub fn to_fields(&self) -> impl Iterator<Item = (&'static str, String)> + use<> {
        let Self { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = self;
        let days = [monday, tuesday, wednesday, thursday, friday, saturday, sunday];
        DAY_FIELDS.into_iter().zip(days.map(ToString::to_string))
    }
}

impl BusinessCalendar {
    /// Reads the form; `value` gives what was entered in a field. A reason for a closure is text in the language `lang`; where it has
    /// not been changed, its texts in other languages stay as they are in `before`.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(
        value: impl Fn(&str) -> String,
        lang: Lang,
        before: &Self,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let zone = Tz::from_str(value("zone").trim()).map_err(|_| Problem::UnknownZone);
        let zone = errors.check("zone", zone).unwrap_or(before.zone);
        let country = match value("country").as_str() {
            "" => None,
            country => {
                let known = [Country::Se, Country::No].into_iter().find(|known| known.code() == country);
                errors.check("country", known.ok_or(Problem::UnknownChoice))
            }
        };
        let week = WeeklyHours::from_fields(&value, &mut errors);
        if week.is_closed() && errors.is_empty() {
            errors.push(DAY_FIELDS[0], Problem::NeverOpens);
        }
        let eve_hours = errors.check("eve_hours", parse_hours(&value("eve_hours")));
        let closed_days = errors.check("closed_days", parse_lines(&value("closed_days"), parse_date));
        let special_days =
            errors.check("special_days", parse_lines(&value("special_days"), parse_special_day));
        let closures = parse_lines(&value("closures"), |line| parse_closure(line, lang, before));
        let closures = errors.check("closures", closures);
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            zone,
            week,
            country,
            closed_days: closed_days.unwrap_or_default().into_iter().collect(),
            special_days: special_days.unwrap_or_default().into_iter().collect(),
            eve_hours: eve_hours.filter(|hours| !hours.is_closed()),
            closures: closures.unwrap_or_default(),
        })
    }

    /// What the fields of the form show for this calendar, with reasons in the language `lang`.
    pub fn to_fields(&self, lang: Lang) -> Vec<(&'static str, String)> {
        let mut values: Vec<_> = self.week.to_fields().collect();
        let lines = |lines: Vec<String>| lines.join("\n");
        let special = self.special_days.iter().map(|(date, hours)| format!("{date} {hours}"));
        values.extend([
            ("zone", self.zone.name().to_owned()),
            ("country", self.country.map(Country::code).unwrap_or_default().to_owned()),
            ("eve_hours", self.eve_hours.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("closed_days", lines(self.closed_days.iter().map(ToString::to_string).collect())),
            ("special_days", lines(special.collect())),
            ("closures", lines(self.closures.iter().map(|closure| closure_line(closure, lang)).collect())),
        ]);
        values
    }
}

/// Opening hours; closed where nothing is entered.
fn parse_hours(text: &str) -> Result<OpeningHours, Problem> {
    if text.trim().is_empty() {
        return Ok(OpeningHours::CLOSED);
    }
    text.parse().map_err(|invalid| match invalid {
        InvalidHours::Format => Problem::InvalidHours,
        InvalidHours::Overlap(..) => Problem::OverlappingHours,
    })
}

/// The entries of a list, one in each line that is not blank.
fn parse_lines<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Problem> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(index, line)| parse(line.trim()).ok_or(Problem::InvalidLine { line: index + 1 })).collect()
}

fn parse_date(line: &str) -> Option<NaiveDate> {
    line.parse().ok()
}

/// `2026-12-23 08:00-12:00`
fn parse_special_day(line: &str) -> Option<(NaiveDate, OpeningHours)> {
    let (date, hours) = line.split_once(char::is_whitespace)?;
    Some((date.parse().ok()?, hours.parse().ok()?))
}

/// `2026-07-06 2026-07-31 10:00-14:00 Summer hours`; hours and reason may be left out.
fn parse_closure(line: &str, lang: Lang, before: &BusinessCalendar) -> Option<Closure> {
    let mut words = line.split_whitespace().peekable();
    let (from, until) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let mut hours = String::new();
    while let Some(word) = words.next_if(|word| word.trim_end_matches(',').parse::<OpeningInterval>().is_ok())
    {
        let comma = if hours.is_empty() { "" } else { ", " };
        write!(hours, "{comma}{}", word.trim_end_matches(',')).ok()?;
    }
    let hours = parse_hours(&hours).ok()?;
    let reason = words.collect::<Vec<_>>().join(" ");
    let known = before.closures.iter().find(|closure| closure.reason.text(lang) == reason);
    let reason = known.map_or_else(
        || {
            let mut new = Localised::default();
            new.insert(lang, &reason);
            new
        },
        |closure| closure.reason.clone(),
    );
    (from <= until).then_some(Closure { from, until, hours, reason })
}

fn closure_line(closure: &Closure, lang: Lang) -> String {
    let Closure { from, until, hours, reason } = closure;
    [from.to_string(), until.to_string(), hours.to_string(), reason.text(lang).to_owned()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn parse(fields: &[(&str, &str)], before: &BusinessCalendar) -> Result<BusinessCalendar, FieldErrors> {
        let fields: HashMap<_, _> = fields.iter().copied().collect();
        let value = |field: &str| fields.get(field).copied().unwrap_or_default().to_owned();
        BusinessCalendar::from_fields(value, Lang::Sv, before)
    }

    const FULL: [(&str, &str); 8] = [
        ("zone", " Europe/Oslo "),
        ("country", "no"),
        ("monday", "08:00-11:30, 12:30-16:00"),
        ("friday", "08:00-15:00"),
        ("eve_hours", "08:00-12:00"),
        ("closed_days", "2026-05-15\n\n2026-11-20\n"),
        ("special_days", "2026-12-23 08:00-12:00"),
        (
            "closures",
            "2026-07-06 2026-07-17\n2026-07-20 2026-07-31 10:00-11:00, 12:00-14:00 Korta dagar i juli",
        ),
    ];

    #[test]
    fn what_the_form_shows_is_read_back() {
        let calendar = parse(&FULL, &BusinessCalendar::default()).expect("is valid");
        assert_eq!(calendar.closures[1].reason.text(Lang::Sv), "Korta dagar i juli");
        assert_eq!(calendar.closures[1].hours.to_string(), "10:00-11:00, 12:00-14:00");
        assert!(calendar.closures[0].hours.is_closed());
        for calendar in [calendar, BusinessCalendar::default(), BusinessCalendar::office(Country::No)] {
            let fields = calendar.to_fields(Lang::Sv);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(parse(&fields, &calendar), Ok(calendar));
        }
    }

    #[test]
    fn a_reason_keeps_its_other_languages_until_it_is_changed() {
        let mut before = parse(&FULL, &BusinessCalendar::default()).expect("is valid");
        before.closures[1].reason.insert(Lang::En, "Short days in July");
        let same = parse(&FULL, &before).expect("is valid");
        assert_eq!(same.closures[1].reason.text(Lang::En), "Short days in July");
        let changed = FULL.map(|(field, value)| {
            (field, if field == "closures" { "2026-07-20 2026-07-31 Semester" } else { value })
        });
        let changed = parse(&changed, &before).expect("is valid");
        assert_eq!(changed.closures[0].reason, Localised::single(Lang::Sv, "Semester"));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field_and_line() {
        for (field, value, problem) in [
            ("zone", "Europe/Stokholm", Problem::UnknownZone),
            ("country", "dk", Problem::UnknownChoice),
            ("tuesday", "8-17", Problem::InvalidHours),
            ("tuesday", "08:00-12:00, 11:00-17:00", Problem::OverlappingHours),
            ("eve_hours", "till lunch", Problem::InvalidHours),
            ("closed_days", "2026-05-15\n2026-02-30", Problem::InvalidLine { line: 2 }),
            ("special_days", "2026-12-23", Problem::InvalidLine { line: 1 }),
            ("closures", "\n2026-07-31 2026-07-06", Problem::InvalidLine { line: 2 }),
            ("closures", "2026-07-06", Problem::InvalidLine { line: 1 }),
            ("closures", "2026-07-06 2026-07-07 08:00-12:00, 11:00-13:00", Problem::InvalidLine { line: 1 }),
        ] {
            let fields: Vec<_> =
                FULL.into_iter().filter(|(name, _)| *name != field).chain([(field, value)]).collect();
            let errors = parse(&fields, &BusinessCalendar::default()).expect_err("must be refused");
            assert_eq!(errors, FieldErrors::single(field, problem), "{value}");
        }
        let never = [("zone", "UTC")];
        let errors = parse(&never, &BusinessCalendar::default()).expect_err("must be refused");
        assert_eq!(errors, FieldErrors::single("monday", Problem::NeverOpens));
    }
}
