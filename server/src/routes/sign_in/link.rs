//! Signing in with a mailed link.

use axum::response::Response;
use fyr_app::{
    RequestContext,
    pages::{account, sign_in::link as pages},
};
use fyr_domain::{fields::FieldErrors, text::EmailAddress};
use fyr_usecases::accounts;
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Client, Error, SubmittedForm, empty_form, form_with_errors,
    mailed_links::expired_link_page,
    query::{next_param, token_param},
    render_page, render_with_errors, see_other,
    sessions::{AuthMethod, Authentication, safe_next_path, start_session},
};

/// `GET /sign-in/link?next=`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let form = empty_form().with("next", next_param(&cx));
    render_page(cx, async |cx| Ok(pages::show(&cx, form))).await
}

/// `POST /sign-in/link`: the same response for known and unknown addresses.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let email = match EmailAddress::parse(submitted.value("email")) {
        Ok(email) => email,
        Err(problem) => {
            let form = form_with_errors(submitted, Uuid::nil(), FieldErrors::single("email", problem));
            return render_with_errors(cx, form, async |cx, form| Ok(pages::show(&cx, form))).await;
        }
    };
    let next = safe_next_path(submitted.value("next"));
    accounts::request_sign_in_link(&cx.backend, &cx.actor, &email, next, cx.lang).await?;
    Ok(see_other("/sign-in/link/sent"))
}

/// `GET /sign-in/link/sent`.
pub async fn show_sent(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(account::email_sent(&cx))).await
}

/// `GET /sign-in/link/open?token=`.
pub async fn open(cx: RequestContext) -> Result<Response, Error> {
    let token = token_param(&cx);
    match accounts::find_sign_in_link(&cx.backend, &token).await {
        Ok(link) => render_page(cx, async |cx| Ok(pages::open(&cx, &link, &token))).await,
        Err(error) => expired_link_page(cx, error, "/sign-in/link").await,
    }
}

/// `POST /sign-in/link/open`.
pub async fn post_open(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let token = submitted.value("token");
    let redeemed = match accounts::redeem_sign_in_link(&cx.backend, token, &cx.browser_key).await {
        Ok(redeemed) => redeemed,
        Err(error) => return expired_link_page(cx, error, "/sign-in/link").await,
    };
    let method = AuthMethod::of_link(&redeemed);
    let authentication = Authentication { user: redeemed.user, method, next: redeemed.next };
    Ok(start_session(&cx, &session, &client, authentication).await?)
}
