//! Validation of the forms that post and update incidents and maintenances.
//!
//! Texts are entered per language; one language is enough, readers of the others are shown the nearest. Times are wall
//! clock times in the portal's zone.

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{Impact, IncidentStatus};
use crate::{
    Lang, Localised,
    calendar::wall_clock,
    fields::{FieldErrors, Problem},
    string_enum::string_enum,
    text::{Body, Subject},
    typed_date::parse_date_time,
};

/// The portal's configuration that the status forms are checked against.
#[derive(Clone, Copy, Debug)]
pub struct StatusFormContext<'a> {
    /// Slug and id of each component of the status page.
    pub components: &'a [(&'a str, Uuid)],
    /// The language that the form begins with; a text missing in all languages is reported at this language's field.
    pub default_lang: Lang,
    /// The zone that the typed times are in.
    pub zone: Tz,
}

/// A text in several languages as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawTexts(pub Vec<(Lang, String)>);

impl RawTexts {
    /// A text typed in one language only.
    pub fn single(lang: Lang, text: &str) -> Self {
        Self(vec![(lang, text.to_owned())])
    }

    /// Validates each language; at least one is required. Fields are named `title_sv`, `title_nb`, …
    fn parse<T: std::ops::Deref<Target = str>>(
        &self,
        errors: &mut FieldErrors,
        name: &str,
        default_lang: Lang,
        parse_value: impl Fn(&str) -> Result<Option<T>, Problem>,
    ) -> Localised {
        let before = errors.0.len();
        let mut texts = Localised::default();
        for (lang, raw) in &self.0 {
            if let Some(Some(text)) = errors.check(&format!("{name}_{lang}"), parse_value(raw)) {
                texts.insert(*lang, &text);
            }
        }
        if texts.is_empty() && errors.0.len() == before {
            errors.push(&format!("{name}_{default_lang}"), Problem::Required);
        }
        texts
    }

    fn parse_title(&self, errors: &mut FieldErrors, default_lang: Lang) -> Localised {
        self.parse(errors, "title", default_lang, Subject::parse_optional)
    }

    fn parse_text(&self, errors: &mut FieldErrors, default_lang: Lang) -> Localised {
        self.parse(errors, "text", default_lang, Body::parse_optional)
    }
}

fn parse_components(raw: &[String], known: &[(&str, Uuid)]) -> Result<Vec<Uuid>, Problem> {
    if raw.is_empty() {
        return Err(Problem::Required);
    }
    let find = |slug: &String| known.iter().find(|(known, _)| known == slug).map(|(_, id)| *id);
    raw.iter().map(find).collect::<Option<Vec<_>>>().ok_or(Problem::UnknownChoice)
}

fn parse_enum<T: std::str::FromStr>(raw: &str) -> Result<T, Problem> {
    match raw.trim() {
        "" => Err(Problem::Required),
        word => word.parse().map_err(|_| Problem::UnknownChoice),
    }
}

/// Parses the value of a `datetime-local` field, also as people type it where there is no picker, as wall clock time of a zone.
fn parse_local(raw: &str, zone: Tz) -> Result<NaiveDateTime, Problem> {
    if raw.trim().is_empty() {
        return Err(Problem::Required);
    }
    let local = parse_date_time(raw)
        .filter(|local| (2000..2200).contains(&local.year()))
        .ok_or(Problem::InvalidTime)?;
    // what would be published is another time than the one that was typed
    if wall_clock::is_skipped(zone, local) { Err(Problem::SkippedTime) } else { Ok(local) }
}

/// The moment of a start; of the two that the wall clock shows alike when it is put back, the first.
fn parse_start(raw: &str, zone: Tz) -> Result<DateTime<Utc>, Problem> {
    wall_clock::first_instant(zone, parse_local(raw, zone)?).ok_or(Problem::InvalidTime)
}

/// The moment of an end, which is after its start on the wall clock too: `02:30–02:15` reads as a mistake, also in the night when
/// the clock shows both times twice. Of two moments that the wall clock shows alike it is the last, when the work is surely over.
fn parse_end(raw: &str, start: Option<DateTime<Utc>>, zone: Tz) -> Result<DateTime<Utc>, Problem> {
    let local = parse_local(raw, zone)?;
    let end = wall_clock::last_instant(zone, local).ok_or(Problem::InvalidTime)?;
    let is_before = |start: DateTime<Utc>| end <= start || local <= wall_clock::local_time(zone, start);
    if start.is_some_and(is_before) { Err(Problem::InvalidTime) } else { Ok(end) }
}

/// The form that posts an incident, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawIncident {
    /// Slugs of the affected components (form field `services`).
    pub components: Vec<String>,
    /// A word of [`Impact`].
    pub impact: String,
    /// A word of [`IncidentStatus`].
    pub status: String,
    /// The title in each language.
    pub title: RawTexts,
    /// The text of the first update.
    pub text: RawTexts,
}

/// A valid incident, ready to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentDraft {
    /// The affected components; at least one.
    pub components: Vec<Uuid>,
    /// How severely the components are affected.
    pub impact: Impact,
    /// How far the handling of the incident has come.
    pub status: IncidentStatus,
    /// The title in each language.
    pub title: Localised,
    /// The text of the first update.
    pub text: Localised,
}

impl IncidentDraft {
    /// Validates all fields at once.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn parse(raw: &RawIncident, context: StatusFormContext<'_>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let components = errors.check("services", parse_components(&raw.components, context.components));
        let impact = errors.check("impact", parse_enum(&raw.impact));
        let title = raw.title.parse_title(&mut errors, context.default_lang);
        let text = raw.text.parse_text(&mut errors, context.default_lang);
        let status = errors.check("status", parse_enum(&raw.status));
        match (components, impact, status) {
            (Some(components), Some(impact), Some(status)) if errors.is_empty() => {
                Ok(Self { components, impact, status, title, text })
            }
            _ => Err(errors),
        }
    }
}

/// The form that updates an incident or a maintenance, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawUpdate {
    /// For an incident: a word of [`Impact`].
    pub impact: String,
    /// For an incident: a word of [`IncidentStatus`].
    pub status: String,
    /// For a maintenance: a word of [`MaintenanceAction`].
    pub action: String,
    /// For a maintenance: its new end; empty where the end stays.
    pub ends_at: String,
    /// The text of the update.
    pub text: RawTexts,
}

/// A valid update of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateDraft {
    /// The impact from now on.
    pub impact: Impact,
    /// How far the handling of the incident has come.
    pub status: IncidentStatus,
    /// The text of the update.
    pub text: Localised,
}

impl UpdateDraft {
    /// Validates all fields at once.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn parse(raw: &RawUpdate, context: StatusFormContext<'_>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let status = errors.check("status", parse_enum(&raw.status));
        let text = raw.text.parse_text(&mut errors, context.default_lang);
        let impact = errors.check("impact", parse_enum(&raw.impact));
        match (status, impact) {
            (Some(status), Some(impact)) if errors.is_empty() => Ok(Self { impact, status, text }),
            _ => Err(errors),
        }
    }
}

/// The form that schedules a maintenance, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawMaintenance {
    /// Slugs of the affected components (form field `services`).
    pub components: Vec<String>,
    /// The title in each language.
    pub title: RawTexts,
    /// The text of the first update: what is done, and how people are affected.
    pub text: RawTexts,
    /// Start of the window, such as `2026-11-24T22:00`.
    pub starts_at: String,
    /// End of the window, in the same format.
    pub ends_at: String,
    /// Confirmation of a short notice: any value but empty.
    pub confirm: String,
}

/// A valid maintenance, ready to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaintenanceDraft {
    /// The affected components; at least one.
    pub components: Vec<Uuid>,
    /// The title in each language.
    pub title: Localised,
    /// The text of the first update.
    pub text: Localised,
    /// Start of the window.
    pub starts_at: DateTime<Utc>,
    /// End of the window; after its start.
    pub ends_at: DateTime<Utc>,
}

impl MaintenanceDraft {
    /// Minimum notice before the start (24 hours); less must be confirmed.
    pub const NOTICE: TimeDelta = TimeDelta::hours(24);

    /// Validates all fields at once.
    ///
    /// # Errors
    /// Every problem, in the order of the fields. [`Problem::ShortNotice`] or [`Problem::AlreadyStarted`] of `confirm` comes
    /// last and alone, after all other fields are valid.
    pub fn parse(
        raw: &RawMaintenance,
        context: StatusFormContext<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let components = errors.check("services", parse_components(&raw.components, context.components));
        let title = raw.title.parse_title(&mut errors, context.default_lang);
        let text = raw.text.parse_text(&mut errors, context.default_lang);
        let starts_at = errors.check("starts_at", parse_start(&raw.starts_at, context.zone));
        let ends_at = errors.check("ends_at", parse_end(&raw.ends_at, starts_at, context.zone));
        let (Some(components), Some(starts_at), Some(ends_at), true) =
            (components, starts_at, ends_at, errors.is_empty())
        else {
            return Err(errors);
        };
        if starts_at < now + Self::NOTICE && raw.confirm.is_empty() {
            let problem = if starts_at <= now { Problem::AlreadyStarted } else { Problem::ShortNotice };
            return Err(FieldErrors::single("confirm", problem));
        }
        Ok(Self { components, title, text, starts_at, ends_at })
    }
}

string_enum! {
    /// What an update does to a maintenance.
    MaintenanceAction {
        /// Adds text, and moves the end where one was typed.
        Note = "note",
        /// Ends it now.
        Finish = "finish",
        /// Cancels it, before it starts or while it is in progress.
        Cancel = "cancel",
    }
}

/// A valid update of a maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaintenanceUpdateDraft {
    /// What the update does to the maintenance.
    pub action: MaintenanceAction,
    /// The text; may be empty when the maintenance is finished or cancelled.
    pub text: Localised,
    /// The new end; `None` where it stays.
    pub ends_at: Option<DateTime<Utc>>,
}

impl MaintenanceUpdateDraft {
    /// Validates all fields at once. A new end must be after the start of the maintenance.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn parse(
        raw: &RawUpdate,
        context: StatusFormContext<'_>,
        starts_at: DateTime<Utc>,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let action = errors.check("action", parse_enum(&raw.action));
        let ends_at = match raw.ends_at.trim() {
            "" => None,
            raw => errors.check("ends_at", parse_end(raw, Some(starts_at), context.zone)),
        };
        let text = match action {
            Some(MaintenanceAction::Finish | MaintenanceAction::Cancel)
                if raw.text.0.iter().all(|(_, text)| text.trim().is_empty()) =>
            {
                Localised::default()
            }
            _ => raw.text.parse_text(&mut errors, context.default_lang),
        };
        match action {
            Some(action) if errors.is_empty() => Ok(Self { action, text, ends_at }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests;
