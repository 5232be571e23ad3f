//! The second step of signing in: the code of the second factor.

use axum::response::Response;
use fyr_app::{RequestContext, pages::account::code as pages};
use fyr_usecases::{Error, accounts};
use tower_sessions::Session;

use super::{empty_form, form_with_errors, render_with_errors};
use crate::{
    web::client::Client,
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::sessions::{complete_second_factor, pending_second_factor},
};

/// `GET /sign-in/code`: for someone who has shown their first factor in this session within the last minutes.
pub async fn show(cx: RequestContext, session: Session) -> Response {
    match pending_second_factor(&cx, &session).await {
        Ok(Some(_)) => render_page(cx, async |cx| Ok(pages::show(&cx, empty_form()))).await,
        Ok(None) => see_other("/sign-in"),
        Err(error) => error_response(cx, error).await,
    }
}

/// `POST /sign-in/code`.
pub async fn post(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Response {
    let authentication = match pending_second_factor(&cx, &session).await {
        Ok(Some(authentication)) => authentication,
        Ok(None) => return see_other("/sign-in"),
        Err(error) => return error_response(cx, error).await,
    };
    let challenge =
        accounts::CodeChallenge { user: authentication.user, method: authentication.method.as_str() };
    let started =
        match accounts::check_second_factor_code(&cx.backend, &cx.actor, challenge, submitted.value("code"))
            .await
        {
            Ok(()) => complete_second_factor(&cx, &session, &client, authentication).await,
            Err(Error::Invalid(errors)) => {
                return render_with_errors(cx, form_with_errors(submitted, errors), async |cx, form| {
                    Ok(pages::show(&cx, form))
                })
                .await;
            }
            Err(error) => Err(error),
        };
    match started {
        Ok(response) => response,
        Err(error) => error_response(cx, error).await,
    }
}
