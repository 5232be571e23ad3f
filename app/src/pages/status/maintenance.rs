//! `/status/maintenances/{id}`: one maintenance and everything that was said about it.

use fyr_i18n::t;
use fyr_services::{Error, status};
use leptos::prelude::*;
use uuid::Uuid;

use super::parts::{Affected, Away, PhaseTag, Timeline, span};
use crate::{
    Cx, Page,
    components::{Breadcrumbs, Words},
};

/// The page.
pub async fn show(cx: &Cx, id: Uuid) -> Result<Page, Error> {
    let lang = cx.lang;
    let (maintenance, overview) = status::maintenance(&cx.services, id).await?;
    let title = maintenance.title.text(lang).to_owned();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=vec![("/status".to_owned(), t!(lang, "status-title").to_owned())] here=title.clone()/>
            <h1 class="ds-heading" data-size="lg"><Words text=maintenance.title.clone()/></h1>
            <Away since=overview.away_since/>
            <p class="tags"><PhaseTag word=maintenance.phase(cx.now).as_str()/></p>
            <Affected overview services=maintenance.services.clone()/>
            <dl class="facts">
                <div><dt>{t!(lang, "status-when")}</dt><dd>{span(cx, maintenance.starts_at, maintenance.ends_at)}</dd></div>
            </dl>
            <h2 class="ds-heading" data-size="sm">{t!(lang, "status-timeline-plan")}</h2>
            <Timeline updates=maintenance.updates/>
            <p><a class="ds-link" href="/status">{t!(lang, "status-back")}</a></p>
        </div>
    };
    Ok(Page::new(title, body))
}
