//! Signing in with an identity provider, from the button to the session, and signing out in both directions.

mod account;
mod backchannel;
mod callback;
mod new_account;

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
    RequestContext,
    pages::identities::{IdentityProblem, RedirectPurpose, provider_redirect, sign_in},
};
use fyr_usecases::{
    Error, identities,
    identity::{LoginRequest, PendingLogin, Provider, ProviderError, StartedLogin},
};
pub use new_account::{post_new, show_new};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    web::client::Client,
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::sessions::safe_next_path,
};

/// Session key of the [`LoginInProgress`] list.
const LOGINS: &str = "logins";
/// Session key of the [`ProviderSession`].
pub const PROVIDER_SESSION: &str = "provider";
/// How long a login at the provider may take.
const LOGIN_TIMEOUT: TimeDelta = TimeDelta::minutes(10);
/// The most logins in progress in one session, such as one for each open tab.
const MAX_LOGINS: usize = 5;

/// A login that was started in this session, with its purpose; serialised into the session.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct LoginInProgress {
    pending: PendingLogin,
    purpose: LoginPurpose,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum LoginPurpose {
    /// Sign in, and redirect to `next`, a path of this site.
    SignIn { next: String },
    /// Connect the identity with the account `user`.
    Connect { user: Uuid },
}

/// The provider's session behind one of ours; serialised into our session.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ProviderSession {
    provider: String,
    id_token: String,
    /// The id under which it is stored, for logout by the provider.
    session: Uuid,
}

/// The session and the browser of a request.
#[derive(Clone, Copy)]
struct Visitor<'a> {
    session: &'a Session,
    client: &'a Client,
}

fn session_error(error: tower_sessions::session::Error) -> Error {
    Error::Internal(Box::new(error))
}

fn query_param<'a>(cx: &'a RequestContext, param: &str) -> Option<std::borrow::Cow<'a, str>> {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).find_map(|(name, value)| (name == param).then_some(value))
}

fn find_provider(cx: &RequestContext, slug: &str) -> Result<Arc<Provider>, Error> {
    cx.backend.settings.providers.find_by_slug(slug).cloned().ok_or(Error::NotFound)
}

/// The problem that people see for a provider's error.
fn identity_problem(error: &ProviderError) -> IdentityProblem {
    match error {
        ProviderError::ErrorResponse(code) => match code.as_str() {
            "access_denied" => IdentityProblem::Denied,
            "login_required" | "interaction_required" | "consent_required" | "account_selection_required" => {
                IdentityProblem::LoginRequired
            }
            "temporarily_unavailable" | "server_error" => IdentityProblem::ProviderUnavailable,
            "unmet_authentication_requirements" => IdentityProblem::InsufficientAssurance,
            _ => IdentityProblem::Untrusted,
        },
        ProviderError::Unavailable(_) => IdentityProblem::ProviderUnavailable,
        ProviderError::InvalidCode(_) => IdentityProblem::Expired,
        ProviderError::IssuerMismatch | ProviderError::InvalidToken(_) => IdentityProblem::Untrusted,
        ProviderError::InsufficientAssurance => IdentityProblem::InsufficientAssurance,
        ProviderError::NotReauthenticated => IdentityProblem::StaleLogin,
    }
}

/// Redirects to the page that shows a problem, whose address has none of the provider's parameters.
fn redirect_with_problem(provider: &Provider, purpose: &LoginPurpose, problem: IdentityProblem) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("problem", problem.as_str());
    let slug = &provider.config().slug;
    match purpose {
        LoginPurpose::SignIn { next } => {
            if next != "/" {
                query.append_pair("next", next);
            }
            see_other(format!("/sign-in/{slug}?{}", query.finish()))
        }
        LoginPurpose::Connect { .. } => {
            query.append_pair("provider", slug);
            see_other(format!("/account/identities?{}", query.finish()))
        }
    }
}

/// `GET /sign-in/{provider}?next=&problem=`.
pub async fn show(cx: RequestContext, Path(slug): Path<String>) -> Response {
    let provider = match find_provider(&cx, &slug) {
        Ok(provider) => provider,
        Err(error) => return error_response(cx, error).await,
    };
    let next =
        query_param(&cx, "next").map_or_else(|| "/".to_owned(), |next| safe_next_path(&next).to_owned());
    if cx.actor.user.is_some() {
        return see_other(next);
    }
    let problem = query_param(&cx, "problem").and_then(|word| IdentityProblem::parse(&word));
    render_page(cx, async |cx| Ok(sign_in(&cx, &provider, problem, &next))).await
}

/// `POST /sign-in/{provider}`: starts a login at the provider.
pub async fn post(
    cx: RequestContext,
    Path(slug): Path<String>,
    session: Session,
    submitted: SubmittedForm,
) -> Response {
    let provider = match find_provider(&cx, &slug) {
        Ok(provider) => provider,
        Err(error) => return error_response(cx, error).await,
    };
    let purpose = LoginPurpose::SignIn { next: safe_next_path(submitted.value("next")).to_owned() };
    start_login(cx, &session, &provider, purpose).await
}

/// Starts a login, stores it in the session, and redirects to the provider.
async fn start_login(
    cx: RequestContext,
    session: &Session,
    provider: &Arc<Provider>,
    purpose: LoginPurpose,
) -> Response {
    let request = LoginRequest { lang: cx.lang, fresh: matches!(purpose, LoginPurpose::Connect { .. }) };
    let StartedLogin { url, pending } = match provider.start_login(&*cx.backend.clock, request).await {
        Ok(started) => started,
        Err(error) => {
            tracing::warn!(provider = provider.config().slug, refusal = %error, "a login could not be started");
            return redirect_with_problem(provider, &purpose, identity_problem(&error));
        }
    };
    let stored = async {
        let mut logins = logins_in_progress(session, cx.now).await?;
        if logins.len() >= MAX_LOGINS {
            logins.remove(0);
        }
        logins.push(LoginInProgress { pending, purpose });
        session.insert(LOGINS, logins).await
    };
    match stored.await {
        Ok(()) => redirect_page(cx, provider, &url, RedirectPurpose::SignIn).await,
        Err(error) => error_response(cx, session_error(error)).await,
    }
}

/// The logins in progress that have not expired, oldest first.
async fn logins_in_progress(
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Vec<LoginInProgress>, tower_sessions::session::Error> {
    let mut logins: Vec<LoginInProgress> = session.get(LOGINS).await?.unwrap_or_default();
    logins.retain(|login| now - login.pending.since < LOGIN_TIMEOUT);
    Ok(logins)
}

/// A page that redirects to a provider by itself. No 303, because browsers apply `form-action` to redirects after a form.
async fn redirect_page(
    cx: RequestContext,
    provider: &Arc<Provider>,
    url: &str,
    purpose: RedirectPurpose,
) -> Response {
    let mut response = render_page(cx, async |cx| Ok(provider_redirect(&cx, provider, url, purpose))).await;
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={url}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
    response
}

/// Records a refused response of a provider in the log and in the audit log.
async fn record_refusal(cx: &RequestContext, provider: &Provider, error: &ProviderError) {
    tracing::warn!(provider = provider.config().slug, refusal = %error, "a provider's response was refused");
    if let Err(error) = identities::record_rejected_login(&cx.backend, &cx.actor, provider, error).await {
        tracing::warn!(%error, "the refusal could not be recorded in the audit log");
    }
}

/// The logout at the provider that a session was started with, and the URL it redirects to; nothing for sessions without one.
pub struct ProviderLogout(Option<(Arc<Provider>, String)>);

impl ProviderLogout {
    /// Prepares the logout of a session and forgets the provider's session. To be called before the session is deleted.
    ///
    /// # Errors
    /// Where the session cannot be read.
    pub async fn prepare(cx: &RequestContext, session: &Session) -> Result<Self, Error> {
        let stored: Option<ProviderSession> = session.get(PROVIDER_SESSION).await.map_err(session_error)?;
        let Some(provider_session) = stored else { return Ok(Self(None)) };
        identities::forget_session(&cx.backend, provider_session.session).await?;
        let Some(provider) = cx.backend.settings.providers.find_by_slug(&provider_session.provider).cloned()
        else {
            return Ok(Self(None));
        };
        let url = provider.end_session_url(cx.now, &provider_session.id_token).await;
        Ok(Self(url.map(|url| (provider, url))))
    }

    /// The redirect for someone whose session here has ended: to the provider, or to the start page.
    pub async fn redirect(self, mut cx: RequestContext) -> Response {
        let Some((provider, url)) = self.0 else { return see_other("/") };
        cx.actor.user = None;
        redirect_page(cx, &provider, &url, RedirectPurpose::SignOut).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_codes_of_providers_are_problems_that_people_can_act_on() {
        let problem = |code: &str| identity_problem(&ProviderError::ErrorResponse(code.to_owned()));
        assert_eq!(problem("access_denied"), IdentityProblem::Denied);
        assert_eq!(problem("login_required"), IdentityProblem::LoginRequired);
        assert_eq!(problem("interaction_required"), IdentityProblem::LoginRequired);
        assert_eq!(problem("temporarily_unavailable"), IdentityProblem::ProviderUnavailable);
        assert_eq!(problem("unmet_authentication_requirements"), IdentityProblem::InsufficientAssurance);
        assert_eq!(problem("invalid_request"), IdentityProblem::Untrusted);
    }
}
