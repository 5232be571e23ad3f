//! Registering accounts, signing in other than with a provider, and the pages of one's own account. This module has what their
//! handlers share.

pub mod access;
pub mod claim;
pub mod code;
pub mod email;
pub mod link;
pub mod password;
pub mod register;
pub mod second_factor;
pub mod show;

use std::future::Future;

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use fyr_app::{
    FormState, Page, RequestContext,
    pages::account::{
        expired_link,
        reauthentication::{self, ReauthenticationPrompt},
    },
};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{Error, accounts};
use tower_sessions::Session;
use uuid::Uuid;

use crate::{
    web::context::{error_response, render_page},
    web::forms::SubmittedForm,
    web::sessions::{is_recently_authenticated, record_reauthentication, safe_next_path},
};

/// The `token` parameter of the request's query; empty where it is missing.
pub fn token_param(cx: &RequestContext) -> String {
    query_param(cx, "token")
}

/// The `next` parameter of the request's query, as a path of this site; the start page where it is missing or leads elsewhere.
pub fn next_param(cx: &RequestContext) -> String {
    safe_next_path(&query_param(cx, "next")).to_owned()
}

/// A parameter of the request's query; empty where it is missing.
pub fn query_param(cx: &RequestContext, name: &str) -> String {
    let query = cx.uri.split_once('?').map_or("", |(_, query)| query);
    let found = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The state of a form that has not been submitted and creates nothing (its key is nil).
pub fn empty_form() -> FormState {
    FormState::new(Uuid::nil())
}

/// The state of a submitted form with its errors.
pub fn form_with_errors(submitted: SubmittedForm, errors: FieldErrors) -> FormState {
    FormState { errors, ..submitted.into_state(Uuid::nil()) }
}

/// Renders a page again with the errors of its form: 422, or 429 with `Retry-After` where an error is a rate limit.
pub async fn render_with_errors<F, Fut>(cx: RequestContext, form: FormState, show: F) -> Response
where
    F: FnOnce(RequestContext, FormState) -> Fut,
    Fut: Future<Output = Result<Page, Error>>,
{
    let wait = form.errors.0.iter().find_map(|(_, problem)| match problem {
        Problem::RateLimited { seconds } => Some(*seconds),
        _ => None,
    });
    let status = if wait.is_some() { 429 } else { 422 };
    let mut response = render_page(cx, async |cx| Ok(show(cx, form).await?.status(status))).await;
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The response to a mailed link that failed: for an invalid or expired link the page that says so and leads to `retry_path`,
/// where another link can be requested; otherwise the [`error_response`].
pub async fn link_error_response(cx: RequestContext, error: Error, retry_path: &'static str) -> Response {
    match error {
        Error::NotFound if cx.actor_known => {
            render_page(cx, async |cx| Ok(expired_link(&cx, retry_path))).await
        }
        error => error_response(cx, error).await,
    }
}

/// The reauthentication required of a signed-in person before an action that could give others lasting access to their account.
/// An account with a second factor has to sign in again, because the password alone would be weaker.
///
/// # Errors
/// Where the session or the account cannot be read.
pub async fn reauthentication_prompt(
    cx: &RequestContext,
    session: &Session,
) -> Result<ReauthenticationPrompt, Error> {
    if is_recently_authenticated(cx, session).await? {
        return Ok(ReauthenticationPrompt::None);
    }
    let account = accounts::overview(&cx.backend, &cx.actor).await?;
    Ok(if account.has_password && !account.has_second_factor {
        ReauthenticationPrompt::Password
    } else {
        ReauthenticationPrompt::SignIn
    })
}

/// The reauthentication of a form whose page showed `prompt`, as use cases take it; `typed` is its password field.
pub fn submitted_reauthentication(
    prompt: ReauthenticationPrompt,
    typed: &str,
) -> accounts::Reauthentication<'_> {
    match prompt {
        ReauthenticationPrompt::None => accounts::Reauthentication::Recent,
        ReauthenticationPrompt::Password => accounts::Reauthentication::Password(typed),
        ReauthenticationPrompt::SignIn => accounts::Reauthentication::Missing,
    }
}

/// Checks that the sender of a form has authenticated recently, or has submitted their password with it. `None` where that is
/// so; otherwise the page that asks for it and submits the whole form again.
///
/// # Errors
/// [`Error::SignInFirst`] without a signed-in person; where the session cannot be read or written.
pub async fn require_recent_authentication(
    cx: &RequestContext,
    session: &Session,
    submitted: &SubmittedForm,
) -> Result<Option<Response>, Error> {
    if cx.actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let prompt = reauthentication_prompt(cx, session).await?;
    let mut form = FormState { values: submitted.fields.clone(), ..empty_form() };
    let has_password = form.values.remove("current").is_some();
    if let ReauthenticationPrompt::None = prompt {
        return Ok(None);
    }
    if has_password {
        match accounts::reauthenticate(
            &cx.backend,
            &cx.actor,
            submitted_reauthentication(prompt, submitted.value("current")),
        )
        .await
        {
            Ok(()) => {
                record_reauthentication(cx, session).await?;
                return Ok(None);
            }
            Err(Error::Invalid(errors)) => form.errors = errors,
            Err(error) => return Err(error),
        }
    }
    let show = async |cx: RequestContext, form| Ok(reauthentication::show(&cx, &form, prompt));
    Ok(Some(if has_password {
        render_with_errors(cx.clone(), form, show).await
    } else {
        render_page(cx.clone(), async |cx| show(cx, form).await).await
    }))
}
