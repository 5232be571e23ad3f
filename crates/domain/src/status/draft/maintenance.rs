//! The forms that schedule and update a maintenance.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use super::{
    super::MaintenancePhase, RawTexts, RawUpdate, StatusFormContext, parse_components, parse_end, parse_enum,
};
use crate::{
    Localised,
    fields::{FieldErrors, Problem},
    string_enum::string_enum,
    typed_date::parse_moment,
};

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

/// How far ahead the end of planned work can be. A later one is probably of another year.
const MAX_AHEAD: TimeDelta = TimeDelta::days(730);

/// The end of planned work.
fn parse_planned_end(
    raw: &str,
    start: Option<DateTime<Utc>>,
    zone: Tz,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Problem> {
    let end = parse_end(raw, start, zone)?;
    if end > now + MAX_AHEAD { Err(Problem::UnlikelyTime) } else { Ok(end) }
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
        let starts_at = errors.check("starts_at", parse_moment(&raw.starts_at, context.zone));
        let ends_at = errors.check("ends_at", parse_planned_end(&raw.ends_at, starts_at, context.zone, now));
        let (Some(components), Some(starts_at), Some(ends_at), true) =
            (components, starts_at, ends_at, errors.is_empty())
        else {
            return Err(errors);
        };
        check_notice(starts_at, now, &raw.confirm)?;
        Ok(Self { components, title, text, starts_at, ends_at })
    }
}

string_enum! {
    /// What an update does to a maintenance.
    MaintenanceAction {
        /// Adds text, and moves start and end where one was typed.
        Note = "note",
        /// Ends it now.
        Finish = "finish",
        /// Cancels it, before it starts or while it is in progress.
        Cancel = "cancel",
    }
}

/// A maintenance as it is when it is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaintenanceWindow {
    /// Start of the window.
    pub starts_at: DateTime<Utc>,
    /// End of the window.
    pub ends_at: DateTime<Utc>,
    /// When it was cancelled.
    pub cancelled_at: Option<DateTime<Utc>>,
}

impl MaintenanceWindow {
    /// The phase at `now`.
    pub fn phase(&self, now: DateTime<Utc>) -> MaintenancePhase {
        MaintenancePhase::at(now, self.starts_at, self.ends_at, self.cancelled_at)
    }

    /// Whether the start can be moved: until the maintenance is over.
    pub fn can_move_start(&self, now: DateTime<Utc>) -> bool {
        matches!(self.phase(now), MaintenancePhase::Scheduled | MaintenancePhase::InProgress)
    }
}

/// A valid update of a maintenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaintenanceUpdateDraft {
    /// What the update does to the maintenance.
    pub action: MaintenanceAction,
    /// The text; may be empty when the maintenance is finished or cancelled.
    pub text: Localised,
    /// The new start; `None` where it stays.
    pub starts_at: Option<DateTime<Utc>>,
    /// The new end; `None` where it stays.
    pub ends_at: Option<DateTime<Utc>>,
}

impl MaintenanceUpdateDraft {
    /// Validates all fields at once. The end must be after the start, whichever of them is moved. A maintenance that has begun can
    /// only be put off, to a time to come.
    ///
    /// # Errors
    /// Every problem, in the order of the fields. [`Problem::ShortNotice`] or [`Problem::AlreadyStarted`] of `confirm`, about a new
    /// start, comes last and alone.
    pub fn parse(
        raw: &RawUpdate,
        context: StatusFormContext<'_>,
        current: MaintenanceWindow,
        now: DateTime<Utc>,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let action = errors.check("action", parse_enum(&raw.action));
        let starts_at = match raw.starts_at.trim() {
            raw if !raw.is_empty() && current.can_move_start(now) => errors
                .check("starts_at", parse_new_start(raw, context.zone, current, now))
                .filter(|start| *start != current.starts_at),
            _ => None,
        };
        let is_cancelled = current.phase(now) == MaintenancePhase::Cancelled;
        let names_start = !raw.starts_at.trim().is_empty()
            && parse_moment(&raw.starts_at, context.zone) != Ok(current.starts_at);
        if names_start && !current.can_move_start(now) || is_cancelled && !raw.ends_at.trim().is_empty() {
            // the form was opened before that
            errors.push("action", Problem::IsOver);
            return Err(errors);
        }
        let start = starts_at.unwrap_or(current.starts_at);
        let ends_at = match raw.ends_at.trim() {
            "" if starts_at.is_some() && current.ends_at <= start => {
                errors.push("ends_at", Problem::InvalidTime);
                None
            }
            "" => None,
            raw => errors
                .check("ends_at", parse_new_end(raw, start, context.zone, current, now))
                .filter(|end| *end != current.ends_at),
        };
        let text = match action {
            Some(MaintenanceAction::Finish | MaintenanceAction::Cancel) if raw.text.is_blank() => {
                Localised::default()
            }
            _ => raw.text.parse_text(&mut errors, context.default_lang),
        };
        let Some(action) = action.filter(|_| errors.is_empty()) else { return Err(errors) };
        if let (MaintenanceAction::Note, Some(start)) = (action, starts_at) {
            check_notice(start, now, &raw.confirm)?;
        }
        Ok(Self { action, text, starts_at, ends_at })
    }
}

fn parse_new_start(
    raw: &str,
    zone: Tz,
    current: MaintenanceWindow,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Problem> {
    let start = parse_moment(raw, zone)?;
    let is_late = current.starts_at <= now && start <= now && start != current.starts_at;
    if is_late { Err(Problem::NotInFuture) } else { Ok(start) }
}

fn parse_new_end(
    raw: &str,
    start: DateTime<Utc>,
    zone: Tz,
    current: MaintenanceWindow,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Problem> {
    let end = parse_planned_end(raw, Some(start), zone, now)?;
    let is_late = current.starts_at <= now && end <= now && end != current.ends_at;
    if is_late { Err(Problem::NotInFuture) } else { Ok(end) }
}

/// Whether a start is announced in time, or the short notice was confirmed.
fn check_notice(starts_at: DateTime<Utc>, now: DateTime<Utc>, confirm: &str) -> Result<(), FieldErrors> {
    if starts_at >= now + MaintenanceDraft::NOTICE || !confirm.is_empty() {
        return Ok(());
    }
    let problem = if starts_at <= now { Problem::AlreadyStarted } else { Problem::ShortNotice };
    Err(FieldErrors::single("confirm", problem))
}
