//! The list of identities that are connected with one's own account.

use fyr_i18n::t;
use fyr_usecases::{
    Error,
    identities::{self, ConnectedIdentity},
};
use leptos::prelude::*;

use super::{
    ancestors,
    reauthentication::{ReauthenticationField, ReauthenticationPrompt, sign_in_again_notice},
};
use crate::{
    FormState, Page, RequestContext,
    components::{Breadcrumbs, Confirm, SubmitButton, Timestamp},
    pages::sign_in::provider::{IdentityProblem, problem_alert},
};

/// Why the previous action on the list of identities failed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdentitiesNotice {
    /// The slug of the provider.
    pub provider: String,
    /// The reason; `None` where nothing failed.
    pub problem: Option<IdentityProblem>,
}

/// `/account/identities`: connected identities, and providers that can be connected. The buttons are shown only if no
/// re-authentication is needed.
pub async fn list(
    cx: &RequestContext,
    notice: IdentitiesNotice,
    form: FormState,
    prompt: ReauthenticationPrompt,
) -> Result<Page, Error> {
    let lang = cx.lang;
    let connected = identities::list_connected(&cx.backend, &cx.actor).await?;
    let providers = &cx.backend.settings.providers;
    let name_of = |slug: &str| {
        providers.find_by_slug(slug).map_or_else(
            || t!(lang, "identity-unknown").to_owned(),
            |known| known.config().name.text(lang).to_owned(),
        )
    };
    let connectable: Vec<_> = providers
        .as_slice()
        .iter()
        .filter(|provider| !connected.iter().any(|known| known.identity.issuer == provider.config().issuer))
        .map(|provider| {
            let name = provider.config().name.text(lang);
            view! {
                <li>
                    <form method="post" action="/account/identities">
                        <input type="hidden" name="provider" value=provider.config().slug.clone()/>
                        <button class="ds-button" data-variant="secondary" type="submit" name="action" value="connect">
                            {t!(lang, "identity-connect", name = name)}
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    let name = name_of(&notice.provider);
    let cards: Vec<_> = connected
        .iter()
        .map(|connected| identity_card(cx, connected, &name_of(&connected.identity.provider), prompt))
        .collect();
    let body = view! {
        <div class="narrow stack">
            <Breadcrumbs ancestors=ancestors(cx) current=t!(lang, "identity-list-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "identity-list-title")}</h1>
            {problem_alert(cx, notice.problem, &name)}
            <p class="ds-paragraph">{t!(lang, "identity-list-text")}</p>
            {if cards.is_empty() {
                view! { <p class="ds-paragraph">{t!(lang, "identity-list-empty")}</p> }.into_any()
            } else {
                view! { <ul class="card-list">{cards}</ul> }.into_any()
            }}
            {match prompt {
                ReauthenticationPrompt::None => None,
                ReauthenticationPrompt::SignIn => Some(sign_in_again_notice(cx)),
                ReauthenticationPrompt::Password => Some(view! {
                    <p class="ds-paragraph">{t!(lang, "identity-prove-text")}</p>
                    <form method="post" action="/account/identities" class="stack" novalidate>
                        <input type="hidden" name="action" value="prove"/>
                        <ReauthenticationField form=form.clone() prompt/>
                        <p class="actions"><SubmitButton label=t!(lang, "continue")/></p>
                    </form>
                }.into_any()),
            }}
            {(prompt == ReauthenticationPrompt::None && !connectable.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="connect-title">
                    <h2 class="ds-heading" data-size="sm" id="connect-title">{t!(lang, "identity-connect-title")}</h2>
                    <p class="ds-paragraph">{t!(lang, "identity-connect-text")}</p>
                    <ul class="provider-buttons">{connectable}</ul>
                </section>
            })}
        </div>
    };
    Ok(Page::new(t!(lang, "identity-list-title"), body))
}

fn identity_card(
    cx: &RequestContext,
    connected: &ConnectedIdentity,
    name: &str,
    prompt: ReauthenticationPrompt,
) -> impl IntoView + use<> {
    let lang = cx.lang;
    let ConnectedIdentity { identity, removable } = connected;
    let id = identity.id.to_string();
    let email = identity.email.clone().map(|email| view! { <span class="identity-email">{email}</span> });
    let remove = if prompt != ReauthenticationPrompt::None {
        ().into_any()
    } else if *removable {
        view! {
            <Confirm label=t!(lang, "identity-disconnect", name = name) consequence=t!(lang, "identity-disconnect-text", name = name)>
                <form method="post" action="/account/identities">
                    <input type="hidden" name="identity" value=id/>
                    <button class="ds-button" data-variant="primary" data-size="sm" data-color="danger" type="submit" name="action" value="disconnect">
                        {t!(lang, "identity-disconnect-yes")}
                    </button>
                </form>
            </Confirm>
        }
        .into_any()
    } else {
        view! { <p class="field-hint">{t!(lang, "identity-only-way-text")}</p> }.into_any()
    };
    view! {
        <li class="ds-card identity">
            <h2 class="ds-heading" data-size="xs">{name.to_owned()}</h2>
            {email}
            <p class="ds-paragraph" data-size="sm">
                {t!(lang, "identity-connected-since")}" "<Timestamp at=identity.created_at/>". "
                {t!(lang, "identity-used-last")}" "<Timestamp at=identity.last_used_at/>"."
            </p>
            {remove}
        </li>
    }
}
