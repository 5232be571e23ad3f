//! Registering an account, and confirming it with a mailed link.

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::{account::register as pages, errors::ErrorPage},
};
use fyr_usecases::{Error, Registration, accounts};
use tower_sessions::Session;

use super::{empty_form, form_with_errors, link_error_response, next_param, render_with_errors, token_param};
use crate::{
    web::client::Client,
    web::context::{error_page, error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::sessions::{AuthMethod, Authentication, safe_next_path, start_session},
};

/// `GET /register?next=`.
pub async fn show(cx: RequestContext) -> Response {
    if cx.backend.settings.accounts.registration == Registration::Off {
        return error_page(cx, ErrorPage::NotFound).await;
    }
    let form = empty_form().with("next", next_param(&cx));
    render_page(cx, async |cx| Ok(pages::show(&cx, form))).await
}

/// `POST /register`: the same response for known and unknown addresses.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Response {
    let registration = accounts::RegistrationForm {
        name: submitted.value("name"),
        email: submitted.value("email"),
        password: submitted.value("password"),
        next: safe_next_path(submitted.value("next")),
    };
    match accounts::register(&cx.backend, &cx.actor, registration, cx.lang).await {
        Ok(()) => see_other("/register/sent"),
        Err(Error::Invalid(errors)) => {
            render_with_errors(cx, form_with_errors(submitted, errors), async |cx, form| {
                Ok(pages::show(&cx, form))
            })
            .await
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /register/sent`.
pub async fn show_sent(cx: RequestContext) -> Response {
    if cx.backend.settings.accounts.registration == Registration::Off {
        return error_page(cx, ErrorPage::NotFound).await;
    }
    render_page(cx, async |cx| Ok(pages::email_sent(&cx))).await
}

/// `GET /register/confirm?token=`.
pub async fn confirm(cx: RequestContext) -> Response {
    let token = token_param(&cx);
    match accounts::find_registration_link(&cx.backend, &token).await {
        Ok(link) => {
            render_page(cx, async |cx| Ok(pages::confirm(&cx, &link, empty_form().with("token", token))))
                .await
        }
        Err(error) => link_error_response(cx, error, "/register").await,
    }
}

/// `POST /register/confirm`: creates the account and starts a session.
pub async fn post_confirm(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Response {
    let (token, password) = (submitted.value("token"), submitted.value("password"));
    let redeemed = match accounts::confirm_registration(&cx.backend, &cx.actor, token, password).await {
        Ok(redeemed) => redeemed,
        Err(Error::Invalid(errors)) => {
            return match accounts::find_registration_link(&cx.backend, token).await {
                Ok(link) => {
                    let show = async |cx, form| Ok(pages::confirm(&cx, &link, form));
                    render_with_errors(cx, form_with_errors(submitted, errors), show).await
                }
                Err(error) => link_error_response(cx, error, "/register").await,
            };
        }
        Err(error) => return link_error_response(cx, error, "/register").await,
    };
    let authentication =
        Authentication { user: redeemed.user, method: AuthMethod::MailedLink, next: redeemed.next };
    match start_session(&cx, &session, &client, authentication).await {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}
