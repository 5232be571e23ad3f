//! `/status/incidents/{id}`: one outage and everything that was said about it.

use fyr_i18n::{duration, t};
use fyr_services::{Error, status};
use leptos::prelude::*;
use uuid::Uuid;

use super::parts::{Affected, Away, ImpactTag, PhaseTag, Timeline};
use crate::{
    Cx, Page,
    components::{Breadcrumbs, Moment, Words},
};

/// The page.
pub async fn show(cx: &Cx, id: Uuid) -> Result<Page, Error> {
    let lang = cx.lang;
    let (incident, overview) = status::incident(&cx.services, id).await?;
    let title = incident.title.text(lang).to_owned();
    let length = duration(lang, incident.resolved_at.unwrap_or(cx.now) - incident.started_at);
    let ended = match incident.resolved_at {
        Some(end) => view! {
            <div><dt>{t!(lang, "status-ended")}</dt><dd><Moment at=end/></dd></div>
            <div><dt>{t!(lang, "status-lasted")}</dt><dd>{length}</dd></div>
        }
        .into_any(),
        None => view! { <div><dt>{t!(lang, "status-lasted")}</dt><dd>{t!(lang, "status-ongoing", length = length)}</dd></div> }
            .into_any(),
    };
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=vec![("/status".to_owned(), t!(lang, "status-title").to_owned())] here=title.clone()/>
            <h1 class="ds-heading" data-size="lg"><Words text=incident.title/></h1>
            <Away since=overview.away_since/>
            <p class="tags"><ImpactTag impact=incident.impact/>" "<PhaseTag word=incident.status.as_str()/></p>
            <Affected overview services=incident.services/>
            <dl class="facts">
                <div><dt>{t!(lang, "status-began")}</dt><dd><Moment at=incident.started_at/></dd></div>
                {ended}
            </dl>
            <h2 class="ds-heading" data-size="sm">{t!(lang, "status-timeline")}</h2>
            <Timeline updates=incident.updates/>
            <p><a class="ds-link" href="/status">{t!(lang, "status-back")}</a></p>
        </div>
    };
    Ok(Page::new(title, body))
}
