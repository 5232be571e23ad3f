//! Signing in with a provider, from the button to the session, and signing out of it in both directions.

mod account;
mod backchannel;
mod callback;
mod newcomer;

use std::sync::Arc;

pub use account::{list, post_list};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::Response,
};
pub use backchannel::post_backchannel;
pub use callback::callback;
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{
    Cx,
    pages::identities::{Leaving, Refused, leaving, sign_in},
};
use fyr_services::{
    Error, identities,
    identity::{Ask, Pending, Provider, Refusal},
};
pub use newcomer::{post_new, show_new};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    forms::Sent,
    request::{Asked, failed, page, see_other},
    sessions::next_path,
};

/// Logins on their way in this browser.
const UNDER_WAY: &str = "logins";
/// By which provider's word the session began.
pub const BY: &str = "provider";
/// How long a login may take.
const LASTS: TimeDelta = TimeDelta::minutes(10);
/// Logins under way at once: one for each page someone left open.
const MOST: usize = 5;

/// A login on its way, and what it is for.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct UnderWay {
    pending: Pending,
    purpose: Purpose,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Purpose {
    /// To sign in, and go there.
    SignIn {
        /// A path of this site.
        next: String,
    },
    /// To connect it with this account.
    Connect {
        /// Whose.
        user: Uuid,
    },
}

/// What a session keeps of the provider that began it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Begun {
    provider: String,
    id_token: String,
    /// By which the provider ends it.
    session: Uuid,
}

fn broken(error: tower_sessions::session::Error) -> Error {
    Error::Internal(Box::new(error))
}

fn query<'a>(cx: &'a Cx, wanted: &str) -> Option<std::borrow::Cow<'a, str>> {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).find_map(|(name, value)| (name == wanted).then_some(value))
}

fn provider(cx: &Cx, slug: &str) -> Result<Arc<Provider>, Error> {
    cx.services.settings.providers.get(slug).cloned().ok_or(Error::NotFound)
}

/// What a refusal means to a person.
fn meaning(refusal: &Refusal) -> Refused {
    match refusal {
        Refusal::Said(code) => match code.as_str() {
            "access_denied" => Refused::Denied,
            "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
                Refused::Login
            }
            "temporarily_unavailable" | "server_error" => Refused::Away,
            "unmet_authentication_requirements" => Refused::Level,
            _ => Refused::Untrusted,
        },
        Refusal::Away(_) => Refused::Away,
        Refusal::Code(_) => Refused::Expired,
        Refusal::Issuer | Refusal::Token(_) => Refused::Untrusted,
        Refusal::Level => Refused::Level,
        Refusal::Stale => Refused::Stale,
    }
}

/// Where someone is told what went wrong: a page of its own, without what the provider put into the address.
fn told(provider: &Provider, purpose: &Purpose, refused: Refused) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("problem", refused.as_str());
    let slug = &provider.config().slug;
    match purpose {
        Purpose::SignIn { next } => {
            if next != "/" {
                query.append_pair("next", next);
            }
            see_other(format!("/sign-in/{slug}?{}", query.finish()))
        }
        Purpose::Connect { .. } => {
            query.append_pair("provider", slug);
            see_other(format!("/account/identities?{}", query.finish()))
        }
    }
}

/// `GET /sign-in/{provider}?next=&problem=`.
pub async fn show(Asked(cx): Asked, Path(slug): Path<String>) -> Response {
    let provider = match provider(&cx, &slug) {
        Ok(provider) => provider,
        Err(error) => return failed(cx, error).await,
    };
    let next = query(&cx, "next").map_or_else(|| "/".to_owned(), |next| next_path(&next).to_owned());
    if cx.actor.user.is_some() {
        return see_other(next);
    }
    let refused = query(&cx, "problem").and_then(|word| Refused::parse(&word));
    page(cx, async |cx| Ok(sign_in(&cx, &provider, refused, &next))).await
}

/// `POST /sign-in/{provider}`: on to the provider.
pub async fn post(Asked(cx): Asked, Path(slug): Path<String>, session: Session, sent: Sent) -> Response {
    let provider = match provider(&cx, &slug) {
        Ok(provider) => provider,
        Err(error) => return failed(cx, error).await,
    };
    let purpose = Purpose::SignIn { next: next_path(sent.value("next")).to_owned() };
    begin(cx, &session, &provider, purpose).await
}

/// Sends someone to a provider, and remembers why.
async fn begin(cx: Cx, session: &Session, provider: &Arc<Provider>, purpose: Purpose) -> Response {
    let ask = Ask { lang: cx.lang, fresh: matches!(purpose, Purpose::Connect { .. }) };
    let (url, pending) = match provider.begin(&*cx.services.clock, ask).await {
        Ok(begun) => begun,
        Err(refusal) => {
            tracing::warn!(provider = provider.config().slug, %refusal, "a login could not begin");
            return told(provider, &purpose, meaning(&refusal));
        }
    };
    let kept = async {
        let mut under_way = under_way(session, cx.now).await?;
        if under_way.len() >= MOST {
            under_way.remove(0);
        }
        under_way.push(UnderWay { pending, purpose });
        session.insert(UNDER_WAY, under_way).await
    };
    match kept.await {
        Ok(()) => on_the_way(cx, provider, &url, Leaving::In).await,
        Err(error) => failed(cx, broken(error)).await,
    }
}

/// Logins under way that may still end, the oldest first.
async fn under_way(
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Vec<UnderWay>, tower_sessions::session::Error> {
    let mut all: Vec<UnderWay> = session.get(UNDER_WAY).await?.unwrap_or_default();
    all.retain(|one| now - one.pending.since < LASTS);
    Ok(all)
}

/// A page that leads to a provider by itself. Not a redirect: browsers hold redirects after a form to `form-action`.
async fn on_the_way(cx: Cx, provider: &Arc<Provider>, url: &str, way: Leaving) -> Response {
    let mut response = page(cx, async |cx| Ok(leaving(&cx, provider, url, way))).await;
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={url}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
    response
}

/// Notes a refusal where operators and auditors look.
async fn note(cx: &Cx, provider: &Provider, refusal: &Refusal) {
    tracing::warn!(provider = provider.config().slug, %refusal, "a provider's word was not taken");
    if let Err(error) = identities::refused(&cx.services, &cx.actor, provider, refusal).await {
        tracing::warn!(%error, "the refusal could not be noted");
    }
}

/// Where signing out goes on: at the provider that began the session, or nowhere. Ask before the session ends.
pub struct Onward(Option<(Arc<Provider>, String)>);

impl Onward {
    /// What the session says.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub async fn of(cx: &Cx, session: &Session) -> Result<Self, Error> {
        let begun: Option<Begun> = session.get(BY).await.map_err(broken)?;
        let Some(begun) = begun else { return Ok(Self(None)) };
        identities::left(&cx.services, begun.session).await?;
        let Some(provider) = cx.services.settings.providers.get(&begun.provider).cloned() else {
            return Ok(Self(None));
        };
        let url = provider.end_session(cx.now, &begun.id_token).await;
        Ok(Self(url.map(|url| (provider, url))))
    }

    /// The answer to someone whose session here has ended.
    pub async fn answer(self, mut cx: Cx) -> Response {
        let Some((provider, url)) = self.0 else { return see_other("/") };
        cx.actor.user = None;
        on_the_way(cx, &provider, &url, Leaving::Out).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_provider_says_is_put_into_words_people_can_act_on() {
        let said = |code: &str| meaning(&Refusal::Said(code.to_owned()));
        assert_eq!(said("access_denied"), Refused::Denied);
        assert_eq!(said("login_required"), Refused::Login);
        assert_eq!(said("interaction_required"), Refused::Login);
        assert_eq!(said("temporarily_unavailable"), Refused::Away);
        assert_eq!(said("unmet_authentication_requirements"), Refused::Level);
        assert_eq!(said("invalid_request"), Refused::Untrusted);
    }
}
