//! `/register`: registering an account, and confirming it with a mailed link.

use axum::response::Response;
use fyr_app::{Notice, RequestContext, pages::register as pages};
use fyr_usecases::{Error as UseCaseError, Registration, accounts};
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Access::{Anyone, Proof},
    BodyKind::SmallForm,
    Client, Error, FieldErrorsExt, Policy,
    RateLimit::Guarded,
    Routes, SubmittedForm, empty_form, form_with_errors,
    mailed_links::expired_link_page,
    query::{next_param, token_param},
    render_page, render_with_errors, see_other,
    sessions::{AuthMethod, Authentication, safe_next_path, start_session},
    with_notice, with_uri,
};

/// The routes of this file.
pub fn routes() -> Routes {
    const POLICY: Policy =
        Policy::write(Anyone, SmallForm).limit(Guarded).any_opener("for the person named in the form");
    Routes::new()
        .get("/register", show, Policy::read(Anyone))
        .post("/register", post, POLICY)
        .get("/register/sent", show_sent, Policy::read(Anyone))
        .get("/register/confirm", confirm, Policy::read(Proof("a mailed link")).with_reader_cookie())
        .post("/register/confirm", post_confirm, Policy::write(Proof("a mailed link"), SmallForm))
}

/// Fails with `NotFound` where nobody registers.
fn require_registration(cx: &RequestContext) -> Result<(), Error> {
    match cx.backend.settings.accounts.registration {
        Registration::Off => Err(UseCaseError::NotFound.into()),
        Registration::Open => Ok(()),
    }
}

/// `GET /register?next=`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    require_registration(&cx)?;
    let form = empty_form().with("next", next_param(&cx));
    render_page(cx, async |cx| Ok(pages::show(&cx, form))).await
}

/// `POST /register`: the same response for known and unknown addresses.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let registration = accounts::RegistrationForm {
        name: submitted.value("name"),
        email: submitted.value("email"),
        password: submitted.value("password"),
        next: safe_next_path(submitted.value("next")),
    };
    match accounts::register(&cx.backend, &cx.actor, registration, cx.lang).await.or_field_errors()? {
        Ok(()) => Ok(see_other("/register/sent")),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| Ok(pages::show(&cx, form))).await
        }
    }
}

/// `GET /register/sent`.
pub async fn show_sent(cx: RequestContext) -> Result<Response, Error> {
    require_registration(&cx)?;
    render_page(cx, async |cx| Ok(pages::email_sent(&cx))).await
}

/// `GET /register/confirm?token=`.
pub async fn confirm(cx: RequestContext) -> Result<Response, Error> {
    let token = token_param(&cx);
    match accounts::find_registration_link(&cx.backend, &token).await {
        Ok(link) => {
            let form = empty_form().with("token", token);
            render_page(cx, async |cx| Ok(pages::confirm(&cx, &link, form))).await
        }
        Err(error) => expired_link_page(cx, error, "/register").await,
    }
}

/// `POST /register/confirm`: creates the account and starts a session.
pub async fn post_confirm(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let (token, password) = (submitted.value("token").to_owned(), submitted.value("password"));
    let token = token.as_str();
    let (backend, actor, browser) = (&cx.backend, &cx.actor, &cx.browser_key);
    let redeemed = match accounts::confirm_registration(backend, actor, token, password, browser).await {
        Ok(redeemed) => redeemed,
        Err(UseCaseError::Invalid(errors)) => {
            return match accounts::find_registration_link(&cx.backend, token).await {
                Ok(link) => {
                    let form = form_with_errors(submitted, Uuid::nil(), errors);
                    let cx = with_uri(cx, &format!("/register/confirm?token={token}"));
                    render_with_errors(cx, form, async |cx, form| Ok(pages::confirm(&cx, &link, form))).await
                }
                Err(error) => expired_link_page(cx, error, "/register").await,
            };
        }
        Err(error) => return expired_link_page(cx, error, "/register").await,
    };
    let method = AuthMethod::of_link(&redeemed);
    let authentication = Authentication { user: redeemed.user, method, next: redeemed.next };
    let response = start_session(&cx, &session, &client, authentication).await?;
    Ok(with_notice(response, Notice::AccountCreated))
}
