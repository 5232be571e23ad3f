//! Signing in with a mailed link.

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::account::{self, link as pages},
};
use fyr_domain::{fields::FieldErrors, text::EmailAddress};
use fyr_usecases::accounts;
use tower_sessions::Session;

use super::{empty_form, form_with_errors, link_error_response, next_param, render_with_errors, token_param};
use crate::{
    web::client::Client,
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::sessions::{AuthMethod, Authentication, safe_next_path, start_session},
};

/// `GET /sign-in/link?next=`.
pub async fn show(cx: RequestContext) -> Response {
    let form = empty_form().with("next", next_param(&cx));
    render_page(cx, async |cx| Ok(pages::show(&cx, form))).await
}

/// `POST /sign-in/link`: the same response for known and unknown addresses.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Response {
    let email = match EmailAddress::parse(submitted.value("email")) {
        Ok(email) => email,
        Err(problem) => {
            let form = form_with_errors(submitted, FieldErrors::single("email", problem));
            return render_with_errors(cx, form, async |cx, form| Ok(pages::show(&cx, form))).await;
        }
    };
    let next = safe_next_path(submitted.value("next"));
    match accounts::request_sign_in_link(&cx.backend, &email, next, cx.lang).await {
        Ok(()) => see_other("/sign-in/link/sent"),
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /sign-in/link/sent`.
pub async fn show_sent(cx: RequestContext) -> Response {
    render_page(cx, async |cx| Ok(account::email_sent(&cx))).await
}

/// `GET /sign-in/link/open?token=`.
pub async fn open(cx: RequestContext) -> Response {
    let token = token_param(&cx);
    match accounts::find_sign_in_link(&cx.backend, &token).await {
        Ok(link) => render_page(cx, async |cx| Ok(pages::open(&cx, &link, &token))).await,
        Err(error) => link_error_response(cx, error, "/sign-in/link").await,
    }
}

/// `POST /sign-in/link/open`.
pub async fn post_open(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Response {
    let redeemed = match accounts::redeem_sign_in_link(&cx.backend, submitted.value("token")).await {
        Ok(redeemed) => redeemed,
        Err(error) => return link_error_response(cx, error, "/sign-in/link").await,
    };
    let authentication =
        Authentication { user: redeemed.user, method: AuthMethod::MailedLink, next: redeemed.next };
    match start_session(&cx, &session, &client, authentication).await {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}
