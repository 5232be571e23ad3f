//! Signing in with an identity provider: the page with the button, and the way to the provider. The way back is in `auth`.

pub mod new_account;

use axum::{extract::Path, response::Response};
use fyr_app::{
    RequestContext,
    pages::sign_in::provider::{IdentityProblem, sign_in},
};
use tower_sessions::Session;

use crate::web::{
    Error, SubmittedForm,
    provider_login::{LoginPurpose, find_provider, start_login},
    query::{find_query_param, next_param},
    render_page, see_other,
    sessions::safe_next_path,
};

/// `GET /sign-in/{provider}?next=&problem=`.
pub async fn show(cx: RequestContext, Path(slug): Path<String>) -> Result<Response, Error> {
    let provider = find_provider(&cx, &slug)?;
    let next = next_param(&cx);
    if cx.actor.user.is_some() {
        return Ok(see_other(next));
    }
    let problem = find_query_param(&cx, "problem").and_then(|word| IdentityProblem::parse(&word));
    render_page(cx, async |cx| Ok(sign_in(&cx, &provider, problem, &next))).await
}

/// `POST /sign-in/{provider}`: starts a login at the provider.
pub async fn post(
    cx: RequestContext,
    Path(slug): Path<String>,
    session: Session,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let provider = find_provider(&cx, &slug)?;
    let purpose = LoginPurpose::SignIn { next: safe_next_path(submitted.value("next")).to_owned() };
    start_login(cx, &session, &provider, purpose).await
}
