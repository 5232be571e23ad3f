//! The forms that post and update an incident.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{
    super::{ComponentImpact, Impact, IncidentStatus, worst_impact},
    RawTexts, RawUpdate, StatusFormContext, parse_components, parse_enum,
};
use crate::{
    Localised,
    calendar::wall_clock,
    fields::{FieldErrors, Problem},
    typed_date::parse_local_time,
};

/// How long ago an incident can have begun when it is posted or corrected: as far back as the status page tells. An earlier time is
/// probably that of another year.
const MAX_AGE: TimeDelta = TimeDelta::days(90);

/// The moment at which an incident began. Of the two that the wall clock shows alike when it is put back, the last that is not in
/// the future.
fn parse_beginning(raw: &str, zone: Tz, now: DateTime<Utc>) -> Result<DateTime<Utc>, Problem> {
    let local = parse_local_time(raw, zone)?;
    let moments = [wall_clock::last_instant(zone, local), wall_clock::first_instant(zone, local)];
    let began = moments.into_iter().flatten().find(|at| *at <= now).ok_or(Problem::InFuture)?;
    if began < now - MAX_AGE { Err(Problem::UnlikelyTime) } else { Ok(began) }
}

/// Another beginning of an incident; `None` where nothing was typed, or the minute in which it began.
fn parse_new_beginning(
    raw: &str,
    zone: Tz,
    present: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, Problem> {
    let minute = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
    let is_present = || {
        let local = parse_local_time(raw, zone).ok()?;
        let moments = [wall_clock::first_instant(zone, local), wall_clock::last_instant(zone, local)];
        moments.into_iter().flatten().find(|at| minute(*at) == minute(present))
    };
    if raw.trim().is_empty() || is_present().is_some() {
        return Ok(None);
    }
    parse_beginning(raw, zone, now).map(Some)
}

/// Which of the components are affected in another way than the others. Fields are named `impact_{slug}`. Without components,
/// because they are not valid, nothing is said about those that are not affected.
fn parse_exceptions(
    errors: &mut FieldErrors,
    raw: &[(String, String)],
    known: &[(&str, Uuid)],
    components: Option<&[Uuid]>,
) -> Vec<ComponentImpact> {
    let typed = raw.iter().filter(|(_, impact)| !impact.trim().is_empty());
    let parse = |(slug, impact): &(String, String)| {
        // a component that was removed meanwhile has no field
        let (_, component) = known.iter().find(|(known, _)| known == slug)?;
        let field = format!("impact_{slug}");
        let impact = errors.check(&field, parse_enum(impact))?;
        if components.is_some_and(|affected| !affected.contains(component)) {
            errors.push(&field, Problem::NotAffected);
        }
        Some(ComponentImpact { component: *component, impact })
    };
    typed.filter_map(parse).collect()
}

fn with_impacts(components: &[Uuid], impact: Impact, exceptions: &[ComponentImpact]) -> Vec<ComponentImpact> {
    let own = |component: Uuid| exceptions.iter().find(|exception| exception.component == component);
    let with_impact = |component: &Uuid| {
        own(*component).copied().unwrap_or(ComponentImpact { component: *component, impact })
    };
    components.iter().map(with_impact).collect()
}

/// The form that posts an incident, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawIncident {
    /// Slugs of the affected components (form field `services`).
    pub components: Vec<String>,
    /// A word of [`Impact`].
    pub impact: String,
    /// Slug and impact of components that are affected in another way than the others; an empty impact is that of the others.
    pub component_impacts: Vec<(String, String)>,
    /// When it began, as wall clock time; empty for now.
    pub started_at: String,
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
    pub components: Vec<ComponentImpact>,
    /// The worst impact on any of them.
    pub impact: Impact,
    /// When it began; not after the time of posting.
    pub started_at: DateTime<Utc>,
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
    pub fn parse(
        raw: &RawIncident,
        context: StatusFormContext<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let components = errors.check("services", parse_components(&raw.components, context.components));
        let impact = errors.check("impact", parse_enum(&raw.impact));
        let exceptions =
            parse_exceptions(&mut errors, &raw.component_impacts, context.components, components.as_deref());
        let started_at = match raw.started_at.trim() {
            "" => Some(now),
            typed => errors.check("started_at", parse_beginning(typed, context.zone, now)),
        };
        let title = raw.title.parse_title(&mut errors, context.default_lang);
        let text = raw.text.parse_text(&mut errors, context.default_lang);
        let status = errors.check("status", parse_enum(&raw.status));
        match (components, impact, started_at, status) {
            (Some(components), Some(impact), Some(started_at), Some(status)) if errors.is_empty() => {
                let components = with_impacts(&components, impact, &exceptions);
                let impact = worst_impact(&components);
                Ok(Self { components, impact, started_at, status, title, text })
            }
            _ => Err(errors),
        }
    }
}

/// An incident as it is when it is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncidentState<'a> {
    /// The components that it affects, which stay where the form names none.
    pub components: &'a [Uuid],
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it was resolved; `None` while it is open.
    pub resolved_at: Option<DateTime<Utc>>,
}

/// A valid update of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdateDraft {
    /// The affected components from now on; at least one.
    pub components: Vec<ComponentImpact>,
    /// The worst impact on any of them.
    pub impact: Impact,
    /// How far the handling of the incident has come.
    pub status: IncidentStatus,
    /// When it began, where that was corrected.
    pub started_at: Option<DateTime<Utc>>,
    /// The text of the update.
    pub text: Localised,
}

impl UpdateDraft {
    /// Validates all fields at once.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn parse(
        raw: &RawUpdate,
        context: StatusFormContext<'_>,
        current: IncidentState<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let status = errors.check("status", parse_enum(&raw.status));
        let text = raw.text.parse_text(&mut errors, context.default_lang);
        let components = match raw.components[..] {
            [] => Some(current.components.to_vec()),
            _ => errors.check("services", parse_components(&raw.components, context.components)),
        };
        let impact = errors.check("impact", parse_enum(&raw.impact));
        let exceptions =
            parse_exceptions(&mut errors, &raw.component_impacts, context.components, components.as_deref());
        let latest = current.resolved_at.map_or(now, |resolved| resolved.min(now));
        let started_at = errors.check(
            "started_at",
            parse_new_beginning(&raw.started_at, context.zone, current.started_at, latest),
        );
        match (status, components, impact, started_at) {
            (Some(status), Some(components), Some(impact), Some(started_at)) if errors.is_empty() => {
                let components = with_impacts(&components, impact, &exceptions);
                let worst = if components.is_empty() { impact } else { worst_impact(&components) };
                Ok(Self { components, impact: worst, status, started_at, text })
            }
            _ => Err(errors),
        }
    }
}
