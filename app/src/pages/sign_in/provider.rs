//! Signing in with an identity provider: the button, the redirect, errors after the callback, and registration.

use std::sync::Arc;

use fyr_i18n::t;
use fyr_usecases::identity::Provider;
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{StatusLine, SubmitButton, TextField},
    query::with_query,
};

/// Why signing in or connecting failed, as far as it helps the person. The word is the value of `?problem=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityProblem {
    /// The person cancelled, or may not use this portal.
    Denied,
    /// The provider requires an interaction that did not take place.
    LoginRequired,
    /// The provider does not respond.
    ProviderUnavailable,
    /// The login took too long, or was completed already.
    Expired,
    /// The level of assurance is lower than required.
    InsufficientAssurance,
    /// The response of the provider failed validation.
    Untrusted,
    /// There is an account with the same email address.
    EmailTaken,
    /// There is no account, and this provider does not create any.
    NoAccount,
    /// The identity is connected to another account.
    ConnectedElsewhere,
    /// The login at the provider is not recent enough to connect the identity.
    StaleLogin,
    /// The address of the account is not confirmed.
    AddressNotConfirmed,
    /// The only sign-in method cannot be removed.
    OnlySignInMethod,
}

impl IdentityProblem {
    const ALL: [Self; 12] = [
        Self::AddressNotConfirmed,
        Self::Denied,
        Self::LoginRequired,
        Self::ProviderUnavailable,
        Self::Expired,
        Self::InsufficientAssurance,
        Self::Untrusted,
        Self::EmailTaken,
        Self::NoAccount,
        Self::ConnectedElsewhere,
        Self::StaleLogin,
        Self::OnlySignInMethod,
    ];

    /// The word in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::LoginRequired => "login",
            Self::ProviderUnavailable => "away",
            Self::Expired => "expired",
            Self::InsufficientAssurance => "level",
            Self::Untrusted => "untrusted",
            Self::EmailTaken => "email-taken",
            Self::NoAccount => "no-account",
            Self::ConnectedElsewhere => "taken",
            Self::StaleLogin => "stale",
            Self::AddressNotConfirmed => "unconfirmed",
            Self::OnlySignInMethod => "only-way",
        }
    }

    /// Parses the word in URLs.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.as_str() == word)
    }

    /// Title and text of the alert; `name` is the name of the provider.
    fn title_and_text(self, cx: &RequestContext, name: &str) -> (String, String) {
        let lang = cx.lang;
        let (title, text) = match self {
            Self::AddressNotConfirmed => (
                t!(lang, "identity-unconfirmed-title").to_owned(),
                t!(lang, "identity-unconfirmed-text", name = name),
            ),
            Self::Denied => {
                (t!(lang, "identity-denied-title").to_owned(), t!(lang, "identity-denied-text", name = name))
            }
            Self::LoginRequired => {
                (t!(lang, "identity-login-title").to_owned(), t!(lang, "identity-login-text", name = name))
            }
            Self::ProviderUnavailable => {
                (t!(lang, "identity-away-title", name = name), t!(lang, "identity-away-text").to_owned())
            }
            Self::Expired => {
                (t!(lang, "identity-expired-title").to_owned(), t!(lang, "identity-expired-text").to_owned())
            }
            Self::InsufficientAssurance => {
                (t!(lang, "identity-level-title").to_owned(), t!(lang, "identity-level-text", name = name))
            }
            Self::Untrusted => (
                t!(lang, "identity-untrusted-title").to_owned(),
                t!(lang, "identity-untrusted-text", name = name),
            ),
            Self::EmailTaken => (
                t!(lang, "identity-email-taken-title").to_owned(),
                t!(lang, "identity-email-taken-text", name = name),
            ),
            Self::NoAccount => (
                t!(lang, "identity-no-account-title").to_owned(),
                t!(lang, "identity-no-account-text", name = name),
            ),
            Self::ConnectedElsewhere => {
                (t!(lang, "identity-taken-title").to_owned(), t!(lang, "identity-taken-text", name = name))
            }
            Self::StaleLogin => {
                (t!(lang, "identity-stale-title").to_owned(), t!(lang, "identity-stale-text", name = name))
            }
            Self::OnlySignInMethod => (
                t!(lang, "identity-only-way-title").to_owned(),
                t!(lang, "identity-only-way-text").to_owned(),
            ),
        };
        (title, text)
    }
}

/// A list of buttons, one for each provider. Renders nothing if there are none.
#[component]
pub fn ProviderButtons(
    /// The URL path to return to after signing in.
    next: String,
) -> impl IntoView {
    let cx = crate::use_request_context();
    let lang = cx.lang;
    let items: Vec<_> = cx
        .backend
        .settings
        .providers
        .as_slice()
        .iter()
        .map(|provider| {
            let name = provider.config().name.text(lang).to_owned();
            let unavailable = provider.is_unavailable();
            let hint = format!("away-{}", provider.config().slug);
            let described_by = unavailable.then(|| hint.clone());
            view! {
                <li>
                    <form method="post" action=format!("/sign-in/{}", provider.config().slug)>
                        <input type="hidden" name="next" value=next.clone()/>
                        <button class="ds-button" data-variant="secondary" type="submit" aria-describedby=described_by>
                            {t!(lang, "identity-sign-in-with", name = name.as_str())}
                        </button>
                    </form>
                    {unavailable.then(|| view! { <p class="field-hint" id=hint>{t!(lang, "identity-away-hint", name = name.as_str())}</p> })}
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="providers stack" aria-labelledby="providers-title">
                <h2 class="ds-heading" data-size="xs" id="providers-title">{t!(lang, "identity-providers-title")}</h2>
                <ul class="provider-buttons">{items}</ul>
            </section>
        }
    })
}

/// The alert about a problem.
pub(in crate::pages) fn problem_alert(
    cx: &RequestContext,
    problem: Option<IdentityProblem>,
    name: &str,
) -> Option<impl IntoView + use<>> {
    problem.map(|problem| {
        let (title, text) = problem.title_and_text(cx, name);
        view! {
            <div class="ds-alert" data-color="warning" role="alert">
                <h2 class="ds-heading" data-size="xs">{title}</h2>
                <p class="ds-paragraph">{text}</p>
            </div>
        }
    })
}

/// `/sign-in/{provider}?next=&problem=`: a button that starts the login, because GET requests change nothing.
pub fn sign_in(
    cx: &RequestContext,
    provider: &Arc<Provider>,
    problem: Option<IdentityProblem>,
    next: &str,
) -> Page {
    let lang = cx.lang;
    let name = provider.config().name.text(lang);
    let title = t!(lang, "identity-sign-in-with", name = name);
    let problem = problem.or(provider.is_unavailable().then_some(IdentityProblem::ProviderUnavailable));
    let retryable = problem
        .is_some_and(|problem| !matches!(problem, IdentityProblem::EmailTaken | IdentityProblem::NoAccount));
    let button = if retryable { t!(lang, "identity-again", name = name) } else { title.clone() };
    let show_button = problem.is_none() || retryable;
    let other_way = with_query("/sign-in", [("next", next)]);
    let body = view! {
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            {problem_alert(cx, problem, name)}
            {problem.is_none().then(|| view! { <p class="ds-paragraph">{t!(lang, "identity-sign-in-text", name = name)}</p> })}
            {show_button.then(|| view! {
                <form method="post" action=format!("/sign-in/{}", provider.config().slug)>
                    <input type="hidden" name="next" value=next.to_owned()/>
                    <p class="actions"><SubmitButton label=button/></p>
                </form>
            })}
            <p class="ds-paragraph">
                <a class="ds-link" href=other_way>{t!(lang, "identity-other-way")}</a>
            </p>
        </div>
    };
    let status = if problem == Some(IdentityProblem::ProviderUnavailable) { 503 } else { 200 };
    Page::new(title, body).status(status)
}

/// Why the browser is redirected to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectPurpose {
    /// To sign in or to connect an identity.
    SignIn,
    /// To sign out at the provider as well; the session here has ended.
    SignOut,
}

/// The page that leads to a provider. The response has a `Refresh` header; the link is for browsers that ignore it.
///
/// A redirect does not work: browsers apply the `form-action` policy to redirects after a form is submitted.
pub fn provider_redirect(
    cx: &RequestContext,
    provider: &Arc<Provider>,
    url: &str,
    purpose: RedirectPurpose,
) -> Page {
    let lang = cx.lang;
    let name = provider.config().name.text(lang);
    let (title, text, link) = match purpose {
        RedirectPurpose::SignIn => (
            t!(lang, "identity-leaving-title", name = name),
            t!(lang, "identity-leaving-text").to_owned(),
            t!(lang, "identity-leaving-link", name = name),
        ),
        RedirectPurpose::SignOut => (
            t!(lang, "identity-leaving-out-title").to_owned(),
            t!(lang, "identity-leaving-out-text", name = name),
            t!(lang, "identity-leaving-out-link", name = name),
        ),
    };
    let body = view! {
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <StatusLine text=text.clone()/>
            <p class="actions"><a class="ds-button" data-variant="primary" href=url.to_owned() rel="noreferrer">{link}</a></p>
        </div>
    };
    Page::new(title, body).outcome(text)
}

/// The step of registering with a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewAccountStep {
    /// Name and email address, as far as the provider did not supply them.
    Details,
    /// The code mailed to the address.
    VerificationCode,
}

/// `/sign-in/{provider}/new`: registering with a provider that did not supply everything.
pub fn new_account(
    cx: &RequestContext,
    provider: &Arc<Provider>,
    form: FormState,
    step: NewAccountStep,
) -> Page {
    let lang = cx.lang;
    let name = provider.config().name.text(lang);
    let action = format!("/sign-in/{}/new", provider.config().slug);
    let title = match step {
        NewAccountStep::Details => t!(lang, "identity-new-title"),
        NewAccountStep::VerificationCode => t!(lang, "identity-code-title"),
    };
    let fields = match step {
        NewAccountStep::Details => view! {
            <p class="ds-paragraph">{t!(lang, "identity-new-text", name = name)}</p>
            <form method="post" action=action class="stack" novalidate>
                <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
                <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "field-email")
                    hint=t!(lang, "identity-new-email-hint")/>
                <p class="actions"><SubmitButton label=t!(lang, "continue")/></p>
            </form>
        }
        .into_any(),
        NewAccountStep::VerificationCode => view! {
            <StatusLine text=t!(lang, "identity-code-text", email = form.value("email"))/>
            <form method="post" action=action.clone() class="stack" novalidate>
                <TextField form=form.clone() name="code" autocomplete="one-time-code" label=t!(lang, "identity-code-label")/>
                <p class="actions"><SubmitButton label=t!(lang, "continue")/></p>
            </form>
            <form method="post" action=action>
                <button class="ds-button" data-variant="secondary" type="submit" name="again" value="yes">{t!(lang, "identity-code-again")}</button>
            </form>
        }
        .into_any(),
    };
    let body = view! {
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title}</h1>
            {fields}
        </div>
    };
    Page::new(title, body)
}
