//! `/status/maintenances/{id}`: one maintenance with its updates.

use fyr_i18n::t;
use fyr_usecases::{Error, status};
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    timeline::{MaintenanceTimeline, TitleCorrected},
    widgets::{AffectedComponents, PhaseTag, StaleNotice, date_range},
};
use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, LocalisedText},
};

/// `/status/maintenances/{id}`.
pub async fn show(cx: &RequestContext, id: Uuid) -> Result<Page, Error> {
    let lang = cx.lang;
    let (maintenance, overview) = status::find_maintenance(&cx.backend, id).await?;
    let title = maintenance.title.text(lang).to_owned();
    let can_post = cx.actor.can_post_status();
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=vec![("/status".to_owned(), t!(lang, "status-title").to_owned())] current=title.clone()/>
            <h1 class="ds-heading" data-size="lg"><LocalisedText text=maintenance.title.clone()/></h1>
            <TitleCorrected at=maintenance.title_corrected_at/>
            <StaleNotice since=overview.stale_since/>
            <p class="tags"><PhaseTag word=maintenance.phase(cx.now).as_str()/></p>
            <AffectedComponents overview components=maintenance.components.clone()/>
            <dl class="facts">
                <div><dt>{t!(lang, "status-when")}</dt><dd>{date_range(cx, maintenance.starts_at, maintenance.ends_at)}</dd></div>
            </dl>
            <h2 class="ds-heading" data-size="sm">{t!(lang, "status-timeline-plan")}</h2>
            <MaintenanceTimeline maintenance/>
            {can_post.then(|| view! { <p><a class="ds-link" href=format!("/desk/status/maintenances/{id}")>{t!(lang, "status-desk-update")}</a></p> })}
            <p><a class="ds-link" href="/status">{t!(lang, "status-back")}</a></p>
        </div>
    };
    Ok(Page::new(title, body))
}
