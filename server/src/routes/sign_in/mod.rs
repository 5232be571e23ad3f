//! `/sign-in`: signing in with a password; in the folder, every other way.

pub mod code;
pub mod link;
pub mod provider;

use axum::response::Response;
use fyr_app::{RequestContext, pages};
use fyr_usecases::accounts;
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Access::{Anyone, Proof},
    BodyKind::{Form, SmallForm},
    Cache, Client, Error, FieldErrorsExt, Policy,
    RateLimit::Guarded,
    Routes, SubmittedForm, empty_form, form_with_errors, pending_submission,
    query::next_param,
    render_page, render_with_errors, see_other,
    sessions::{AuthMethod, Authentication, start_session},
    typed,
};

/// The routes of this folder.
pub fn routes() -> Routes {
    const PAGE: Policy = Policy::read(Anyone);
    const SIGNS_IN: &str = "signs in whoever can";
    const FORM: Policy = Policy::write(Anyone, SmallForm).limit(Guarded).any_opener(SIGNS_IN);
    const LINK: Policy = Policy::write(Proof("a mailed link"), SmallForm).limit(Guarded);
    Routes::new()
        .get("/sign-in", show, PAGE)
        // a password of any length gets the same answer as any other that is wrong
        .post("/sign-in", post, Policy::write(Anyone, Form).limit(Guarded).any_opener(SIGNS_IN))
        .get("/sign-in/code", code::show, PAGE.cache(Cache::NoStore))
        .post("/sign-in/code", code::post, FORM)
        .get("/sign-in/link", link::show, PAGE)
        .post("/sign-in/link", link::post, FORM)
        .get("/sign-in/link/sent", link::show_sent, PAGE)
        .get("/sign-in/link/open", link::open, Policy::read(Proof("a mailed link")).with_reader_cookie())
        .post("/sign-in/link/open", link::post_open, LINK)
        .get("/sign-in/{provider}", provider::show, PAGE)
        .post("/sign-in/{provider}", provider::post, FORM)
        .get("/sign-in/{provider}/new", provider::new_account::show, PAGE.cache(Cache::NoStore))
        .post("/sign-in/{provider}/new", provider::new_account::post, FORM)
}

/// `GET /sign-in?next=`.
pub async fn show(cx: RequestContext, session: Session) -> Result<Response, Error> {
    let next = next_param(&cx);
    if cx.actor.user.is_some() {
        return Ok(see_other(next));
    }
    let waits =
        typed::waits(&cx, &session, &next).await || pending_submission::exists(&cx, &session, &next).await?;
    let form = if waits {
        empty_form().with("next", next).with("unsent", "yes")
    } else {
        empty_form().with("next", next)
    };
    render_page(cx, async |cx| pages::sign_in::show(&cx, form).await).await
}

/// `POST /sign-in`.
pub async fn post(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let attempt = accounts::SignInAttempt {
        email: submitted.value("email"),
        password: submitted.value("password"),
        device: client.key.as_deref(),
    };
    match accounts::sign_in(&cx.backend, &cx.actor, attempt).await.or_field_errors()? {
        Ok(user) => {
            let next = submitted.value("next").to_owned();
            let authentication = Authentication { user, method: AuthMethod::Password, next };
            Ok(start_session(&cx, &session, &client, authentication).await?)
        }
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| pages::sign_in::show(&cx, form).await).await
        }
    }
}
