//! Failed email jobs, for administrators: what failed and why, trying again, discarding.

use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    jobs::{self, FailedEmail},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    Page, RequestContext,
    components::{Breadcrumbs, Timestamp},
};

/// `/desk/outbox`.
pub async fn show(cx: &RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let failed = jobs::list_failed(&cx.backend, &cx.actor).await?;
    let pending = jobs::count_pending(&cx.backend, &cx.actor).await?;
    let ancestors = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let rows: Vec<_> = failed.into_iter().map(|email| row(cx, email)).collect();
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
                        <th scope="col">{t!(lang, "desk-mail-action")}</th>
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
        <p class="ds-paragraph">{t!(lang, "desk-mail-waiting", count = pending)}</p>
        {list}
    };
    Ok(Page::new(t!(lang, "desk-mail-title"), body))
}

/// What an email is about, in words that tell it from the others.
fn title(cx: &RequestContext, email: &FailedEmail) -> String {
    let kind = text_for(cx.lang, "desk-mail-", email.kind);
    match (&email.reference, &email.recipient) {
        (Some(reference), _) => format!("{kind} {reference}"),
        (None, Some(recipient)) => format!("{kind} {recipient}"),
        (None, None) => kind,
    }
}

fn row(cx: &RequestContext, email: FailedEmail) -> impl IntoView + use<> {
    let lang = cx.lang;
    let what = title(cx, &email);
    let retry = t!(lang, "desk-mail-retry-label", what = what.as_str());
    let discard = t!(lang, "desk-mail-discard-label", what = what.as_str());
    let kind = text_for(lang, "desk-mail-", email.kind);
    let ticket = email.reference.map(|reference| {
        view! { <br/><a class="ds-link reference" href=format!("/desk/tickets/{reference}")>{reference.clone()}</a> }
    });
    let id = email.id.to_string();
    view! {
        <tr>
            <th scope="row">{kind}{ticket}</th>
            <td data-label=t!(lang, "desk-mail-to")>{email.recipient.unwrap_or_else(|| "–".to_owned())}</td>
            <td data-label=t!(lang, "desk-mail-promised")><Timestamp at=email.created_at/></td>
            <td data-label=t!(lang, "desk-mail-attempts")>{email.attempts}</td>
            <td data-label=t!(lang, "desk-mail-error")><code lang="en" class="desk-mail-error">{email.error}</code></td>
            <td data-label=t!(lang, "desk-mail-action")>
                <form method="post" action="/desk/outbox" class="actions">
                    <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="retry" value=id.clone()
                        aria-label=retry>{t!(lang, "desk-mail-retry-one")}</button>
                    <a class="ds-button" data-variant="tertiary" data-size="sm" href=format!("/desk/outbox?discard={id}")
                        aria-label=discard>{t!(lang, "desk-mail-discard")}</a>
                </form>
            </td>
        </tr>
    }
}

/// `/desk/outbox?discard={id}`: asks whether to discard an email.
pub async fn confirm_discard(cx: &RequestContext, id: Uuid) -> Result<Page, Error> {
    let lang = cx.lang;
    let email = jobs::find_failed(&cx.backend, &cx.actor, id).await?;
    let ancestors = vec![
        ("/desk".to_owned(), t!(lang, "nav-desk").to_owned()),
        ("/desk/outbox".to_owned(), t!(lang, "desk-mail-title").to_owned()),
    ];
    let what = title(cx, &email);
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "desk-mail-discard-yes")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "desk-mail-discard-yes")}</h1>
        <p class="ds-paragraph"><strong>{what}</strong></p>
        <p class="ds-paragraph">{t!(lang, "desk-mail-discard-sure")}</p>
        <form method="post" action="/desk/outbox" class="actions">
            <button class="ds-button" data-variant="primary" data-color="danger" type="submit" name="discard"
                value=id.to_string()>{t!(lang, "desk-mail-discard-yes")}</button>
            <a class="ds-button" data-variant="secondary" href="/desk/outbox">{t!(lang, "desk-mail-discard-no")}</a>
        </form>
    };
    Ok(Page::new(t!(lang, "desk-mail-discard-yes"), body))
}
