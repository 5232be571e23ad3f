//! `/status/incidents/{id}`: one incident with its updates.

use fyr_i18n::{duration, t};
use fyr_usecases::{Error, status};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    timeline::{IncidentTimeline, TitleCorrected},
    widgets::{ComponentsOfIncident, ImpactTag, PhaseTag, StaleNotice},
};
use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, LocalisedText, Timestamp},
};

/// `/status/incidents/{id}`.
pub async fn show(cx: &RequestContext, id: Uuid) -> Result<Page, Error> {
    let lang = cx.lang;
    let (incident, overview) = status::find_incident(&cx.backend, id).await?;
    let title = incident.title.text(lang).to_owned();
    let length = duration(lang, incident.resolved_at.unwrap_or(cx.now) - incident.started_at);
    let ended = match incident.resolved_at {
        Some(end) => view! {
            <div><dt>{t!(lang, "status-ended")}</dt><dd><Timestamp at=end/></dd></div>
            <div><dt>{t!(lang, "status-lasted")}</dt><dd>{length}</dd></div>
        }
        .into_any(),
        None => view! { <div><dt>{t!(lang, "status-lasted")}</dt><dd>{t!(lang, "status-ongoing", length = length)}</dd></div> }
            .into_any(),
    };
    let can_post = cx.actor.can_post_status();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=vec![("/status".to_owned(), t!(lang, "status-title").to_owned())] current=title.clone()/>
            <h1 class="ds-heading" data-size="lg"><LocalisedText text=incident.title.clone()/></h1>
            <TitleCorrected at=incident.title_corrected_at/>
            <StaleNotice since=overview.stale_since/>
            <p class="tags"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/></p>
            <ComponentsOfIncident overview=overview.clone() incident=incident.clone()/>
            <dl class="facts">
                <div><dt>{t!(lang, "status-began")}</dt><dd><Timestamp at=incident.started_at/></dd></div>
                {ended}
            </dl>
            <h2 class="ds-heading" data-size="sm">{t!(lang, "status-timeline")}</h2>
            <IncidentTimeline overview incident/>
            {can_post.then(|| view! { <p><a class="ds-link" href=format!("/desk/status/incidents/{id}")>{t!(lang, "status-desk-update")}</a></p> })}
            <p><a class="ds-link" href="/status">{t!(lang, "status-back")}</a></p>
        </div>
    };
    Ok(Page::new(title, body))
}
