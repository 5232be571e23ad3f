//! Logins at identity providers: starting them, remembering them in the session, and what people read when they fail; and
//! signing out there.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use chrono::{DateTime, TimeDelta, Utc};
use fyr_app::{
    Notice, RequestContext,
    pages::sign_in::provider::{IdentityProblem, RedirectPurpose, provider_redirect},
};
use fyr_usecases::{
    Error as UseCaseError, identities,
    identity::{LoginRequest, PendingLogin, Provider, ProviderError, StartedLogin},
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;
use uuid::Uuid;

use super::{Client, Error, render_page, see_other, see_other_with};

/// Session key of the [`LoginInProgress`] list.
pub const LOGINS: &str = "logins";
/// Session key of the [`ProviderSession`].
pub const PROVIDER_SESSION: &str = "provider";
/// How long a login at the provider may take.
const LOGIN_TIMEOUT: TimeDelta = TimeDelta::minutes(10);
/// The most logins in progress in one session, such as one for each open tab.
const MAX_LOGINS: usize = 5;

/// A login that was started in this session, with its purpose; serialised into the session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LoginInProgress {
    /// What the response of the provider is checked against.
    pub pending: PendingLogin,
    /// What the person wants.
    pub purpose: LoginPurpose,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
/// What a login at a provider is for.
pub enum LoginPurpose {
    /// Sign in, and redirect to `next`, a path of this site.
    SignIn {
        /// The redirect target.
        next: String,
    },
    /// Connect the identity with an account.
    Connect {
        /// The account.
        user: Uuid,
    },
}

/// The provider's session behind one of ours; serialised into our session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProviderSession {
    /// The provider's slug.
    pub provider: String,
    /// Its ID token, with which signing out there is asked for.
    pub id_token: String,
    /// The id under which it is stored, for logout by the provider.
    pub session: Uuid,
}

/// The session and the browser of a request.
#[derive(Clone, Copy, Debug)]
pub struct Visitor<'a> {
    /// Its session.
    pub session: &'a Session,
    /// Its browser.
    pub client: &'a Client,
}

/// A configured provider by its slug.
///
/// # Errors
/// `NotFound` where there is none.
pub fn find_provider(cx: &RequestContext, slug: &str) -> Result<Arc<Provider>, Error> {
    cx.backend.settings.providers.find_by_slug(slug).cloned().ok_or_else(|| UseCaseError::NotFound.into())
}

/// The problem that people see for a provider's error.
pub fn identity_problem(error: &ProviderError) -> IdentityProblem {
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
pub fn redirect_with_problem(
    provider: &Provider,
    purpose: &LoginPurpose,
    problem: IdentityProblem,
) -> Response {
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

/// Starts a login, stores it in the session, and redirects to the provider.
///
/// # Errors
/// Where the session cannot be read or written.
pub async fn start_login(
    cx: RequestContext,
    session: &Session,
    provider: &Arc<Provider>,
    purpose: LoginPurpose,
) -> Result<Response, Error> {
    let request = LoginRequest { lang: cx.lang, fresh: matches!(purpose, LoginPurpose::Connect { .. }) };
    let StartedLogin { url, pending } = match provider.start_login(&*cx.backend.clock, request).await {
        Ok(started) => started,
        Err(error) => {
            tracing::warn!(provider = provider.config().slug, refusal = %error, "a login could not be started");
            return Ok(redirect_with_problem(provider, &purpose, identity_problem(&error)));
        }
    };
    let mut logins = logins_in_progress(session, cx.now).await?;
    if logins.len() >= MAX_LOGINS {
        logins.remove(0);
    }
    logins.push(LoginInProgress { pending, purpose });
    session.insert(LOGINS, logins).await?;
    redirect_page(cx, provider, &url, RedirectPurpose::SignIn).await
}

/// The logins in progress that have not expired, oldest first.
///
/// # Errors
/// Where the session cannot be read.
pub async fn logins_in_progress(
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
) -> Result<Response, Error> {
    let mut response = render_page(cx, async |cx| Ok(provider_redirect(&cx, provider, url, purpose))).await?;
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={url}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
    Ok(response)
}

/// Records a refused response of a provider in the log and in the audit log.
pub async fn record_refusal(cx: &RequestContext, provider: &Provider, error: &ProviderError) {
    tracing::warn!(provider = provider.config().slug, refusal = %error, "a provider's response was refused");
    if let Err(error) = identities::record_rejected_login(&cx.backend, &cx.actor, provider, error).await {
        tracing::warn!(%error, "the refusal could not be recorded in the audit log");
    }
}

/// The logout at the provider that a session was started with, and the URL it redirects to; nothing for sessions without one.
#[derive(Debug)]
pub struct ProviderLogout(Option<(Arc<Provider>, String)>);

impl ProviderLogout {
    /// Prepares the logout of a session and forgets the provider's session. To be called before the session is deleted.
    ///
    /// # Errors
    /// Where the session cannot be read.
    pub async fn prepare(cx: &RequestContext, session: &Session) -> Result<Self, Error> {
        let stored: Option<ProviderSession> = session.get(PROVIDER_SESSION).await?;
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
    ///
    /// # Errors
    /// Where the page cannot be rendered.
    pub async fn redirect(self, mut cx: RequestContext) -> Result<Response, Error> {
        let Some((provider, url)) = self.0 else { return Ok(see_other_with("/", Notice::SignedOut)) };
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
