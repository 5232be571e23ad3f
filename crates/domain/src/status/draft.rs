//! Validation of the forms that post and update incidents and maintenances.
//!
//! Texts are entered per language; one language is enough, readers of the others are shown the nearest. Times are wall
//! clock times in the portal's zone.

mod correction;
mod incident;
mod maintenance;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

pub use self::{
    correction::TextCorrection,
    incident::{IncidentDraft, IncidentState, RawIncident, UpdateDraft},
    maintenance::{
        MaintenanceAction, MaintenanceDraft, MaintenanceUpdateDraft, MaintenanceWindow, RawMaintenance,
    },
};
use crate::{
    Lang, Localised,
    calendar::wall_clock,
    fields::{FieldErrors, Problem},
    text::{Body, Subject},
    typed_date::parse_local_time,
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

    fn is_blank(&self) -> bool {
        self.0.iter().all(|(_, text)| text.trim().is_empty())
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
    let mut chosen = raw.iter().filter(|slug| !slug.is_empty()).peekable();
    if chosen.peek().is_none() {
        return Err(Problem::Required);
    }
    let find = |slug: &String| known.iter().find(|(known, _)| known == slug).map(|(_, id)| *id);
    chosen.map(find).collect::<Option<Vec<_>>>().ok_or(Problem::UnknownChoice)
}

fn parse_enum<T: std::str::FromStr>(raw: &str) -> Result<T, Problem> {
    match raw.trim() {
        "" => Err(Problem::Required),
        word => word.parse().map_err(|_| Problem::UnknownChoice),
    }
}

/// The moment of an end, which is after its start on the wall clock too: `02:30–02:15` reads as a mistake, also in the night when
/// the clock shows both times twice. Of two moments that the wall clock shows alike it is the last, when the work is surely over.
fn parse_end(raw: &str, start: Option<DateTime<Utc>>, zone: Tz) -> Result<DateTime<Utc>, Problem> {
    let local = parse_local_time(raw, zone)?;
    let end = wall_clock::last_instant(zone, local).ok_or(Problem::InvalidTime)?;
    let is_before = |start: DateTime<Utc>| end <= start || local <= wall_clock::local_time(zone, start);
    if start.is_some_and(is_before) { Err(Problem::InvalidTime) } else { Ok(end) }
}

/// The form that updates an incident or a maintenance, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawUpdate {
    /// For an incident: slugs of the affected components (form field `services`). Empty where the form has no such field, and the
    /// components stay; a form that has it sends an empty slug too, so that one with nothing checked is another.
    pub components: Vec<String>,
    /// For an incident: slug and impact of components that are affected in another way than the others.
    pub component_impacts: Vec<(String, String)>,
    /// For an incident: a word of [`Impact`](super::Impact).
    pub impact: String,
    /// For an incident: a word of [`IncidentStatus`](super::IncidentStatus).
    pub status: String,
    /// For an incident: when it began; empty where that stays.
    pub started_at: String,
    /// For a maintenance: a word of [`MaintenanceAction`].
    pub action: String,
    /// For a maintenance: its new start; empty where the start stays.
    pub starts_at: String,
    /// For a maintenance: its new end; empty where the end stays.
    pub ends_at: String,
    /// For a maintenance: confirmation of a short notice of its new start: any value but empty.
    pub confirm: String,
    /// The id of the latest update that the form showed; empty where that is unknown.
    pub seen: String,
    /// The text of the update.
    pub text: RawTexts,
}

#[cfg(test)]
mod tests;
