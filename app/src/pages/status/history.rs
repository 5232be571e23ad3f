//! `/status/history`: resolved incidents by month.

use fyr_i18n::{month, t};
use fyr_usecases::{
    Error,
    status::{self, Incident, PAST_INCIDENTS_PER_PAGE},
};
use leptos::prelude::*;

use super::{overview::ResolvedIncident, widgets::StaleNotice};
use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, Pagination},
};

/// `/status/history?page=`; `page` counts from 1.
pub async fn show(cx: &RequestContext, page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let past = status::list_past_incidents(&cx.backend, page).await?;
    let zone = cx.zone;
    let mut months: Vec<(String, Vec<Incident>)> = Vec::new();
    for incident in past.incidents {
        let name = month(lang, incident.started_at.with_timezone(&zone).date_naive());
        match months.last_mut() {
            Some((last, incidents)) if *last == name => incidents.push(incident),
            _ => months.push((name, vec![incident])),
        }
    }
    let empty_notice = months.is_empty().then(|| {
        if past.total == 0 {
            view! { <p class="ds-paragraph">{t!(lang, "status-history-none")}</p> }.into_any()
        } else {
            view! { <p class="ds-paragraph"><a class="ds-link" href="/status/history">{t!(lang, "status-history-empty-page")}</a></p> }.into_any()
        }
    });
    let months: Vec<_> = months
        .into_iter()
        .enumerate()
        .map(|(index, (name, incidents))| {
            let (id, labelled_by) = (format!("month-{index}"), format!("month-{index}"));
            view! {
                <section aria-labelledby=labelled_by>
                    <h2 class="ds-heading month" data-size="sm" id=id>{name}</h2>
                    <ul class="status-list">
                        {incidents.into_iter().map(|incident| view! { <ResolvedIncident incident/> }).collect_view()}
                    </ul>
                </section>
            }
        })
        .collect();
    let title = t!(lang, "status-history-title");
    let body = view! {
        <div class="narrow">
            <Breadcrumbs ancestors=vec![("/status".to_owned(), t!(lang, "status-title").to_owned())] current=title/>
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <StaleNotice since=past.stale_since/>
            {empty_notice}
            {months}
            <Pagination page total=past.total per_page=PAST_INCIDENTS_PER_PAGE/>
        </div>
    };
    Ok(Page::new(title, body))
}
