//! `/desk/status`: posting incidents and maintenance on the status page, and correcting what was posted. Each form posts to its own page.

pub mod corrections;
pub mod incidents;
pub mod maintenances;

use std::future::Future;

use axum::response::Response;
use fyr_app::{FormState, Notice, Page, RequestContext, pages::desk::status as pages};
use fyr_domain::permission::Permission;
use fyr_usecases::Error as UseCaseError;

use crate::{
    app::App,
    web::{
        Access::Permission as Needs, BodyKind::Form, Error, FieldErrorsExt, Policy, Routes, SubmittedForm,
        render_page, render_with_errors, see_other_with,
    },
};

const LIST_PATH: &str = "/desk/status";

/// The routes of this folder.
pub fn routes() -> Routes {
    const PAGE: Policy = Policy::read(Needs(Permission::PostStatus));
    const FORM: Policy = Policy::write(Needs(Permission::PostStatus), Form);
    Routes::new()
        .get("/desk/status", show, PAGE)
        .get("/desk/status/corrections/{id}", corrections::show, PAGE)
        .post("/desk/status/corrections/{id}", corrections::post, FORM)
        .get("/desk/status/incidents/new", incidents::new, PAGE)
        .post("/desk/status/incidents/new", incidents::post_new, FORM)
        .get("/desk/status/incidents/{id}", incidents::show, PAGE)
        .post("/desk/status/incidents/{id}", incidents::post, FORM)
        .get("/desk/status/maintenances/new", maintenances::new, PAGE)
        .post("/desk/status/maintenances/new", maintenances::post_new, FORM)
        .get("/desk/status/maintenances/{id}", maintenances::show, PAGE)
        .post("/desk/status/maintenances/{id}", maintenances::post, FORM)
}

/// `GET /desk/status`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    render_page(cx, pages::show).await
}

/// A form that was not submitted yet, with a key of its own.
fn new_form(cx: &RequestContext) -> FormState {
    FormState::new(cx.backend.clock.id())
}

/// The state of a submitted form.
fn form_state(app: &App, submitted: SubmittedForm) -> FormState {
    let form_key = submitted.form_key(app);
    submitted.into_state(form_key)
}

/// Redirects to the list, which says what was done, or renders the form again with its errors.
async fn redirect_or_rerender<F, Fut>(
    cx: RequestContext,
    result: Result<Notice, UseCaseError>,
    form: FormState,
    render_form: F,
) -> Result<Response, Error>
where
    F: FnOnce(RequestContext, FormState) -> Fut,
    Fut: Future<Output = Result<Page, UseCaseError>>,
{
    match result.or_field_errors()? {
        Ok(notice) => Ok(see_other_with(LIST_PATH, notice)),
        Err(errors) => render_with_errors(cx, FormState { errors, ..form }, render_form).await,
    }
}
