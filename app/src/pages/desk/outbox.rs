//! Failed email jobs, for administrators.

use fyr_i18n::{t, text_for};
use fyr_usecases::{Error, jobs};
use leptos::prelude::*;

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, Timestamp},
};

/// `/desk/outbox`; `retried` is the number of emails that were just enqueued again.
pub async fn show(cx: &RequestContext, retried: Option<u64>) -> Result<Page, Error> {
    let lang = cx.lang;
    let failed = jobs::list_failed(&cx.backend, &cx.actor).await?;
    let pending = jobs::count_pending(&cx.backend, &cx.actor).await?;
    let ancestors = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let rows: Vec<_> = failed
        .into_iter()
        .map(|email| {
            let kind = text_for(lang, "desk-mail-", email.kind);
            let ticket = email.reference.map(|reference| {
                view! { <br/><a class="ds-link reference" href=format!("/desk/tickets/{reference}")>{reference.clone()}</a> }
            });
            view! {
                <tr>
                    <th scope="row">{kind}{ticket}</th>
                    <td data-label=t!(lang, "desk-mail-to")>{email.recipient.unwrap_or_else(|| "–".to_owned())}</td>
                    <td data-label=t!(lang, "desk-mail-promised")><Timestamp at=email.created_at/></td>
                    <td data-label=t!(lang, "desk-mail-attempts")>{email.attempts}</td>
                    <td data-label=t!(lang, "desk-mail-error")><code lang="en" class="desk-mail-error">{email.error}</code></td>
                </tr>
            }
        })
        .collect();
    let retried = retried.map(|count| {
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
        <Breadcrumbs ancestors current=t!(lang, "desk-mail-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "desk-mail-title")}</h1>
        {retried}
        <p class="ds-paragraph">{t!(lang, "desk-mail-waiting", count = pending)}</p>
        {list}
    };
    Ok(Page::new(t!(lang, "desk-mail-title"), body))
}
