//! Signing in with a provider: the way there, what may go wrong on the way back, and the ways someone has connected.

use std::sync::Arc;

use fyr_i18n::t;
use fyr_services::{
    Error,
    identities::{self, Connected},
    identity::Provider,
};
use leptos::prelude::*;

use crate::{
    Cx, FormState, Page,
    components::{Breadcrumbs, ErrorSummary, Moment, Submit, TextField},
    pages::account::{
        above,
        email::{Proof, ProofField, sign_in_again},
    },
};

/// Why someone is not signed in, as far as it helps them to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// They stopped, or may not use this portal.
    Denied,
    /// The provider wanted something of them that did not happen.
    Login,
    /// The provider does not answer.
    Away,
    /// Too late, or done already.
    Expired,
    /// Not as strongly as is required.
    Level,
    /// The answer did not pass the checks.
    Untrusted,
    /// Someone has an account with the address.
    EmailTaken,
    /// This provider makes no accounts.
    NoAccount,
    /// What was to be connected opens another account.
    Taken,
    /// What was to be connected was not logged in to just now.
    Stale,
    /// The only way in cannot be taken away.
    OnlyWay,
}

impl Refused {
    const ALL: [Self; 11] = [
        Self::Denied,
        Self::Login,
        Self::Away,
        Self::Expired,
        Self::Level,
        Self::Untrusted,
        Self::EmailTaken,
        Self::NoAccount,
        Self::Taken,
        Self::Stale,
        Self::OnlyWay,
    ];

    /// The word for it in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Login => "login",
            Self::Away => "away",
            Self::Expired => "expired",
            Self::Level => "level",
            Self::Untrusted => "untrusted",
            Self::EmailTaken => "email-taken",
            Self::NoAccount => "no-account",
            Self::Taken => "taken",
            Self::Stale => "stale",
            Self::OnlyWay => "only-way",
        }
    }

    /// By its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    fn words(self, cx: &Cx, name: &str) -> (String, String) {
        let lang = cx.lang;
        let (title, text) = match self {
            Self::Denied => {
                (t!(lang, "identity-denied-title").to_owned(), t!(lang, "identity-denied-text", name = name))
            }
            Self::Login => {
                (t!(lang, "identity-login-title").to_owned(), t!(lang, "identity-login-text", name = name))
            }
            Self::Away => {
                (t!(lang, "identity-away-title", name = name), t!(lang, "identity-away-text").to_owned())
            }
            Self::Expired => {
                (t!(lang, "identity-expired-title").to_owned(), t!(lang, "identity-expired-text").to_owned())
            }
            Self::Level => {
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
            Self::Taken => {
                (t!(lang, "identity-taken-title").to_owned(), t!(lang, "identity-taken-text", name = name))
            }
            Self::Stale => {
                (t!(lang, "identity-stale-title").to_owned(), t!(lang, "identity-stale-text", name = name))
            }
            Self::OnlyWay => (
                t!(lang, "identity-only-way-title").to_owned(),
                t!(lang, "identity-only-way-text").to_owned(),
            ),
        };
        (title, text)
    }
}

/// One button for each provider, as a list of forms; nothing where there is none.
#[component]
pub fn ProviderButtons(
    /// Where to go afterwards.
    next: String,
) -> impl IntoView {
    let cx = crate::use_cx();
    let lang = cx.lang;
    let items: Vec<_> = cx
        .services
        .settings
        .providers
        .all()
        .iter()
        .map(|provider| {
            let name = provider.config().name.text(lang).to_owned();
            let away = provider.is_away();
            let hint = format!("away-{}", provider.config().slug);
            let described = away.then(|| hint.clone());
            view! {
                <li>
                    <form method="post" action=format!("/sign-in/{}", provider.config().slug)>
                        <input type="hidden" name="next" value=next.clone()/>
                        <button class="ds-button" data-variant="secondary" type="submit" aria-describedby=described>
                            {t!(lang, "identity-sign-in-with", name = name.as_str())}
                        </button>
                    </form>
                    {away.then(|| view! { <p class="field-hint" id=hint>{t!(lang, "identity-away-hint", name = name.as_str())}</p> })}
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

/// What went wrong, above everything else.
fn trouble(cx: &Cx, refused: Option<Refused>, name: &str) -> Option<impl IntoView + use<>> {
    refused.map(|refused| {
        let (title, text) = refused.words(cx, name);
        view! {
            <div class="ds-alert" data-color="warning" role="alert">
                <h2 class="ds-heading" data-size="xs">{title}</h2>
                <p class="ds-paragraph">{text}</p>
            </div>
        }
    })
}

/// `/sign-in/{provider}`: a button, because a GET changes nothing; and what went wrong, where something did.
pub fn sign_in(cx: &Cx, provider: &Arc<Provider>, refused: Option<Refused>, next: &str) -> Page {
    let lang = cx.lang;
    let name = provider.config().name.text(lang);
    let title = t!(lang, "identity-sign-in-with", name = name);
    let refused = refused.or(provider.is_away().then_some(Refused::Away));
    let again = refused.is_some_and(|refused| !matches!(refused, Refused::EmailTaken | Refused::NoAccount));
    let button = if again { t!(lang, "identity-again", name = name) } else { title.clone() };
    let offered = refused.is_none() || again;
    let query: String = url_encoded(next);
    let body = view! {
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            {trouble(cx, refused, name)}
            {refused.is_none().then(|| view! { <p class="ds-paragraph">{t!(lang, "identity-sign-in-text", name = name)}</p> })}
            {offered.then(|| view! {
                <form method="post" action=format!("/sign-in/{}", provider.config().slug)>
                    <input type="hidden" name="next" value=next.to_owned()/>
                    <p class="actions"><Submit label=button/></p>
                </form>
            })}
            <p class="ds-paragraph">
                <a class="ds-link" href=format!("/sign-in?next={query}")>{t!(lang, "identity-other-way")}</a>
            </p>
        </div>
    };
    let status = if refused == Some(Refused::Away) { 503 } else { 200 };
    Page::new(title, body).status(status)
}

/// A path as a value in a query.
fn url_encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// Where someone is being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// To show who they are.
    In,
    /// To be signed out there as well; here they are already.
    Out,
}

/// On the way to a provider. The answer sends the browser on by itself; the link is for those it does not.
///
/// A redirect would not do: browsers hold every redirect after a form to the policy that forms stay on this site.
pub fn leaving(cx: &Cx, provider: &Arc<Provider>, url: &str, way: Leaving) -> Page {
    let lang = cx.lang;
    let name = provider.config().name.text(lang);
    let (title, text, link) = match way {
        Leaving::In => (
            t!(lang, "identity-leaving-title", name = name),
            t!(lang, "identity-leaving-text").to_owned(),
            t!(lang, "identity-leaving-link", name = name),
        ),
        Leaving::Out => (
            t!(lang, "identity-leaving-out-title").to_owned(),
            t!(lang, "identity-leaving-out-text", name = name),
            t!(lang, "identity-leaving-out-link", name = name),
        ),
    };
    let body = view! {
        <div class="narrow stack">
            <h1 class="ds-heading" data-size="lg">{title.clone()}</h1>
            <p class="ds-paragraph" role="status">{text}</p>
            <p class="actions"><a class="ds-button" data-variant="primary" href=url.to_owned() rel="noreferrer">{link}</a></p>
        </div>
    };
    Page::new(title, body)
}

/// What happened just before the list of ways is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happened {
    /// The provider it is about.
    pub provider: String,
    /// Where something went wrong.
    pub refused: Option<Refused>,
    /// A way was connected.
    pub connected: bool,
    /// A way was disconnected.
    pub disconnected: bool,
}

/// `/account/identities`: the ways someone has connected, and those they may connect. Buttons are there for who has shown
/// just now that it is them.
pub async fn list(cx: &Cx, happened: Happened, form: FormState, proof: Proof) -> Result<Page, Error> {
    let lang = cx.lang;
    let connected = identities::connected(&cx.services, &cx.actor).await?;
    let providers = &cx.services.settings.providers;
    let name_of = |slug: &str| {
        providers.get(slug).map_or_else(
            || t!(lang, "identity-unknown").to_owned(),
            |known| known.config().name.text(lang).to_owned(),
        )
    };
    let open: Vec<_> = providers
        .all()
        .iter()
        .filter(|one| !connected.iter().any(|known| known.identity.issuer == one.config().issuer))
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
    let name = name_of(&happened.provider);
    let done = match (happened.connected, happened.disconnected) {
        (true, _) => Some(t!(lang, "identity-done-connected", name = name.as_str())),
        (_, true) => Some(t!(lang, "identity-done-disconnected").to_owned()),
        _ => None,
    };
    let mine: Vec<_> =
        connected.iter().map(|one| way(cx, one, &name_of(&one.identity.provider), proof)).collect();
    let body = view! {
        <div class="narrow stack">
            <Breadcrumbs above=above(cx) here=t!(lang, "identity-list-title")/>
            <h1 class="ds-heading" data-size="lg">{t!(lang, "identity-list-title")}</h1>
            {trouble(cx, happened.refused, &name)}
            {done.map(|text| view! { <p class="ds-alert" data-color="success" role="status">{text}</p> })}
            <p class="ds-paragraph">{t!(lang, "identity-list-text")}</p>
            {if mine.is_empty() {
                view! { <p class="ds-paragraph">{t!(lang, "identity-list-empty")}</p> }.into_any()
            } else {
                view! { <ul class="card-list">{mine}</ul> }.into_any()
            }}
            {match proof {
                Proof::None => None,
                Proof::SignIn => Some(sign_in_again(cx)),
                Proof::Password => Some(view! {
                    <p class="ds-paragraph">{t!(lang, "identity-prove-text")}</p>
                    <ErrorSummary form=form.clone()/>
                    <form method="post" action="/account/identities" class="stack" novalidate>
                        <input type="hidden" name="action" value="prove"/>
                        <ProofField form=form.clone() proof/>
                        <p class="actions"><Submit label=t!(lang, "continue")/></p>
                    </form>
                }.into_any()),
            }}
            {(proof == Proof::None && !open.is_empty()).then(|| view! {
                <section class="stack" aria-labelledby="connect-title">
                    <h2 class="ds-heading" data-size="sm" id="connect-title">{t!(lang, "identity-connect-title")}</h2>
                    <p class="ds-paragraph">{t!(lang, "identity-connect-text")}</p>
                    <ul class="provider-buttons">{open}</ul>
                </section>
            })}
        </div>
    };
    Ok(Page::new(t!(lang, "identity-list-title"), body))
}

fn way(cx: &Cx, one: &Connected, name: &str, proof: Proof) -> impl IntoView + use<> {
    let lang = cx.lang;
    let Connected { identity, removable } = one;
    let id = identity.id.to_string();
    let told = identity.email.clone().map(|email| view! { <span class="identity-email">{email}</span> });
    let remove = if proof != Proof::None {
        ().into_any()
    } else if *removable {
        view! {
            <form method="post" action="/account/identities">
                <input type="hidden" name="identity" value=id/>
                <button class="ds-button" data-variant="secondary" data-size="sm" type="submit" name="action" value="disconnect">
                    {t!(lang, "identity-disconnect", name = name)}
                </button>
            </form>
        }
        .into_any()
    } else {
        view! { <p class="field-hint">{t!(lang, "identity-only-way-text")}</p> }.into_any()
    };
    view! {
        <li class="ds-card identity">
            <h2 class="ds-heading" data-size="xs">{name.to_owned()}</h2>
            {told}
            <p class="ds-paragraph" data-size="sm">
                {t!(lang, "identity-connected-since")}" "<Moment at=identity.created_at/>". "
                {t!(lang, "identity-used-last")}" "<Moment at=identity.last_used_at/>"."
            </p>
            {remove}
        </li>
    }
}

/// Which step of making an account is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What the provider did not tell.
    Details,
    /// The code that was mailed.
    Code,
}

/// `/sign-in/{provider}/new`: what an account needs and the provider did not tell.
pub fn newcomer(cx: &Cx, provider: &Arc<Provider>, form: FormState, step: Step) -> Page {
    let lang = cx.lang;
    let name = provider.config().name.text(lang);
    let action = format!("/sign-in/{}/new", provider.config().slug);
    let title = match step {
        Step::Details => t!(lang, "identity-new-title"),
        Step::Code => t!(lang, "identity-code-title"),
    };
    let fields = match step {
        Step::Details => view! {
            <p class="ds-paragraph">{t!(lang, "identity-new-text", name = name)}</p>
            <ErrorSummary form=form.clone()/>
            <form method="post" action=action class="stack" novalidate>
                <TextField form=form.clone() name="name" autocomplete="name" label=t!(lang, "new-name")/>
                <TextField form=form.clone() name="email" kind="email" autocomplete="email" label=t!(lang, "field-email")
                    hint=t!(lang, "identity-new-email-hint")/>
                <p class="actions"><Submit label=t!(lang, "continue")/></p>
            </form>
        }
        .into_any(),
        Step::Code => view! {
            <p class="ds-paragraph" role="status">{t!(lang, "identity-code-text", email = form.value("email"))}</p>
            <ErrorSummary form=form.clone()/>
            <form method="post" action=action.clone() class="stack" novalidate>
                <TextField form=form.clone() name="code" autocomplete="one-time-code" label=t!(lang, "identity-code-label")/>
                <p class="actions"><Submit label=t!(lang, "continue")/></p>
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
