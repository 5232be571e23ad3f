//! What goes because it is old, for whoever runs the portal.

use fyr_i18n::{t, text_of};
use fyr_services::{Error, privacy::retention};
use leptos::prelude::*;

use crate::{
    Cx, Page,
    components::{Breadcrumbs, Moment},
};

/// `/desk/audit/retention`.
pub async fn show(cx: &Cx) -> Result<Page, Error> {
    let lang = cx.lang;
    let shares = retention::plan_for(&cx.services, &cx.actor).await?;
    let rows: Vec<_> = shares
        .into_iter()
        .map(|share| {
            let rule = share.after.map_or_else(
                || t!(lang, "retention-keep").to_owned(),
                |after| t!(lang, "retention-after", days = after.num_days()),
            );
            let oldest = match share.oldest {
                Some(at) => view! { <Moment at/> }.into_any(),
                None => "–".into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{text_of(lang, "retention-kind-", share.kind.as_str())}</th>
                    <td data-label=t!(lang, "retention-rule")>{rule}</td>
                    <td data-label=t!(lang, "retention-now")>{share.count}</td>
                    <td data-label=t!(lang, "retention-oldest")>{oldest}</td>
                </tr>
            }
        })
        .collect();
    let above = vec![
        ("/desk".to_owned(), t!(lang, "nav-desk").to_owned()),
        ("/desk/audit".to_owned(), t!(lang, "audit-title").to_owned()),
    ];
    let body = view! {
        <Breadcrumbs above here=t!(lang, "retention-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "retention-title")}</h1>
        <p class="ds-paragraph lead">{t!(lang, "retention-intro")}</p>
        <table class="ds-table table-cards">
            <caption class="visually-hidden">{t!(lang, "retention-title")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(lang, "retention-what")}</th>
                    <th scope="col">{t!(lang, "retention-rule")}</th>
                    <th scope="col">{t!(lang, "retention-now")}</th>
                    <th scope="col">{t!(lang, "retention-oldest")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    Ok(Page::new(t!(lang, "retention-title"), body))
}
