//! What it takes to report an outage, to plan maintenance, and to say more about either.
//!
//! Texts come in every language; one is enough, and readers of the others are shown the nearest. Times come as the wall
//! clock of the portal's zone shows them.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{Impact, IncidentStatus};
use crate::{
    Lang, Localised,
    calendar::wall_clock,
    choice::choice,
    fields::{FieldErrors, Problem},
    text::{Body, Subject},
};

/// What a portal has, as far as these forms need it.
#[derive(Clone, Copy, Debug)]
pub struct Portal<'a> {
    /// Slug and id of each service.
    pub services: &'a [(&'a str, Uuid)],
    /// The language asked for first; a text missing in all languages is asked for in this one.
    pub main: Lang,
    /// The zone that times are meant in.
    pub zone: Tz,
}

/// One text as it was typed, by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawTexts(pub Vec<(Lang, String)>);

impl RawTexts {
    /// What was typed in one language.
    pub fn only(lang: Lang, text: &str) -> Self {
        Self(vec![(lang, text.to_owned())])
    }

    /// Checks each language; at least one must be there. Fields are named `title_sv`, `title_nb`, …
    fn parse<T: std::ops::Deref<Target = str>>(
        &self,
        errors: &mut FieldErrors,
        name: &str,
        main: Lang,
        read: impl Fn(&str) -> Result<Option<T>, Problem>,
    ) -> Localised {
        let before = errors.0.len();
        let mut texts = Localised::default();
        for (lang, raw) in &self.0 {
            if let Some(Some(text)) = errors.check(&format!("{name}_{lang}"), read(raw)) {
                texts.put(*lang, &text);
            }
        }
        if texts.is_empty() && errors.0.len() == before {
            errors.push(&format!("{name}_{main}"), Problem::Required);
        }
        texts
    }

    fn parse_title(&self, errors: &mut FieldErrors, main: Lang) -> Localised {
        self.parse(errors, "title", main, Subject::parse_optional)
    }

    fn parse_text(&self, errors: &mut FieldErrors, main: Lang) -> Localised {
        self.parse(errors, "text", main, Body::parse_optional)
    }
}

fn parse_services(raw: &[String], known: &[(&str, Uuid)]) -> Result<Vec<Uuid>, Problem> {
    if raw.is_empty() {
        return Err(Problem::Required);
    }
    let find = |slug: &String| known.iter().find(|(known, _)| known == slug).map(|(_, id)| *id);
    raw.iter().map(find).collect::<Option<Vec<_>>>().ok_or(Problem::UnknownChoice)
}

fn parse_choice<T: std::str::FromStr>(raw: &str) -> Result<T, Problem> {
    match raw.trim() {
        "" => Err(Problem::Required),
        word => word.parse().map_err(|_| Problem::UnknownChoice),
    }
}

/// Which of two moments is meant where the wall clock shows the same time twice.
#[derive(Clone, Copy, Debug)]
enum Repeated {
    First,
    Last,
}

/// Reads what `datetime-local` sends, on the wall clock of a zone. A time that a clock change skips is the moment after
/// the gap.
fn parse_moment(raw: &str, zone: Tz, repeated: Repeated) -> Result<DateTime<Utc>, Problem> {
    let raw = raw.trim().replace(' ', "T");
    if raw.is_empty() {
        return Err(Problem::Required);
    }
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&raw, format).ok())
        .filter(|local| (2000..2200).contains(&local.year()))
        .ok_or(Problem::BadTime)?;
    let moment = match repeated {
        Repeated::First => wall_clock::first_moment(zone, local),
        Repeated::Last => wall_clock::last_moment(zone, local),
    };
    moment.ok_or(Problem::BadTime)
}

/// The report of an outage as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawIncident {
    /// Slugs of services.
    pub services: Vec<String>,
    /// A word of [`Impact`].
    pub impact: String,
    /// A word of [`IncidentStatus`].
    pub status: String,
    /// The heading.
    pub title: RawTexts,
    /// The first words about it.
    pub text: RawTexts,
}

/// An outage that can be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentDraft {
    /// What is affected; at least one.
    pub services: Vec<Uuid>,
    /// How bad.
    pub impact: Impact,
    /// How far we have come.
    pub status: IncidentStatus,
    /// The heading.
    pub title: Localised,
    /// The first words about it.
    pub text: Localised,
}

impl IncidentDraft {
    /// Checks everything at once.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn parse(raw: &RawIncident, portal: Portal<'_>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let services = errors.check("services", parse_services(&raw.services, portal.services));
        let impact = errors.check("impact", parse_choice(&raw.impact));
        let title = raw.title.parse_title(&mut errors, portal.main);
        let text = raw.text.parse_text(&mut errors, portal.main);
        let status = errors.check("status", parse_choice(&raw.status));
        match (services, impact, status) {
            (Some(services), Some(impact), Some(status)) if errors.is_empty() => {
                Ok(Self { services, impact, status, title, text })
            }
            _ => Err(errors),
        }
    }
}

/// More about an outage or a maintenance, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawUpdate {
    /// Of an outage: a word of [`Impact`].
    pub impact: String,
    /// Of an outage: a word of [`IncidentStatus`].
    pub status: String,
    /// Of a maintenance: a word of [`MaintenanceAction`].
    pub action: String,
    /// Of a maintenance: when it ends, where that has changed; empty otherwise.
    pub ends_at: String,
    /// The words.
    pub text: RawTexts,
}

/// More about an outage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateDraft {
    /// How bad it is now.
    pub impact: Impact,
    /// How far we have come.
    pub status: IncidentStatus,
    /// The words.
    pub text: Localised,
}

impl UpdateDraft {
    /// Checks everything at once.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn parse(raw: &RawUpdate, portal: Portal<'_>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let status = errors.check("status", parse_choice(&raw.status));
        let text = raw.text.parse_text(&mut errors, portal.main);
        let impact = errors.check("impact", parse_choice(&raw.impact));
        match (status, impact) {
            (Some(status), Some(impact)) if errors.is_empty() => Ok(Self { impact, status, text }),
            _ => Err(errors),
        }
    }
}

/// The plan of a maintenance as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawMaintenance {
    /// Slugs of services.
    pub services: Vec<String>,
    /// The heading.
    pub title: RawTexts,
    /// What happens, and what people notice of it.
    pub text: RawTexts,
    /// When it begins, such as `2026-11-24T22:00`.
    pub starts_at: String,
    /// When it ends.
    pub ends_at: String,
    /// Ticked where short notice is meant: any value but empty.
    pub confirm: String,
}

/// A maintenance that can be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaintenanceDraft {
    /// What is affected; at least one.
    pub services: Vec<Uuid>,
    /// The heading.
    pub title: Localised,
    /// What happens.
    pub text: Localised,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends; after it begins.
    pub ends_at: DateTime<Utc>,
}

impl MaintenanceDraft {
    /// People are told at least this long before; less must be confirmed.
    pub const NOTICE: TimeDelta = TimeDelta::hours(24);

    /// Checks everything at once.
    ///
    /// # Errors
    /// Every problem, in the order of the fields. [`Problem::ShortNotice`] or [`Problem::BegunAlready`] of `confirm` comes
    /// last and alone: everything else is right by then.
    pub fn parse(raw: &RawMaintenance, portal: Portal<'_>, now: DateTime<Utc>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let services = errors.check("services", parse_services(&raw.services, portal.services));
        let title = raw.title.parse_title(&mut errors, portal.main);
        let text = raw.text.parse_text(&mut errors, portal.main);
        let starts_at = errors.check("starts_at", parse_moment(&raw.starts_at, portal.zone, Repeated::First));
        let ends_at = parse_moment(&raw.ends_at, portal.zone, Repeated::Last);
        let ends_at = errors.check("ends_at", ends_at.and_then(|end| after(end, starts_at)));
        let (Some(services), Some(starts_at), Some(ends_at), true) =
            (services, starts_at, ends_at, errors.is_empty())
        else {
            return Err(errors);
        };
        if starts_at < now + Self::NOTICE && raw.confirm.is_empty() {
            let problem = if starts_at <= now { Problem::BegunAlready } else { Problem::ShortNotice };
            return Err(FieldErrors::one("confirm", problem));
        }
        Ok(Self { services, title, text, starts_at, ends_at })
    }
}

fn after(end: DateTime<Utc>, start: Option<DateTime<Utc>>) -> Result<DateTime<Utc>, Problem> {
    if start.is_some_and(|start| end <= start) { Err(Problem::BadTime) } else { Ok(end) }
}

choice! {
    /// What is done with a maintenance.
    MaintenanceAction {
        /// Only words, and perhaps another end.
        Note = "note",
        /// It is over now.
        Finish = "finish",
        /// It is called off.
        Cancel = "cancel",
    }
}

/// More about a maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaintenanceUpdateDraft {
    /// What is done.
    pub action: MaintenanceAction,
    /// The words; may be empty where the action says it all.
    pub text: Localised,
    /// A new end.
    pub ends_at: Option<DateTime<Utc>>,
}

impl MaintenanceUpdateDraft {
    /// Checks everything at once. A new end must come after the maintenance's beginning.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn parse(raw: &RawUpdate, portal: Portal<'_>, starts_at: DateTime<Utc>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let action = errors.check("action", parse_choice(&raw.action));
        let ends_at = match raw.ends_at.trim() {
            "" => None,
            raw => {
                let end = parse_moment(raw, portal.zone, Repeated::Last);
                errors.check("ends_at", end.and_then(|end| after(end, Some(starts_at))))
            }
        };
        let text = match action {
            Some(MaintenanceAction::Finish | MaintenanceAction::Cancel)
                if raw.text.0.iter().all(|(_, text)| text.trim().is_empty()) =>
            {
                Localised::default()
            }
            _ => raw.text.parse_text(&mut errors, portal.main),
        };
        match action {
            Some(action) if errors.is_empty() => Ok(Self { action, text, ends_at }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests;
