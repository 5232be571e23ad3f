//! `/password`: a forgotten password, and choosing one with a mailed link. Changing it is in `account`.

use axum::response::Response;
use fyr_app::{
    Notice, RequestContext,
    pages::{account, password as pages},
};
use fyr_domain::{fields::FieldErrors, text::EmailAddress};
use fyr_usecases::{Error as UseCaseError, accounts};
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Access::{Anyone, Proof},
    BodyKind::SmallForm,
    Client, Error, Policy,
    RateLimit::Guarded,
    Routes, SubmittedForm, empty_form, form_with_errors,
    mailed_links::expired_link_page,
    query::token_param,
    render_page, render_with_errors, see_other,
    sessions::{AuthMethod, Authentication, start_session},
    with_notice, with_uri,
};

/// Where another link can be requested.
const FORGOTTEN_PATH: &str = "/password/forgotten";

/// The routes of this file.
pub fn routes() -> Routes {
    const FORGOTTEN: Policy =
        Policy::write(Anyone, SmallForm).limit(Guarded).any_opener("mails the address in the form");
    Routes::new()
        .get("/password/forgotten", forgotten, Policy::read(Anyone))
        .post("/password/forgotten", post_forgotten, FORGOTTEN)
        .get("/password/forgotten/sent", show_sent, Policy::read(Anyone))
        .get("/password/reset", reset, Policy::read(Proof("a mailed link")).with_reader_cookie())
        .post("/password/reset", post_reset, Policy::write(Proof("a mailed link"), SmallForm))
}

/// `GET /password/forgotten`.
pub async fn forgotten(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(pages::forgotten(&cx, empty_form()))).await
}

/// `POST /password/forgotten`: the same response for known and unknown addresses.
pub async fn post_forgotten(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let email = match EmailAddress::parse(submitted.value("email")) {
        Ok(email) => email,
        Err(problem) => {
            let form = form_with_errors(submitted, Uuid::nil(), FieldErrors::single("email", problem));
            return render_with_errors(cx, form, async |cx, form| Ok(pages::forgotten(&cx, form))).await;
        }
    };
    accounts::request_password_reset(&cx.backend, &cx.actor, &email, cx.lang).await?;
    Ok(see_other("/password/forgotten/sent"))
}

/// `GET /password/forgotten/sent`.
pub async fn show_sent(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, async |cx| Ok(account::email_sent(&cx))).await
}

/// `GET /password/reset?token=`.
pub async fn reset(cx: RequestContext) -> Result<Response, Error> {
    let token = token_param(&cx);
    match accounts::find_password_reset_link(&cx.backend, &token).await {
        Ok(link) => {
            let form = empty_form().with("token", token);
            render_page(cx, async |cx| Ok(pages::reset(&cx, &link.email, form))).await
        }
        Err(error) => expired_link_page(cx, error, FORGOTTEN_PATH).await,
    }
}

/// `POST /password/reset`: sets the password and starts a session.
pub async fn post_reset(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (token, password) = (submitted.value("token").to_owned(), submitted.value("password"));
    let token = token.as_str();
    let (backend, actor, browser) = (&cx.backend, &cx.actor, &cx.browser_key);
    let redeemed = match accounts::reset_password(backend, actor, token, password, browser).await {
        Ok(redeemed) => redeemed,
        Err(UseCaseError::Invalid(errors)) => {
            return match accounts::find_password_reset_link(&cx.backend, token).await {
                Ok(link) => {
                    let form = form_with_errors(submitted, Uuid::nil(), errors);
                    let cx = with_uri(cx, &format!("/password/reset?token={token}"));
                    let show = async |cx, form| Ok(pages::reset(&cx, &link.email, form));
                    render_with_errors(cx, form, show).await
                }
                Err(error) => expired_link_page(cx, error, FORGOTTEN_PATH).await,
            };
        }
        Err(error) => return expired_link_page(cx, error, FORGOTTEN_PATH).await,
    };
    let method = AuthMethod::of_link(&redeemed);
    let authentication = Authentication { user: redeemed.user, method, next: redeemed.next };
    let response = start_session(&cx, &session, &client, authentication).await?;
    Ok(with_notice(response, Notice::PasswordChanged))
}
