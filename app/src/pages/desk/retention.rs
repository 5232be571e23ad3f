//! The retention plan: what is deleted after which time, for administrators.

use fyr_i18n::{t, text_for};
use fyr_usecases::{Error, privacy::retention};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, Timestamp},
};

/// `/desk/audit/retention`.
pub async fn show(cx: &RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let rules = retention::preview_for_admin(&cx.backend, &cx.actor).await?;
    let rows: Vec<_> = rules
        .into_iter()
        .map(|rule| {
            let limit = rule.after.map_or_else(
                || t!(lang, "retention-keep").to_owned(),
                |after| t!(lang, "retention-after", days = after.num_days()),
            );
            let oldest = match rule.oldest {
                Some(at) => view! { <Timestamp at/> }.into_any(),
                None => "–".into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{text_for(lang, "retention-kind-", rule.kind.as_str())}</th>
                    <td data-label=t!(lang, "retention-rule")>{limit}</td>
                    <td data-label=t!(lang, "retention-now")>{rule.count}</td>
                    <td data-label=t!(lang, "retention-oldest")>{oldest}</td>
                </tr>
            }
        })
        .collect();
    let ancestors = vec![
        ("/desk".to_owned(), t!(lang, "nav-desk").to_owned()),
        ("/desk/audit".to_owned(), t!(lang, "audit-title").to_owned()),
    ];
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "retention-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "retention-title")}</h1>
        <p class="ds-paragraph lead">{t!(lang, "retention-intro")}" "{t!(lang, "retention-now-command")}" "<code>"fyr retention"</code></p>
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
