//! The overview of the person's own account.

use fyr_i18n::t;
use fyr_usecases::{
    Error,
    accounts::{self, AccountOverview},
    store::sessions::SessionSummary,
};
use leptos::prelude::*;

use super::plan::plan_card;
use crate::{
    Page, RequestContext,
    components::{Confirm, Tag, Timestamp, Tone},
};

/// `/account`. `session_id` is the id of the current session.
pub async fn show(cx: &RequestContext, session_id: &str) -> Result<Page, Error> {
    let lang = cx.lang;
    let user = cx.actor.user.as_ref().ok_or(Error::SignInFirst)?;
    let overview = accounts::overview(&cx.backend, &cx.actor).await?;
    let plan = plan_card(cx).await;
    let identities = !cx.backend.settings.providers.as_slice().is_empty();
    let body = view! {
        <div class="narrow">
            <h1 class="ds-heading" data-size="lg">{t!(lang, "account-title")}</h1>
            <section class="ds-card" aria-labelledby="account-who">
                <h2 class="ds-heading" data-size="xs" id="account-who">{user.name.clone()}</h2>
                <p class="ds-paragraph">{user.email.clone()}</p>
                {pending_confirmations(cx, &overview)}
                <p class="actions">
                    <a class="ds-button" data-variant="secondary" href="/account/name">{t!(lang, "name-title")}</a>
                    <a class="ds-button" data-variant="secondary" href="/account/email">{t!(lang, "email-title")}</a>
                </p>
            </section>
            {plan}
            <section class="ds-card" aria-labelledby="account-ways">
                <h2 class="ds-heading" data-size="xs" id="account-ways">{t!(lang, "account-ways")}</h2>
                <p class="ds-paragraph">
                    {if overview.has_password { t!(lang, "account-password") } else { t!(lang, "account-no-password") }}
                </p>
                <p class="ds-paragraph">
                    {if overview.has_second_factor { t!(lang, "factor-on") } else { t!(lang, "account-no-factor") }}
                </p>
                <p class="actions">
                    <a class="ds-button" data-variant="secondary" href="/account/password">{t!(lang, "password-title")}</a>
                    <a class="ds-button" data-variant="secondary" href="/account/second-factor">{t!(lang, "factor-title")}</a>
                    {identities.then(|| view! {
                        <a class="ds-button" data-variant="secondary" href="/account/identities">{t!(lang, "account-identities")}</a>
                    })}
                </p>
            </section>
            <section class="ds-card" aria-labelledby="account-access">
                <h2 class="ds-heading" data-size="xs" id="account-access">{t!(lang, "access-title")}</h2>
                <p class="actions"><a class="ds-button" data-variant="secondary" href="/account/access">{t!(lang, "access-link")}</a></p>
            </section>
            <section class="ds-card" aria-labelledby="account-data">
                <h2 class="ds-heading" data-size="xs" id="account-data">{t!(lang, "data-link")}</h2>
                <p class="actions"><a class="ds-button" data-variant="secondary" href="/account/data">{t!(lang, "data-open")}</a></p>
            </section>
            {sessions(cx, &overview, session_id)}
        </div>
    };
    Ok(Page::new(t!(lang, "account-title"), body))
}

/// The notices about an unconfirmed address and a pending change of address.
fn pending_confirmations(cx: &RequestContext, overview: &AccountOverview) -> AnyView {
    let lang = cx.lang;
    let new_email = overview.new_email.as_ref().map(|email| {
        view! { <p class="ds-paragraph">{t!(lang, "account-new-email", email = email.as_str())}</p> }
    });
    let unconfirmed = (!overview.email_confirmed).then(|| {
        view! {
            <p class="ds-paragraph">{t!(lang, "account-unconfirmed")}</p>
            <form method="post" action="/account/email/unconfirmed">
                <p class="actions"><button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "account-confirm")}</button></p>
            </form>
        }
    });
    view! { {new_email}{unconfirmed} }.into_any()
}

fn sessions(cx: &RequestContext, overview: &AccountOverview, current_id: &str) -> AnyView {
    let lang = cx.lang;
    let several = overview.sessions.len() > 1;
    let items: Vec<_> =
        overview.sessions.iter().map(|session| session_card(cx, session, current_id)).collect();
    view! {
        <section aria-labelledby="account-sessions">
            <h2 class="ds-heading" data-size="xs" id="account-sessions">{t!(lang, "account-sessions")}</h2>
            <p class="ds-paragraph">{t!(lang, "account-sessions-text")}</p>
            <ul class="card-list">{items}</ul>
            {several.then(|| view! {
                <Confirm label=t!(lang, "session-end-others") consequence=t!(lang, "session-end-others-text")>
                    <form method="post" action="/account/sessions">
                        <button class="ds-button" data-variant="primary" data-size="sm" type="submit">{t!(lang, "session-end-others-yes")}</button>
                    </form>
                </Confirm>
            })}
        </section>
    }
    .into_any()
}

fn session_card(cx: &RequestContext, session: &SessionSummary, current_id: &str) -> AnyView {
    let lang = cx.lang;
    let device = if session.device.is_empty() {
        t!(lang, "session-device-unknown").to_owned()
    } else {
        session.device.clone()
    };
    let end = format!("{} {device}", t!(lang, "session-end"));
    let action = if session.id == current_id {
        view! { <Tag tone=Tone::Success text=t!(lang, "session-own")/> }.into_any()
    } else {
        view! {
            <form method="post" action=format!("/account/sessions/{}", session.id)>
                <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" aria-label=end>{t!(lang, "session-end")}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="ds-card session">
            <div>
                <h3 class="ds-heading" data-size="2xs">{device.clone()}</h3>
                <p class="ticket-meta">
                    {session.address.clone().map(|address| view! { <span>{address}</span> })}
                    <span>{t!(lang, "session-begun")}" "<Timestamp at=session.created_at/></span>
                    <span>{t!(lang, "session-seen")}" "<Timestamp at=session.seen_at/></span>
                </p>
            </div>
            {action}
        </li>
    }
    .into_any()
}
