//! Email that has not been sent, for administrators: what waits and what was given up, why, trying now, correcting the address,
//! discarding.

use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    jobs::{self, FailedEmail},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    FormState, Page, RequestContext,
    components::{AddressForm, Breadcrumbs, Timestamp},
};

/// `/desk/outbox`.
pub async fn show(cx: &RequestContext) -> Result<Page, Error> {
    let lang = cx.lang;
    let failed = jobs::list_failed(&cx.backend, &cx.actor).await?;
    let queue = jobs::mail_queue(&cx.backend, &cx.actor).await?;
    let ancestors = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let delayed = queue.oldest_delayed.map(|oldest| {
        let shown = shown_of(cx, queue.emails.len(), queue.delayed);
        let rows: Vec<_> = queue.emails.into_iter().map(|email| row(cx, email).into_any()).collect();
        let since = cx.relative_time(oldest);
        view! {
            <section aria-labelledby="delayed">
                <h2 class="ds-heading" data-size="md" id="delayed">{t!(lang, "desk-mail-delayed-title")}</h2>
                <p class="ds-paragraph">
                    {t!(lang, "desk-mail-delayed-intro", count = queue.delayed, since = since.as_str())}{shown}
                </p>
                <form method="post" action="/desk/outbox" class="actions">
                    <button class="ds-button" data-variant="primary" type="submit" name="now" value="all">
                        {t!(lang, "desk-mail-now")}
                    </button>
                </form>
                {table(cx, t!(lang, "desk-mail-delayed-title"), rows)}
            </section>
        }
    });
    let list = if failed.is_empty() {
        view! { <div class="empty"><p class="ds-paragraph">{t!(lang, "desk-mail-none")}</p></div> }.into_any()
    } else {
        let shown = shown_of(cx, failed.len(), queue.failed.max(i64::try_from(failed.len()).unwrap_or(0)));
        let rows: Vec<_> = failed.into_iter().map(|email| row(cx, email).into_any()).collect();
        view! {
            <p class="ds-paragraph">{t!(lang, "desk-mail-intro")}{shown}</p>
            <form method="post" action="/desk/outbox" class="actions">
                <button class="ds-button" data-variant="primary" type="submit">{t!(lang, "desk-mail-retry")}</button>
            </form>
            {table(cx, t!(lang, "desk-mail-title"), rows)}
        }
        .into_any()
    };
    let body = view! {
        <Breadcrumbs ancestors current=t!(lang, "desk-mail-title")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "desk-mail-title")}</h1>
        <p class="ds-paragraph">{t!(lang, "desk-mail-waiting", count = queue.pending)}</p>
        {delayed}
        {list}
    };
    Ok(Page::new(t!(lang, "desk-mail-title"), body))
}

/// " The first 100 of 150 are shown.", where not all are.
fn shown_of(cx: &RequestContext, shown: usize, total: i64) -> Option<String> {
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    (shown < total).then(|| format!(" {}", t!(cx.lang, "desk-mail-shown", shown = shown, total = total)))
}

fn table(cx: &RequestContext, caption: &str, rows: Vec<AnyView>) -> impl IntoView + use<> {
    let (lang, caption) = (cx.lang, caption.to_owned());
    view! {
        <table class="ds-table table-cards">
            <caption class="visually-hidden">{caption}</caption>
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
    let label = t!(lang, "desk-mail-retry-label", what = what.as_str());
    let discard = t!(lang, "desk-mail-discard-label", what = what.as_str());
    let kind = text_for(lang, "desk-mail-", email.kind);
    let ticket = email.reference.map(|reference| {
        view! { <br/><a class="ds-link reference" href=format!("/desk/tickets/{reference}")>{reference.clone()}</a> }
    });
    let id = email.id.to_string();
    let correct = email.is_to_guest.then(|| {
        let label = t!(lang, "desk-mail-correct-label", what = what.as_str());
        view! {
            <a class="ds-button" data-variant="secondary" data-size="sm" href=format!("/desk/outbox?correct={id}")
                aria-label=label>{t!(lang, "desk-address")}</a>
        }
    });
    // what waits is tried by itself, or all at once with the button above
    let retry = email.next_at.is_none().then(|| {
        view! {
            <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="retry" value=id.clone()
                aria-label=label>{t!(lang, "desk-mail-retry-one")}</button>
        }
    });
    let next = email.next_at.map(|at| {
        let at = cx.relative_time(at.max(cx.now));
        view! { <br/>{t!(lang, "desk-mail-next", at = at.as_str())} }
    });
    view! {
        <tr>
            <th scope="row">{kind}{ticket}</th>
            <td data-label=t!(lang, "desk-mail-to")>{email.recipient.unwrap_or_else(|| "–".to_owned())}</td>
            <td data-label=t!(lang, "desk-mail-promised")><Timestamp at=email.created_at/></td>
            <td data-label=t!(lang, "desk-mail-attempts")>{email.attempts}</td>
            <td data-label=t!(lang, "desk-mail-error")>
                {text_for(lang, "desk-mail-cause-", email.cause)}
                <br/><code lang="en" class="desk-mail-error">{email.error}</code>
                {next}
            </td>
            <td data-label=t!(lang, "desk-mail-action")>
                <form method="post" action="/desk/outbox" class="actions">
                    {correct}
                    {retry}
                    <a class="ds-button" data-variant="tertiary" data-size="sm" href=format!("/desk/outbox?discard={id}")
                        aria-label=discard>{t!(lang, "desk-mail-discard")}</a>
                </form>
            </td>
        </tr>
    }
}

/// `/desk/outbox?correct={id}`: the form for another address of an email to a guest.
pub async fn correct(cx: &RequestContext, id: Uuid, form: FormState) -> Result<Page, Error> {
    let lang = cx.lang;
    let email = jobs::find_failed(&cx.backend, &cx.actor, id).await?;
    if !email.is_to_guest {
        return Err(Error::NotFound);
    }
    let what = title(cx, &email);
    let command = ("correct", id.to_string());
    let body = view! {
        <Breadcrumbs ancestors=ancestors(cx) current=t!(lang, "desk-address")/>
        <h1 class="ds-heading" data-size="lg">{t!(lang, "desk-address")}</h1>
        <p class="ds-paragraph"><strong>{what}</strong></p>
        <p class="ds-paragraph">{t!(lang, "desk-address-follows")}</p>
        <div class="narrow">
            <AddressForm form present=email.recipient.unwrap_or_default() action="/desk/outbox" link_version=None command/>
        </div>
    };
    Ok(Page::new(t!(lang, "desk-address"), body))
}

/// The pages above those about one email.
fn ancestors(cx: &RequestContext) -> Vec<(String, String)> {
    let lang = cx.lang;
    vec![
        ("/desk".to_owned(), t!(lang, "nav-desk").to_owned()),
        ("/desk/outbox".to_owned(), t!(lang, "desk-mail-title").to_owned()),
    ]
}

/// `/desk/outbox?discard={id}`: asks whether to discard an email.
pub async fn confirm_discard(cx: &RequestContext, id: Uuid) -> Result<Page, Error> {
    let lang = cx.lang;
    let email = jobs::find_failed(&cx.backend, &cx.actor, id).await?;
    let what = title(cx, &email);
    let body = view! {
        <Breadcrumbs ancestors=ancestors(cx) current=t!(lang, "desk-mail-discard-yes")/>
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
