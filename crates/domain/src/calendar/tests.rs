//! Holidays, and properties of business time across clock changes.

use chrono::NaiveTime;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("is valid")
}

fn date(text: &str) -> NaiveDate {
    text.parse().expect("is valid")
}

fn hours(text: &str) -> OpeningHours {
    text.parse().expect("is valid")
}

fn sweden() -> BusinessCalendar {
    BusinessCalendar::office(Country::Se)
}

/// Open only on Sundays.
fn sundays(text: &str) -> BusinessCalendar {
    BusinessCalendar { week: WeeklyHours { sunday: hours(text), ..WeeklyHours::default() }, ..sweden() }
}

/// Closed for lunch from Monday to Friday.
fn with_lunch() -> BusinessCalendar {
    let day = || hours("08:00-11:30, 12:30-16:00");
    let week = WeeklyHours {
        monday: day(),
        tuesday: day(),
        wednesday: day(),
        thursday: day(),
        friday: day(),
        ..WeeklyHours::default()
    };
    BusinessCalendar { week, ..sweden() }
}

/// Regular calendars, one that is open at night, and ones in time zones whose clocks change at midnight or skipped a day.
fn calendars() -> Vec<BusinessCalendar> {
    let night = WeeklyHours { sunday: hours("01:30-02:45"), ..WeeklyHours::office() };
    let zones = ["America/Havana", "America/Sao_Paulo", "Pacific/Apia", "Australia/Lord_Howe", "UTC"];
    let around = zones.map(|zone| BusinessCalendar {
        zone: zone.parse().expect("is valid"),
        week: WeeklyHours::always(),
        country: None,
        ..BusinessCalendar::default()
    });
    [
        sweden(),
        BusinessCalendar::office(Country::No),
        BusinessCalendar { week: night, ..sweden() },
        with_lunch(),
        sundays("00:30-02:20, 02:25-03:00, 22:00-24:00"),
        BusinessCalendar { week: WeeklyHours::always(), ..sweden() },
    ]
    .into_iter()
    .chain(around)
    .collect()
}

#[test]
fn holidays_match_the_almanac() {
    use Holiday::{
        AllSaintsDay, AscensionDay, ConstitutionDay, EasterSunday, GoodFriday, LabourDay, MaundyThursday,
    };
    use Holiday::{MidsummerEve, NewYearsEve, WhitMonday};
    let (se, no) = (Country::Se, Country::No);
    for (country, day, holiday) in [
        (se, "2024-03-31", Some(EasterSunday)),
        (se, "2026-04-03", Some(GoodFriday)),
        (se, "2038-04-25", Some(EasterSunday)), // the latest Easter there is
        (se, "2285-03-22", Some(EasterSunday)), // and the earliest
        (se, "2026-06-19", Some(MidsummerEve)),
        (se, "2027-06-25", Some(MidsummerEve)),
        (se, "2026-10-31", Some(AllSaintsDay)),
        (se, "2027-11-06", Some(AllSaintsDay)),
        (se, "2026-12-31", Some(NewYearsEve)),
        (se, "2008-05-01", Some(LabourDay)), // Ascension Day as well
        (se, "2026-04-02", None),
        (se, "2026-05-25", None),
        (no, "2026-04-02", Some(MaundyThursday)),
        (no, "2026-05-14", Some(AscensionDay)),
        (no, "2026-05-17", Some(ConstitutionDay)),
        (no, "2026-05-25", Some(WhitMonday)),
        (no, "2026-06-19", None),
        (no, "2026-01-06", None),
    ] {
        assert_eq!(country.holiday_on(date(day)), holiday, "{country:?} {day}");
    }
}

#[test]
fn support_is_open_from_opening_up_to_but_not_including_closing() {
    let calendar = sweden();
    assert!(!calendar.is_open(at("2026-11-20T07:59:59+01:00")));
    assert!(calendar.is_open(at("2026-11-20T08:00:00+01:00")));
    assert!(!calendar.is_open(at("2026-11-20T17:00:00+01:00")));
    assert_eq!(calendar.next_open(at("2026-11-20T17:00:00+01:00")), Some(at("2026-11-23T08:00:00+01:00")));
    assert_eq!(calendar.hours_on(date("2026-11-20")), &OpeningHours::office());
    assert_eq!(calendar.hours_on(date("2026-06-19")), &OpeningHours::CLOSED);
}

#[test]
fn closed_days_override_special_days_and_special_days_override_holidays() {
    let short = hours("09:00-12:00");
    let mut calendar = sweden();
    calendar.special_days = ["2026-12-24", "2026-11-20"].map(|day| (date(day), short.clone())).into();
    calendar.closed_days = [date("2026-11-20")].into();
    assert_eq!(calendar.hours_on(date("2026-12-24")), &short);
    assert_eq!(calendar.hours_on(date("2026-11-20")), &OpeningHours::CLOSED);
}

#[test]
fn skipped_and_repeated_hours_count_with_their_elapsed_time() {
    let calendar = sundays("00:00-06:00");
    let length = |day| calendar.spans_on(date(day)).next().map(|span| span.closes_at - span.opens_at);
    assert_eq!(length("2026-03-22"), Some(TimeDelta::hours(6)));
    assert_eq!(length("2026-03-29"), Some(TimeDelta::hours(5)));
    assert_eq!(length("2026-10-25"), Some(TimeDelta::hours(7)));

    // Opening is at 08:00 local time on both sides of the clock change.
    assert_eq!(
        sweden().add_business_time(at("2026-03-27T16:00:00+01:00"), TimeDelta::hours(2)),
        Some(at("2026-03-30T09:00:00+02:00"))
    );
}

#[test]
fn opening_hours_within_a_skipped_hour_start_after_it_or_are_closed() {
    let day = date("2026-03-29");
    assert_eq!(
        sundays("02:30-04:00").spans_on(day).next(),
        Some(OpeningSpan { opens_at: at("2026-03-29T01:00:00Z"), closes_at: at("2026-03-29T02:00:00Z") })
    );
    assert_eq!(sundays("02:10-02:50").spans_on(day).next(), None);
    // The Sunday after is Easter.
    assert_eq!(
        sundays("02:10-02:50").next_open(at("2026-03-29T00:00:00Z")),
        Some(at("2026-04-12T00:10:00Z"))
    );
}

#[test]
fn a_day_that_a_time_zone_skipped_is_closed() {
    let samoa =
        BusinessCalendar { zone: Tz::Pacific__Apia, week: WeeklyHours::always(), country: None, ..sweden() };
    assert_eq!(samoa.spans_on(date("2011-12-30")).next(), None);
    assert_eq!(
        samoa.business_time_between(at("2011-12-29T00:00:00Z"), at("2012-01-02T00:00:00Z")),
        TimeDelta::days(4)
    );
}

#[test]
fn business_time_continues_across_the_end_of_a_year() {
    assert_eq!(
        sweden().add_business_time(at("2026-12-30T16:00:00+01:00"), TimeDelta::hours(10)),
        Some(at("2027-01-04T17:00:00+01:00"))
    );
    assert_eq!(
        BusinessCalendar::office(Country::No)
            .business_time_between(at("2026-12-23T12:00:00Z"), at("2027-01-04T08:00:00Z")),
        TimeDelta::hours(4 + 3 * 9 + 1)
    );
}

#[test]
fn adding_and_measuring_business_time_agree_across_clock_changes() {
    let lengths = [0, 1, 29, 60, 539, 540, 541, 3 * 540, 2_000].map(TimeDelta::minutes);
    let starts = [
        "2025-12-20T00:00:00Z",
        "2026-03-20T00:00:00Z",
        "2026-06-15T00:00:00Z",
        "2026-10-20T00:00:00Z",
        "2011-12-27T00:00:00Z",
    ];
    for calendar in calendars() {
        for start in starts.map(at) {
            let mut before = vec![None; lengths.len()];
            for step in 0..(15 * 24 * 60 / 37) {
                let from = start + TimeDelta::minutes(37 * step);
                let mut shorter = from;
                for (length, earlier) in lengths.iter().zip(&mut before) {
                    let due = calendar.add_business_time(from, *length).expect("opens");
                    let context = format!("{} {from} + {length}", calendar.zone);
                    assert!(due >= shorter, "more time is never due earlier: {context}");
                    assert!(
                        earlier.is_none_or(|earlier| earlier <= due),
                        "filing later is never due earlier: {context}"
                    );
                    assert_eq!(calendar.business_time_between(from, due), *length, "{context}");
                    (shorter, *earlier) = (due, Some(due));
                }
                let open = calendar.next_open(from).expect("opens");
                assert!(calendar.is_open(open) && (open == from) == calendar.is_open(from));
                assert_eq!(calendar.business_time_between(from, open), TimeDelta::zero());
            }
        }
    }
}

#[test]
fn business_time_is_additive() {
    let (a, b) = (at("2026-03-01T00:00:00Z"), at("2026-11-30T00:00:00Z"));
    for calendar in calendars() {
        let whole = calendar.business_time_between(a, b);
        for days in (0..270).step_by(7) {
            let cut = a + TimeDelta::days(days) + TimeDelta::minutes(days * 101 % 1_440);
            assert_eq!(
                calendar.business_time_between(a, cut) + calendar.business_time_between(cut, b),
                whole,
                "{} {cut}",
                calendar.zone
            );
        }
    }
}

#[test]
fn a_calendar_that_never_opens_has_no_next_opening() {
    let closed = BusinessCalendar { week: WeeklyHours::default(), ..sweden() };
    let now = at("2026-11-20T12:00:00Z");
    assert_eq!(closed.next_open(now), None);
    assert_eq!(closed.add_business_time(now, TimeDelta::zero()), None);
    assert_eq!(closed.business_time_between(now, now + TimeDelta::days(10)), TimeDelta::zero());
}

#[test]
fn extreme_instants_and_durations_terminate() {
    let calendar = sweden();
    let now = at("2026-11-20T12:00:00Z");
    assert_eq!(calendar.add_business_time(now, TimeDelta::MAX), None);
    assert_eq!(calendar.add_business_time(now, TimeDelta::MIN), Some(now));
    assert_eq!(calendar.business_time_between(now, now - TimeDelta::days(3)), TimeDelta::zero());
    assert!(calendar.business_time_between(now, DateTime::<Utc>::MAX_UTC) > TimeDelta::days(900));
    for end in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        for calendar in calendars() {
            let _ = (
                calendar.next_open(end),
                calendar.is_open(end),
                calendar.add_business_time(end, TimeDelta::hours(9)),
            );
        }
    }
}

#[test]
fn configuration_is_parsed_and_errors_explain_the_format() {
    let json = r#"{"zone": "Europe/Oslo", "country": "no", "week": {"monday": "08:00-15:30"},
        "closed_days": ["2026-11-23"], "special_days": {"2026-11-21": "10:00–24:00"}}"#;
    let calendar: BusinessCalendar = serde_json::from_str(json).expect("is valid");
    assert_eq!(
        calendar.hours_on(date("2026-11-16")).intervals().first().map(|interval| interval.close()),
        NaiveTime::from_hms_opt(15, 30, 0)
    );
    assert_eq!(calendar.hours_on(date("2026-11-17")), &OpeningHours::CLOSED);
    assert_eq!(calendar.hours_on(date("2026-11-21")).to_string(), "10:00-24:00");
    let parsed: BusinessCalendar =
        serde_json::from_str(&serde_json::to_string(&calendar).expect("is valid")).expect("is valid");
    assert_eq!(parsed, calendar);

    for wrong in [
        "08:00",
        "17:00-08:00",
        "08:00-08:00",
        "08:00-24:01",
        "08:60-09:00",
        "8:00-17:00",
        "+8:00-17:00",
        "99:99-99:99",
        "",
    ] {
        assert_eq!(wrong.parse::<OpeningHours>(), Err(InvalidHours::Format), "{wrong}");
        let second = format!("00:00-01:00, {wrong}");
        assert_eq!(second.parse::<OpeningHours>(), Err(InvalidHours::Format), "{second}");
    }
    let overlap = "13:00-17:00, 08:00-13:01".parse::<OpeningHours>().expect_err("must be refused");
    assert_eq!(overlap.to_string(), "opening hours overlap: `08:00-13:01` and `13:00-17:00`");
    let error =
        serde_json::from_str::<BusinessCalendar>(&json.replace("Oslo", "Olso")).expect_err("must be refused");
    assert!(error.to_string().contains("`Europe/Olso` is not a time zone"), "{error}");
}

#[test]
fn a_break_is_not_business_time() {
    let calendar = with_lunch();
    let morning = at("2026-11-20T11:00:00+01:00");
    assert_eq!(
        calendar.add_business_time(morning, TimeDelta::hours(1)),
        Some(at("2026-11-20T13:00:00+01:00"))
    );
    // what fills the morning is due when the morning ends
    assert_eq!(
        calendar.add_business_time(morning, TimeDelta::minutes(30)),
        Some(at("2026-11-20T11:30:00+01:00"))
    );
    assert!(!calendar.is_open(at("2026-11-20T12:00:00+01:00")));
    assert_eq!(calendar.next_open(at("2026-11-20T12:00:00+01:00")), Some(at("2026-11-20T12:30:00+01:00")));
    assert_eq!(
        calendar.business_time_between(at("2026-11-20T00:00:00Z"), at("2026-11-21T00:00:00Z")),
        TimeDelta::hours(7)
    );
}

#[test]
fn an_hour_that_is_repeated_between_two_intervals_counts_once() {
    // 25 October 2026: 02:00 to 03:00 comes twice, so the first interval ends after the second has begun
    let calendar = sundays("01:00-02:20, 02:25-04:00");
    let (from, until) = (at("2026-10-25T00:00:00+02:00"), at("2026-10-25T04:00:00+01:00"));
    assert_eq!(calendar.business_time_between(from, until), TimeDelta::hours(4));
    let spans: Vec<_> = calendar.spans_from(from).take(2).collect();
    assert!(spans[0].closes_at <= spans[1].opens_at, "{spans:?}");
}

#[test]
fn eves_have_hours_of_their_own_where_they_are_working_days() {
    let short = hours("08:00-12:00");
    let with =
        |country| BusinessCalendar { eve_hours: Some(short.clone()), ..BusinessCalendar::office(country) };
    let (se, no) = (with(Country::Se), with(Country::No));
    for day in ["2026-01-05", "2026-04-02", "2026-04-30", "2026-10-30", "2027-11-05", "2025-10-31"] {
        assert_eq!(se.hours_on(date(day)), &short, "{day}");
        assert_eq!(sweden().hours_on(date(day)), &OpeningHours::office(), "{day}");
    }
    assert_eq!(no.hours_on(date("2026-04-01")), &short);
    assert_eq!(no.hours_on(date("2026-04-02")), &OpeningHours::CLOSED, "a holiday");
    assert_eq!(no.hours_on(date("2026-04-30")), &OpeningHours::office());
    assert_eq!(se.hours_on(date("2025-01-05")), &OpeningHours::CLOSED, "a Sunday");
}

#[test]
fn closures_shorten_working_days_and_open_no_other() {
    let closure = |from, until, hours| Closure {
        from: date(from),
        until: date(until),
        hours,
        reason: crate::Localised::default(),
    };
    let calendar = BusinessCalendar {
        closures: vec![
            closure("2026-07-06", "2026-07-17", OpeningHours::CLOSED),
            closure("2026-07-18", "2026-07-31", hours("10:00-14:00")),
        ],
        special_days: [(date("2026-07-08"), hours("09:00-10:00"))].into(),
        ..sweden()
    };
    assert_eq!(calendar.hours_on(date("2026-07-03")), &OpeningHours::office());
    assert_eq!(calendar.hours_on(date("2026-07-06")), &OpeningHours::CLOSED);
    assert_eq!(calendar.hours_on(date("2026-07-08")), &hours("09:00-10:00"));
    assert_eq!(calendar.hours_on(date("2026-07-18")), &OpeningHours::CLOSED, "a Saturday");
    assert_eq!(calendar.hours_on(date("2026-07-31")), &hours("10:00-14:00"));
    assert_eq!(calendar.hours_on(date("2026-08-03")), &OpeningHours::office());
}

#[test]
fn a_closure_that_ends_before_it_begins_is_refused() {
    let parse = |json| serde_json::from_str::<Closure>(json).map_err(|error| error.to_string());
    let day = parse(r#"{"from": "2026-07-06", "until": "2026-07-06"}"#).expect("is valid");
    assert!(day.hours.is_closed() && day.reason.is_empty());
    let error = parse(r#"{"from": "2026-07-31", "until": "2026-07-06"}"#).expect_err("must be refused");
    assert!(error.contains("the closure from 2026-07-31 ends before it begins, on 2026-07-06"), "{error}");
    assert!(parse(r#"{"from": "2026-07-06", "until": "2026-07-06", "why": ""}"#).is_err());
}

#[test]
fn later_days_are_counted_in_days_with_opening_hours() {
    let calendar = BusinessCalendar::office(Country::Se);
    // Thursday 29 April 2027; Labour Day is a Saturday
    let solved = "2027-04-29T20:00:00+02:00".parse().unwrap();
    let opening = |number| calendar.opening_of_later_day(solved, number);
    let at = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
    assert_eq!(opening(1), at("2027-04-30T08:00:00+02:00"));
    assert_eq!(opening(2), at("2027-05-03T08:00:00+02:00"));
    // Ascension Day is the Thursday of that week
    assert_eq!(opening(5), at("2027-05-07T08:00:00+02:00"));
    let closed = BusinessCalendar { week: WeeklyHours::default(), ..calendar };
    assert_eq!(closed.opening_of_later_day(solved, 1), None);
}
