//! The updates of an incident or a maintenance; for those who post also what they said before they were corrected.

use chrono::{DateTime, Utc};
use fyr_domain::{Lang, status::ComponentChange};
use fyr_i18n::{t, text_for};
use fyr_usecases::status::{Correction, Incident, Maintenance, StatusOverview, StatusUpdate};
use leptos::prelude::*;
use uuid::Uuid;

use super::widgets::date_range;
use crate::{
    components::{LocalisedParagraphs, Timestamp},
    use_request_context,
};

/// An update with what it changed, in one sentence for each.
struct Entry {
    update: StatusUpdate,
    changes: Vec<String>,
}

/// What an update changed about the components of an incident, one sentence for each.
pub fn change_sentences(
    lang: Lang,
    overview: &StatusOverview,
    incident: &Incident,
    update: &StatusUpdate,
) -> Vec<String> {
    let sentence = |(id, change): (Uuid, ComponentChange)| {
        let component = overview.components().iter().find(|component| component.id == id)?;
        let service = component.title.text(lang);
        let impact = match change {
            ComponentChange::Removed => return Some(t!(lang, "status-change-removed", service = service)),
            ComponentChange::Added(impact)
            | ComponentChange::Worse(impact)
            | ComponentChange::Better(impact) => text_for(lang, "status-impact-", impact.as_str()),
        };
        let impact = impact.as_str();
        Some(match change {
            ComponentChange::Worse(_) => t!(lang, "status-change-worse", service = service, impact = impact),
            ComponentChange::Better(_) => {
                t!(lang, "status-change-better", service = service, impact = impact)
            }
            _ => t!(lang, "status-change-added", service = service, impact = impact),
        })
    };
    incident.changes_of(update).into_iter().filter_map(sentence).collect()
}

/// The updates of an incident, latest first.
#[component]
pub fn IncidentTimeline(
    /// The status overview with the names of components.
    overview: StatusOverview,
    /// The incident whose updates are listed.
    incident: Incident,
    /// Whether the texts can be corrected here.
    #[prop(optional)]
    correctable: bool,
) -> impl IntoView {
    let cx = use_request_context();
    let entry = |update: &StatusUpdate| {
        let began = update.began_at.map(|at| t!(cx.lang, "status-change-began", when = cx.day_and_time(at)));
        let changes = change_sentences(cx.lang, &overview, &incident, update);
        Entry { update: update.clone(), changes: began.into_iter().chain(changes).collect() }
    };
    let entries = incident.updates.iter().map(entry).collect();
    let corrections = correctable.then_some(incident.corrections);
    view! { <Timeline entries corrections/> }
}

/// The updates of a maintenance, latest first.
#[component]
pub fn MaintenanceTimeline(
    /// The maintenance.
    maintenance: Maintenance,
    /// Whether the texts can be corrected here.
    #[prop(optional)]
    correctable: bool,
) -> impl IntoView {
    let cx = use_request_context();
    let moved = |(start, end)| t!(cx.lang, "status-change-moved", when = date_range(&cx, start, end));
    let entry =
        |update: StatusUpdate| Entry { changes: update.moved_to.map(moved).into_iter().collect(), update };
    let entries = maintenance.updates.into_iter().map(entry).collect();
    let corrections = correctable.then_some(maintenance.corrections);
    view! { <Timeline entries corrections/> }
}

/// Updates, latest first. With `corrections` each has a link to correct it, and its earlier wording.
#[component]
fn Timeline(entries: Vec<Entry>, corrections: Option<Vec<Correction>>) -> impl IntoView {
    let lang = use_request_context().lang;
    let items: Vec<_> = entries
        .into_iter()
        .map(|Entry { update, changes }| {
            let word = text_for(lang, "status-word-", update.status.as_deref().unwrap_or("note"));
            let changes: Vec<_> = changes.into_iter().map(|change| view! { <li>{change}</li> }).collect();
            let posting = corrections.clone().map(|corrections| {
                let (id, about) = (update.id, word.clone());
                view! { <CorrectText id update=Some(id) label=t!(lang, "status-desk-correct") about corrections/> }
            });
            view! {
                <li>
                    <p class="timeline-head"><strong>{word}</strong>" "<Timestamp at=update.at/></p>
                    {(!changes.is_empty()).then(|| view! { <ul class="plain-list">{changes}</ul> })}
                    <LocalisedParagraphs text=update.text/>
                    <TextCorrected at=update.corrected_at/>
                    {posting}
                </li>
            }
        })
        .collect();
    view! { <ol class="timeline" reversed>{items}</ol> }
}

#[component]
fn Corrected(label: &'static str, at: Option<DateTime<Utc>>) -> impl IntoView {
    at.map(|at| view! { <p class="meta">{label}" "<Timestamp at/></p> })
}

/// When the text of an update was corrected. Renders nothing if it was not.
#[component]
pub fn TextCorrected(
    /// When it was last corrected.
    at: Option<DateTime<Utc>>,
) -> impl IntoView {
    view! { <Corrected label=t!(use_request_context().lang, "status-corrected") at/> }
}

/// When the title of an incident or a maintenance was corrected. Renders nothing if it was not.
#[component]
pub fn TitleCorrected(
    /// When it was last corrected.
    at: Option<DateTime<Utc>>,
) -> impl IntoView {
    view! { <Corrected label=t!(use_request_context().lang, "status-title-corrected") at/> }
}

/// A link to correct a published text, and what it said before.
#[component]
pub fn CorrectText(
    /// The id of the update; for a title, of the incident or maintenance.
    id: Uuid,
    /// The update whose text it is; `None` for the title.
    update: Option<Uuid>,
    /// The label of the link.
    label: &'static str,
    /// What it is about, for screen readers, where several links have the same label.
    #[prop(optional, into)]
    about: String,
    /// All corrections of the incident or maintenance.
    corrections: Vec<Correction>,
) -> impl IntoView {
    let cx = use_request_context();
    let lang = cx.lang;
    let about = (!about.is_empty()).then(|| view! { <span class="visually-hidden">": "{about}</span> });
    let earlier: Vec<_> = corrections
        .into_iter()
        .filter(|correction| correction.update == update)
        .map(|correction| {
            let until = t!(lang, "status-desk-earlier-until", time = cx.day_and_time(correction.at));
            let texts: Vec<_> = correction
                .earlier
                .iter()
                .map(|(lang, text)| view! { <p class="ds-paragraph kept-lines" lang=lang.tag()>{text.to_owned()}</p> })
                .collect();
            view! { <li><p class="meta">{until}</p>{texts}</li> }
        })
        .collect();
    view! {
        <p class="meta"><a class="ds-link" href=format!("/desk/status/corrections/{id}")>{label}{about}</a></p>
        {(!earlier.is_empty()).then(|| view! {
            <details class="fold">
                <summary>{t!(lang, "status-desk-earlier")}</summary>
                <ul class="plain-list">{earlier}</ul>
            </details>
        })}
    }
}
