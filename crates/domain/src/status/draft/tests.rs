//! Languages, times and notice.

use super::*;
use crate::status::{ComponentImpact, Impact, IncidentStatus};
use chrono::TimeDelta;

const LOGIN: Uuid = Uuid::from_u128(1);
const FILES: Uuid = Uuid::from_u128(2);
const CONTEXT: StatusFormContext<'static> = StatusFormContext {
    components: &[("sign-in", LOGIN), ("files", FILES)],
    default_lang: Lang::Sv,
    zone: chrono_tz::Europe::Stockholm,
};

const NOON: &str = "2026-11-24T11:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn outage() -> RawIncident {
    RawIncident {
        components: vec!["files".into()],
        impact: "major".into(),
        status: "investigating".into(),
        title: RawTexts::single(Lang::Sv, " Filer går inte att öppna "),
        text: RawTexts::single(Lang::Sv, "Vi letar efter felet."),
        ..RawIncident::default()
    }
}

fn plan(starts_at: &str, ends_at: &str) -> RawMaintenance {
    RawMaintenance {
        components: vec!["files".into(), "sign-in".into()],
        title: RawTexts::single(Lang::Nb, "Vi bytter database"),
        text: RawTexts::single(Lang::Nb, "Det går ikke å logge inn imens."),
        starts_at: starts_at.into(),
        ends_at: ends_at.into(),
        confirm: String::new(),
    }
}

fn fields(errors: &FieldErrors) -> Vec<&str> {
    errors.0.iter().map(|(field, _)| field.as_str()).collect()
}

#[test]
fn one_language_is_enough_whichever_it_is() {
    let draft = IncidentDraft::parse(&outage(), CONTEXT, at(NOON)).expect("complete");
    assert_eq!(draft.title.get(Lang::En), ("Filer går inte att öppna", Lang::Sv));
    let files = ComponentImpact { component: FILES, impact: Impact::Major };
    assert_eq!((draft.components, draft.impact), (vec![files], Impact::Major));
    assert_eq!(draft.started_at, at(NOON), "it begins now where nothing else is said");
    let texts = RawTexts(vec![(Lang::Sv, "  ".into()), (Lang::Nb, "Filer lar seg ikke åpne".into())]);
    let draft =
        IncidentDraft::parse(&RawIncident { title: texts, ..outage() }, CONTEXT, at(NOON)).expect("complete");
    assert_eq!(draft.title.get(Lang::Sv), ("Filer lar seg ikke åpne", Lang::Nb));
}

#[test]
fn an_empty_report_says_every_problem_at_once_in_the_order_of_the_form() {
    let errors = IncidentDraft::parse(&RawIncident::default(), CONTEXT, at(NOON)).expect_err("empty");
    assert_eq!(fields(&errors), ["services", "impact", "title_sv", "text_sv", "status"]);
    let context = StatusFormContext { default_lang: Lang::Nb, ..CONTEXT };
    let errors =
        IncidentDraft::parse(&RawIncident { title: RawTexts::default(), ..outage() }, context, at(NOON));
    assert_eq!(fields(&errors.expect_err("no title")), ["title_nb"]);
}

#[test]
fn unknown_components_words_and_long_titles_are_refused_at_their_fields() {
    let raw = RawIncident {
        components: vec!["files".into(), "nope".into()],
        impact: "terrible".into(),
        title: RawTexts(vec![(Lang::Sv, "ok".into()), (Lang::En, "x".repeat(201))]),
        ..outage()
    };
    let errors = IncidentDraft::parse(&raw, CONTEXT, at(NOON)).expect_err("wrong");
    assert_eq!(fields(&errors), ["services", "impact", "title_en"]);
    assert_eq!(errors.get("title_en"), Some(&Problem::TooLong { max: 200 }));
}

#[test]
fn times_are_read_on_the_portals_wall_clock_in_winter_and_summer() {
    let now = at("2026-01-01T00:00:00Z");
    for (start, utc) in
        [("2026-11-24T22:00", "2026-11-24T21:00:00Z"), ("2026-06-24 22:00:30", "2026-06-24T20:00:30Z")]
    {
        let draft =
            MaintenanceDraft::parse(&plan(start, "2026-12-31T23:00"), CONTEXT, now).expect("complete");
        assert_eq!(draft.starts_at, at(utc));
    }
}

#[test]
fn a_skipped_hour_is_refused_and_a_repeated_one_is_all_of_it() {
    let now = at("2026-01-01T00:00:00Z");
    // 02:30 does not exist on 29 March, and exists twice on 25 October
    let wrong = |start, end| MaintenanceDraft::parse(&plan(start, end), CONTEXT, now).expect_err("wrong");
    let skipped = wrong("2026-03-29T02:30", "2026-03-29T02:59");
    assert_eq!(skipped.get("starts_at"), Some(&Problem::SkippedTime));
    assert_eq!(skipped.get("ends_at"), Some(&Problem::SkippedTime));
    assert!(MaintenanceDraft::parse(&plan("2026-03-29T01:59", "2026-03-29T03:00"), CONTEXT, now).is_ok());
    let backwards = wrong("2026-10-25T02:30", "2026-10-25T02:15");
    assert_eq!(backwards.get("ends_at"), Some(&Problem::InvalidTime));
    let draft =
        MaintenanceDraft::parse(&plan("2026-10-25T02:00", "2026-10-25T02:30"), CONTEXT, now).expect("fine");
    assert_eq!((draft.starts_at, draft.ends_at), (at("2026-10-25T00:00:00Z"), at("2026-10-25T01:30:00Z")));
}

#[test]
fn times_typed_by_hand_are_read_as_those_of_the_picker() {
    let now = at("2026-01-01T00:00:00Z");
    let parse = |start, end| MaintenanceDraft::parse(&plan(start, end), CONTEXT, now).expect("fine");
    let picked = parse("2026-12-20T10:00", "2026-12-20T11:00");
    assert_eq!(parse("20.12.2026 10:00", "2026-12-20T11.00"), picked);
}

#[test]
fn the_end_comes_after_the_beginning_and_both_can_be_read() {
    let now = at("2026-01-01T00:00:00Z");
    let wrong = |start, end| MaintenanceDraft::parse(&plan(start, end), CONTEXT, now).expect_err("wrong");
    assert_eq!(fields(&wrong("2026-11-24T22:00", "2026-11-24T22:00")), ["ends_at"]);
    assert_eq!(fields(&wrong("2026-13-24T22:00", "tomorrow")), ["starts_at", "ends_at"]);
    assert_eq!(wrong("", "99999-01-01T00:00").get("starts_at"), Some(&Problem::Required));
    assert_eq!(wrong("", "9999-01-01T00:00").get("ends_at"), Some(&Problem::InvalidTime));
}

#[test]
fn less_than_a_days_notice_must_be_confirmed_once_all_else_is_right() {
    let (start, end) = ("2026-11-24T22:00", "2026-11-24T23:00");
    let just_in_time = at("2026-11-23T21:00:00Z");
    let late = just_in_time + TimeDelta::seconds(1);
    assert!(MaintenanceDraft::parse(&plan(start, end), CONTEXT, just_in_time).is_ok());
    let errors = MaintenanceDraft::parse(&plan(start, end), CONTEXT, late).expect_err("late");
    assert_eq!(errors, FieldErrors::single("confirm", Problem::ShortNotice));
    let begun = at("2026-11-24T21:00:00Z");
    let errors = MaintenanceDraft::parse(&plan(start, end), CONTEXT, begun).expect_err("later still");
    assert_eq!(errors, FieldErrors::single("confirm", Problem::AlreadyStarted));
    let confirmed = RawMaintenance { confirm: "yes".into(), ..plan(start, end) };
    assert!(MaintenanceDraft::parse(&confirmed, CONTEXT, late).is_ok());
    assert!(MaintenanceDraft::parse(&confirmed, CONTEXT, begun).is_ok());
}

#[test]
fn calling_off_needs_no_words_but_a_note_does() {
    let starts_at = at("2026-11-24T21:00:00Z");
    let raw = |action: &str, ends_at: &str| RawUpdate {
        action: action.into(),
        ends_at: ends_at.into(),
        ..RawUpdate::default()
    };
    let window = MaintenanceWindow { starts_at, ends_at: at("2026-11-24T23:00:00Z"), cancelled_at: None };
    let parse = |raw: RawUpdate| MaintenanceUpdateDraft::parse(&raw, CONTEXT, window, at(NOON));
    let draft = parse(raw("cancel", "")).expect("complete");
    assert!(draft.text.is_empty() && draft.ends_at.is_none());
    let errors = parse(raw("note", "2026-11-24T21:00")).expect_err("wrong");
    assert_eq!(fields(&errors), ["ends_at", "text_sv"]);
}

#[test]
fn an_outage_began_at_a_time_that_has_come() {
    let parse = |started_at: &str, now: &str| {
        IncidentDraft::parse(&RawIncident { started_at: started_at.into(), ..outage() }, CONTEXT, at(now))
    };
    let earlier = parse("24.11.2026 10.15", NOON).expect("complete");
    assert_eq!(earlier.started_at, at("2026-11-24T09:15:00Z"));
    assert!(parse("2026-11-24T12:00", NOON).is_ok(), "just now");
    for (typed, problem) in [
        ("2026-11-24T12:01", Problem::InFuture),
        ("in the morning", Problem::InvalidTime),
        ("2026-03-29T02:30", Problem::SkippedTime),
        ("2026-08-26T11:59", Problem::UnlikelyTime),
        ("2000-01-01T10:00", Problem::UnlikelyTime),
    ] {
        let errors = parse(typed, NOON).expect_err("wrong");
        assert_eq!(errors, FieldErrors::single("started_at", problem), "{typed}");
    }
    // 02:30 comes twice on 25 October: the last of them that has come
    let (first, second) = ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
    for (now, expected) in [(first, first), ("2026-10-25T01:29:59Z", first), (second, second)] {
        assert_eq!(parse("2026-10-25T02:30", now).expect("complete").started_at, at(expected), "at {now}");
    }
}

#[test]
fn components_can_be_affected_differently_and_the_worst_counts() {
    let both = vec!["files".to_owned(), "sign-in".to_owned()];
    let exception =
        |impact: &str| vec![("sign-in".to_owned(), impact.to_owned()), ("gone".into(), "minor".into())];
    let raw = RawIncident { components: both.clone(), component_impacts: exception("critical"), ..outage() };
    let draft = IncidentDraft::parse(&raw, CONTEXT, at(NOON)).expect("complete");
    let expected = [(FILES, Impact::Major), (LOGIN, Impact::Critical)];
    let expected = expected.map(|(component, impact)| ComponentImpact { component, impact });
    assert_eq!((draft.components, draft.impact), (expected.to_vec(), Impact::Critical));

    let update = RawUpdate {
        components: both,
        component_impacts: exception(""),
        impact: "minor".into(),
        status: "identified".into(),
        text: RawTexts::single(Lang::Sv, "Det blir bättre."),
        ..RawUpdate::default()
    };
    let state = IncidentState { components: &[FILES], started_at: at(NOON), resolved_at: None };
    let parse = |raw: &RawUpdate| UpdateDraft::parse(raw, CONTEXT, state, at(NOON));
    let draft = parse(&update).expect("complete");
    assert_eq!((draft.components.len(), draft.impact), (2, Impact::Minor));
    assert_eq!(draft.status, IncidentStatus::Identified);
    let wrong = RawUpdate { component_impacts: exception("terrible"), ..update.clone() };
    let errors = parse(&wrong).expect_err("wrong");
    assert_eq!(errors, FieldErrors::single("impact_sign-in", Problem::UnknownChoice));

    let nothing_checked = RawUpdate { components: vec![String::new()], ..update.clone() };
    let errors = parse(&nothing_checked).expect_err("nothing is checked");
    assert_eq!(errors, FieldErrors::single("services", Problem::Required));
    let without_the_field = RawUpdate { components: Vec::new(), ..update };
    let kept = parse(&without_the_field).expect("complete").components;
    assert_eq!(kept, [ComponentImpact { component: FILES, impact: Impact::Minor }]);
}

#[test]
fn an_impact_on_a_component_that_is_not_affected_is_refused_at_its_field() {
    let exception = vec![("sign-in".to_owned(), "critical".to_owned())];
    let raw = RawIncident { component_impacts: exception.clone(), ..outage() };
    let error = FieldErrors::single("impact_sign-in", Problem::NotAffected);
    assert_eq!(IncidentDraft::parse(&raw, CONTEXT, at(NOON)), Err(error.clone()));
    let raw = RawUpdate {
        components: vec!["files".into()],
        component_impacts: exception.clone(),
        impact: "minor".into(),
        status: "identified".into(),
        text: RawTexts::single(Lang::Sv, "Mer."),
        ..RawUpdate::default()
    };
    let state = IncidentState { components: &[LOGIN], started_at: at(NOON), resolved_at: None };
    assert_eq!(UpdateDraft::parse(&raw, CONTEXT, state, at(NOON)), Err(error));
    let of_present = RawUpdate { components: Vec::new(), ..raw };
    assert!(UpdateDraft::parse(&of_present, CONTEXT, state, at(NOON)).is_ok(), "it is affected already");
    let raw = RawIncident { components: Vec::new(), component_impacts: exception, ..outage() };
    let errors = IncidentDraft::parse(&raw, CONTEXT, at(NOON)).expect_err("no component");
    assert_eq!(fields(&errors), ["services"], "said once");
}

#[test]
fn the_beginning_of_an_incident_is_corrected_within_what_the_status_page_tells() {
    let began = at("2026-11-24T09:15:42Z");
    let parse = |typed: &str, resolved_at: Option<DateTime<Utc>>| {
        let raw = RawUpdate {
            started_at: typed.into(),
            impact: "minor".into(),
            status: "identified".into(),
            text: RawTexts::single(Lang::Sv, "Det började tidigare."),
            ..RawUpdate::default()
        };
        let state = IncidentState { components: &[FILES], started_at: began, resolved_at };
        UpdateDraft::parse(&raw, CONTEXT, state, at(NOON)).map(|draft| draft.started_at)
    };
    let error = |problem| Err(FieldErrors::single("started_at", problem));
    assert_eq!(parse("", None), Ok(None));
    assert_eq!(parse("2026-11-24T10:15", None), Ok(None), "the minute that is shown");
    assert_eq!(parse("2026-11-24T10:14", None), Ok(Some(at("2026-11-24T09:14:00Z"))));
    assert_eq!(parse("2026-11-24T12:01", None), error(Problem::InFuture));
    let resolved = Some(at("2026-11-24T10:00:00Z"));
    assert_eq!(parse("2026-11-24T11:30", resolved), error(Problem::InFuture), "after it was resolved");
    assert_eq!(parse("2025-11-24T10:14", None), error(Problem::UnlikelyTime));
    assert_eq!(parse("2026-08-26T13:01", None), Ok(Some(at("2026-08-26T11:01:00Z"))), "90 days");
    // an old incident whose beginning stays
    let resolved_at = Some(at("2025-01-01T12:00:00Z"));
    let state = IncidentState { components: &[FILES], started_at: at("2025-01-01T10:00:10Z"), resolved_at };
    let raw = RawUpdate {
        started_at: "2025-01-01T11:00".into(),
        impact: "minor".into(),
        status: "resolved".into(),
        text: RawTexts::single(Lang::Sv, "Mer om orsaken."),
        ..RawUpdate::default()
    };
    let kept = UpdateDraft::parse(&raw, CONTEXT, state, at(NOON));
    assert_eq!(kept.map(|draft| draft.started_at), Ok(None));
}

#[test]
fn a_plan_is_moved_in_time_and_work_that_has_begun_only_put_off() {
    let window = MaintenanceWindow {
        starts_at: at("2026-11-26T21:00:00Z"),
        ends_at: at("2026-11-26T23:00:00Z"),
        cancelled_at: None,
    };
    let parse = |starts_at: &str, ends_at: &str, confirm: &str, now: &str| {
        let raw = RawUpdate {
            action: "note".into(),
            starts_at: starts_at.into(),
            ends_at: ends_at.into(),
            confirm: confirm.into(),
            text: RawTexts::single(Lang::Sv, "Ny tid."),
            ..RawUpdate::default()
        };
        let draft = MaintenanceUpdateDraft::parse(&raw, CONTEXT, window, at(now));
        draft.map(|draft| (draft.starts_at, draft.ends_at))
    };
    let error = |field: &str, problem| Err(FieldErrors::single(field, problem));
    let start = Some(at("2026-11-26T20:00:00Z"));
    assert_eq!(parse("2026-11-26T21:00", "", "", NOON), Ok((start, None)), "an hour longer");
    assert_eq!(parse("2026-11-26T22:00", "", "", NOON), Ok((None, None)), "the same again is no move");
    assert_eq!(
        parse("2026-11-27T00:00", "", "", NOON),
        error("ends_at", Problem::InvalidTime),
        "after its end"
    );
    let both = (Some(at("2026-11-26T23:00:00Z")), Some(at("2026-11-27T00:00:00Z")));
    assert_eq!(parse("2026-11-27T00:00", "2026-11-27T01:00", "", NOON), Ok(both));
    assert_eq!(parse("soon", "", "", NOON), error("starts_at", Problem::InvalidTime));

    // to begin earlier, with less than a day's notice, or at once
    let soon = "2026-11-25T11:59";
    assert_eq!(parse(soon, "", "", NOON), error("confirm", Problem::ShortNotice));
    assert!(parse(soon, "", "yes", NOON).is_ok());
    assert_eq!(parse("2026-11-24T11:00", "", "", NOON), error("confirm", Problem::AlreadyStarted));

    let begun = "2026-11-26T22:00:00Z";
    assert_eq!(parse("2026-11-26T21:30", "", "yes", begun), error("starts_at", Problem::NotInFuture));
    assert_eq!(parse("2026-11-26T22:00", "", "", begun), Ok((None, None)));
    let later = parse("2026-11-28T22:00", "2026-11-28T23:00", "", begun).expect("put off");
    assert_eq!(later.0, Some(at("2026-11-28T21:00:00Z")));
    let over = "2026-11-27T00:00:00Z";
    assert_eq!(parse("2026-11-28T22:00", "", "", over), error("action", Problem::IsOver));
    assert_eq!(parse("2026-11-26T22:00", "", "", over), Ok((None, None)), "the same again");
}

#[test]
fn the_end_of_work_that_has_begun_is_a_time_to_come() {
    let (starts_at, ends_at) = (at("2026-11-26T21:00:00Z"), at("2026-11-26T23:00:00Z"));
    let parse = |ends: &str, now: &str, cancelled: Option<&str>| {
        let window = MaintenanceWindow { starts_at, ends_at, cancelled_at: cancelled.map(at) };
        let raw = RawUpdate {
            action: "note".into(),
            ends_at: ends.into(),
            text: RawTexts::single(Lang::Sv, "Det tar längre tid."),
            ..RawUpdate::default()
        };
        MaintenanceUpdateDraft::parse(&raw, CONTEXT, window, at(now)).map(|draft| draft.ends_at)
    };
    let error = |field: &str, problem| Err(FieldErrors::single(field, problem));
    let (running, over) = ("2026-11-26T22:00:00Z", "2026-11-26T23:30:00Z");
    assert_eq!(parse("2026-11-26T22:30", running, None), error("ends_at", Problem::NotInFuture));
    assert_eq!(parse("2026-11-26T23:30", running, None), Ok(Some(at("2026-11-26T22:30:00Z"))), "sooner");
    assert_eq!(parse("2026-11-27T02:00", running, None), Ok(Some(at("2026-11-27T01:00:00Z"))));
    assert_eq!(parse("2026-11-27T00:00", over, None), Ok(None), "the end that it had");
    assert_eq!(parse("2026-11-27T00:15", over, None), error("ends_at", Problem::NotInFuture));
    assert_eq!(parse("2026-11-27T02:00", over, None), Ok(Some(at("2026-11-27T01:00:00Z"))), "it goes on");
    assert_eq!(parse("2199-01-01T00:00", running, None), error("ends_at", Problem::UnlikelyTime));
    let cancelled = Some("2026-11-25T12:00:00Z");
    assert_eq!(parse("2026-11-27T02:00", running, cancelled), error("action", Problem::IsOver));
    assert_eq!(parse("", running, cancelled), Ok(None));
}

#[test]
fn a_correction_says_something_else() {
    let published = Localised::single(Lang::Sv, "Filer gar inte att öppna");
    let parse =
        |text: &str| TextCorrection::Title.parse(&RawTexts::single(Lang::Sv, text), CONTEXT, &published);
    assert_eq!(
        parse("Filer går inte att öppna").expect("corrected").text(Lang::Sv),
        "Filer går inte att öppna"
    );
    assert_eq!(parse(" Filer gar inte att öppna"), Err(FieldErrors::single("title_sv", Problem::Unchanged)));
    assert_eq!(parse(" "), Err(FieldErrors::single("title_sv", Problem::Required)));
    let text = TextCorrection::Update.parse(&RawTexts::default(), CONTEXT, &published);
    assert_eq!(text, Err(FieldErrors::single("text_sv", Problem::Required)));
}
