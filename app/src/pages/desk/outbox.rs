//! Mail that could not be sent, for those who run the portal.

use fyr_i18n::{t, text_of};
use fyr_services::{Error, outbox};
use leptos::prelude::*;

use crate::{
    Cx, Page,
    components::{Breadcrumbs, Moment},
};

/// `/desk/outbox`; `again` says how many are just being tried once more.
pub async fn show(cx: &Cx, again: Option<u64>) -> Result<Page, Error> {
    let lang = cx.lang;
    let parked = outbox::parked(&cx.services, &cx.actor).await?;
    let waiting = outbox::count_waiting(&cx.services, &cx.actor).await?;
    let above = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let rows: Vec<_> = parked
        .into_iter()
        .map(|mail| {
            let about = text_of(lang, "desk-mail-", mail.about);
            let ticket = mail.ticket.map(|reference| {
                view! { <br/><a class="ds-link reference" href=format!("/desk/tickets/{reference}")>{reference.clone()}</a> }
            });
            view! {
                <tr>
                    <th scope="row">{about}{ticket}</th>
                    <td data-label=t!(lang, "desk-mail-to")>{mail.to.unwrap_or_else(|| "–".to_owned())}</td>
                    <td data-label=t!(lang, "desk-mail-promised")><Moment at=mail.created_at/></td>
                    <td data-label=t!(lang, "desk-mail-attempts")>{mail.attempts}</td>
                    <td data-label=t!(lang, "desk-mail-error")><code lang="en" class="desk-mail-error">{mail.error}</code></td>
                </tr>
            }
        })
        .collect();
    let tried = again.map(|count| {
        view! { <p class="ds-alert" data-color="info" role="status">{t!(lang, "desk-mail-again", count = count)}</p> }
    });
    let list = if rows.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "desk-mail-none")}</p></div> }.into_any()
    } else {
        view! {
            <p class="ds-paragraph">{t!(lang, "desk-mail-intro")}</p>
            <form method="post" action="/desk/outbox" class="actions">
                <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "desk-mail-retry")}</button>
            </form>
            <table class="ds-table table-cards">
                <caption class="visually-hidden">{t!(lang, "desk-mail-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(lang, "desk-mail-about")}</th>
                        <th scope="col">{t!(lang, "desk-mail-to")}</th>
                        <th scope="col">{t!(lang, "desk-mail-promised")}</th>
                        <th scope="col">{t!(lang, "desk-mail-attempts")}</th>
                        <th scope="col">{t!(lang, "desk-mail-error")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    let body = view! {
        <Breadcrumbs above here=t!(lang, "desk-mail-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "desk-mail-title")}</h1>
        {tried}
        <p class="ds-paragraph">{t!(lang, "desk-mail-waiting", count = waiting)}</p>
        {list}
    };
    Ok(Page::new(t!(lang, "desk-mail-title"), body))
}
