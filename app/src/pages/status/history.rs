//! `/status/history`: every outage that is over, by month.

use fyr_i18n::{month, t};
use fyr_services::{
    Error,
    status::{self, Incident, PER_PAGE},
};
use leptos::prelude::*;

use super::{overview::PastIncident, parts::Away};
use crate::{
    Cx, Page,
    components::{Breadcrumbs, Pagination},
};

/// The page; `page` counts from 1.
pub async fn show(cx: &Cx, page: i64) -> Result<Page, Error> {
    let lang = cx.lang;
    let past = status::past(&cx.services, page).await?;
    let zone = cx.services.settings.calendar.zone;
    let mut months: Vec<(String, Vec<Incident>)> = Vec::new();
    for incident in past.incidents {
        let name = month(lang, incident.started_at.with_timezone(&zone).date_naive());
        match months.last_mut() {
            Some((last, incidents)) if *last == name => incidents.push(incident),
            _ => months.push((name, vec![incident])),
        }
    }
    let nothing = months.is_empty().then(|| {
        if past.total == 0 {
            view! { <p class="ds-paragraph">{t!(lang, "status-history-none")}</p> }.into_any()
        } else {
            view! { <p class="ds-paragraph"><a class="ds-link" href="/status/history">{t!(lang, "status-history-empty-page")}</a></p> }.into_any()
        }
    });
    let months: Vec<_> = months
        .into_iter()
        .enumerate()
        .map(|(at, (name, incidents))| {
            let (id, own) = (format!("month-{at}"), format!("month-{at}"));
            view! {
                <section aria-labelledby=own>
                    <h2 class="ds-heading month" data-size="sm" id=id>{name}</h2>
                    <ul class="status-list">
                        {incidents.into_iter().map(|incident| view! { <PastIncident incident/> }).collect_view()}
                    </ul>
                </section>
            }
        })
        .collect();
    let title = t!(lang, "status-history-title");
    let body = view! {
        <div class="narrow">
            <Breadcrumbs above=vec![("/status".to_owned(), t!(lang, "status-title").to_owned())] here=title/>
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            <Away since=past.away_since/>
            {nothing}
            {months}
            <Pagination page total=past.total per_page=PER_PAGE/>
        </div>
    };
    Ok(Page::new(title, body))
}
