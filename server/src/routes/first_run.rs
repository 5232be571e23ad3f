//! `/first-run`: making the first administrator of a portal that has no accounts.

use axum::response::Response;
use fyr_app::{FormState, Notice, RequestContext, pages::first_run as pages};
use fyr_domain::branding::LANGUAGE_FIELDS;
use fyr_usecases::{
    Error as UseCaseError,
    first_run::{self, FIRST_RUN_PATH, FirstRun},
};
use tower_sessions::Session;
use uuid::Uuid;

use crate::web::{
    Access,
    BodyKind::SmallForm,
    Client, Error, FieldErrorsExt, Policy,
    RateLimit::Guarded,
    Routes, SubmittedForm, empty_form, form_with_errors,
    query::token_param,
    render_page, render_with_errors,
    sessions::{AuthMethod, Authentication, start_session},
    with_notice, with_uri,
};

/// The routes of this file.
pub fn routes() -> Routes {
    const PROOF: Access = Access::Proof("the link that `fyr serve` prints");
    Routes::new().get(FIRST_RUN_PATH, show, Policy::read(PROOF).with_reader_cookie()).post(
        FIRST_RUN_PATH,
        post,
        Policy::write(PROOF, SmallForm).limit(Guarded),
    )
}

fn new_form(token: String) -> FormState {
    let form = empty_form().with("token", token).with("examples", "");
    LANGUAGE_FIELDS.into_iter().fold(form, |form, (_, field)| form.with(field, "yes"))
}

/// `GET /first-run?token=`: 404 where there are accounts already, or the link is over.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let token = token_param(&cx);
    first_run::require_link(&cx.backend, &token).await?;
    render_page(cx, async |cx| Ok(pages::show(&cx, new_form(token)))).await
}

/// `POST /first-run`: makes the administrator, the settings and the examples, and starts a session.
pub async fn post(
    cx: RequestContext,
    session: Session,
    client: Client,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let token = submitted.value("token").to_owned();
    let value = |field: &str| submitted.value(field).to_owned();
    let parsed = FirstRun::parse(&cx.backend, value, cx.lang).map_err(UseCaseError::from);
    let made = match parsed {
        Ok(run) => first_run::complete(&cx.backend, &token, &run, &cx.browser_key).await,
        Err(invalid) => {
            first_run::require_link(&cx.backend, &token).await?;
            Err(invalid)
        }
    };
    match made.or_field_errors()? {
        Ok(made) => {
            let method = AuthMethod::of_link(&made);
            let authentication = Authentication { user: made.user, method, next: made.next };
            let response = start_session(&cx, &session, &client, authentication).await?;
            Ok(with_notice(response, Notice::PortalMade))
        }
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            let cx = with_uri(cx, &format!("{FIRST_RUN_PATH}?token={token}"));
            render_with_errors(cx, form, async |cx, form| Ok(pages::show(&cx, form))).await
        }
    }
}
