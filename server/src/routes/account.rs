//! Signing in with a password, and signing out.

use axum::response::Response;
use fyr_app::{RequestContext, pages};
use fyr_usecases::{Error, accounts};
use tower_sessions::Session;

use crate::{
    routes::{
        accounts::{empty_form, form_with_errors, next_param, render_with_errors},
        identities::ProviderLogout,
    },
    web::client::Client,
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::pending_submission,
    web::sessions::{AuthMethod, Authentication, start_session},
};

/// `GET /sign-in?next=`.
pub async fn sign_in(cx: RequestContext, session: Session) -> Response {
    if cx.actor.user.is_some() {
        return see_other(next_param(&cx));
    }
    let next = next_param(&cx);
    let form = match pending_submission::exists(&cx, &session, &next).await {
        Ok(true) => empty_form().with("next", next).with("unsent", "yes"),
        Ok(false) => empty_form().with("next", next),
        Err(error) => return error_response(cx, error).await,
    };
    render_page(cx, async |cx| pages::account::sign_in(&cx, form).await).await
}

/// `POST /sign-in`.
pub async fn post_sign_in(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Response {
    let attempt = accounts::SignInAttempt {
        email: submitted.value("email"),
        password: submitted.value("password"),
        device: client.key.as_deref(),
    };
    let started = match accounts::sign_in(&cx.backend, &cx.actor, attempt).await {
        Ok(user) => {
            let authentication = Authentication {
                user,
                method: AuthMethod::Password,
                next: submitted.value("next").to_owned(),
            };
            start_session(&cx, &session, &client, authentication).await
        }
        Err(Error::Invalid(errors)) => {
            let show = async |cx: fyr_app::RequestContext, form| pages::account::sign_in(&cx, form).await;
            return render_with_errors(cx, form_with_errors(submitted, errors), show).await;
        }
        Err(error) => Err(error),
    };
    match started {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /sign-out`.
pub async fn post_sign_out(cx: RequestContext, session: Session) -> Response {
    let logout = match ProviderLogout::prepare(&cx, &session).await {
        Ok(logout) => logout,
        Err(error) => return error_response(cx, error).await,
    };
    if let Err(error) = accounts::record_sign_out(&cx.backend, &cx.actor).await {
        return error_response(cx, error).await;
    }
    match session.flush().await {
        Ok(()) => logout.redirect(cx).await,
        Err(error) => error_response(cx, Error::Internal(Box::new(error))).await,
    }
}
