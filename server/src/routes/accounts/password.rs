//! Passwords: requesting a reset, resetting with a mailed link, changing.

use axum::response::Response;
use fyr_app::RequestContext;
use fyr_app::pages::account::{
    self,
    password::{self as pages, PasswordStatus},
};
use fyr_domain::{fields::FieldErrors, text::EmailAddress};
use fyr_usecases::{Error, accounts};
use tower_sessions::Session;

use super::{empty_form, form_with_errors, link_error_response, render_with_errors, token_param};
use crate::{
    web::client::Client,
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::sessions::{self, AuthMethod, Authentication, start_session},
};

/// `GET /password/forgotten`.
pub async fn forgotten(cx: RequestContext) -> Response {
    render_page(cx, async |cx| Ok(pages::forgotten(&cx, empty_form()))).await
}

/// `POST /password/forgotten`: the same response for known and unknown addresses.
pub async fn post_forgotten(cx: RequestContext, submitted: SubmittedForm) -> Response {
    let email = match EmailAddress::parse(submitted.value("email")) {
        Ok(email) => email,
        Err(problem) => {
            let form = form_with_errors(submitted, FieldErrors::single("email", problem));
            return render_with_errors(cx, form, async |cx, form| Ok(pages::forgotten(&cx, form))).await;
        }
    };
    match accounts::request_password_reset(&cx.backend, &email, cx.lang).await {
        Ok(()) => see_other("/password/forgotten/sent"),
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /password/forgotten/sent`.
pub async fn show_sent(cx: RequestContext) -> Response {
    render_page(cx, async |cx| Ok(account::email_sent(&cx))).await
}

/// `GET /password/reset?token=`.
pub async fn reset(cx: RequestContext) -> Response {
    let token = token_param(&cx);
    match accounts::find_password_reset_link(&cx.backend, &token).await {
        Ok(link) => {
            render_page(cx, async |cx| Ok(pages::reset(&cx, &link.email, empty_form().with("token", token))))
                .await
        }
        Err(error) => link_error_response(cx, error, "/password/forgotten").await,
    }
}

/// `POST /password/reset`: sets the password and starts a session.
pub async fn post_reset(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Response {
    let (token, password) = (submitted.value("token"), submitted.value("password"));
    let user = match accounts::reset_password(&cx.backend, &cx.actor, token, password).await {
        Ok(user) => user,
        Err(Error::Invalid(errors)) => {
            return match accounts::find_password_reset_link(&cx.backend, token).await {
                Ok(link) => {
                    let show = async |cx, form| Ok(pages::reset(&cx, &link.email, form));
                    render_with_errors(cx, form_with_errors(submitted, errors), show).await
                }
                Err(error) => link_error_response(cx, error, "/password/forgotten").await,
            };
        }
        Err(error) => return link_error_response(cx, error, "/password/forgotten").await,
    };
    let authentication = Authentication { user, method: AuthMethod::MailedLink, next: "/".to_owned() };
    match start_session(&cx, &session, &client, authentication).await {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /account/password`.
pub async fn change(cx: RequestContext) -> Response {
    match accounts::overview(&cx.backend, &cx.actor).await {
        Ok(overview) => {
            let status = if overview.has_password { PasswordStatus::Set } else { PasswordStatus::NotSet };
            render_page(cx, async |cx| Ok(pages::change(&cx, empty_form(), status))).await
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /account/password`.
pub async fn post_change(cx: RequestContext, session: Session, submitted: SubmittedForm) -> Response {
    let own_session = sessions::hashed_id(&session).unwrap_or_default();
    let (current, new) = (submitted.value("current"), submitted.value("password"));
    let changed = match accounts::change_password(&cx.backend, &cx.actor, current, new, &own_session).await {
        Ok(()) => sessions::cycle_id(&session).await,
        other => other,
    };
    match changed {
        Ok(()) => see_other("/account?done=password"),
        Err(Error::Invalid(errors)) => {
            let show = async |cx, form| Ok(pages::change(&cx, form, PasswordStatus::Set));
            render_with_errors(cx, form_with_errors(submitted, errors), show).await
        }
        Err(error) => error_response(cx, error).await,
    }
}
