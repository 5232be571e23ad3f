//! Organisations, their teams, and their settings for sharing.

use axum::{extract::State, response::Response};
use fyr_app::{
    FormState, Notice, RequestContext,
    pages::desk::people::{organisation, organisations as list_page},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    permission::Sharing,
    text::GroupName,
};
use fyr_usecases::{
    Error as UseCaseError,
    organisations::{self, OrganisationDraft},
};
use uuid::Uuid;

use crate::{
    app::App,
    web::{
        Error, FieldErrorsExt, PathId, SubmittedForm, empty_form, fields::parse_id, form_with_errors,
        render_page, render_with_errors, see_other_with,
    },
};

/// `GET /desk/people/organisations`.
pub async fn list(cx: RequestContext) -> Result<Response, Error> {
    let form = FormState::new(cx.backend.clock.id());
    render_page(cx, async |cx| list_page::show(&cx, form).await).await
}

/// `POST /desk/people/organisations`: creates an organisation in which people see their own tickets only.
pub async fn post_list(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let form_key = submitted.form_key(&app);
    match create(&cx, submitted.submission_key(&app), &submitted).await.or_field_errors()? {
        Ok(id) => {
            let path = format!("/desk/people/organisations/{id}");
            Ok(see_other_with(path, Notice::OrganisationCreated))
        }
        Err(errors) => {
            let form = form_with_errors(submitted, form_key, errors);
            render_with_errors(cx, form, async |cx, form| list_page::show(&cx, form).await).await
        }
    }
}

async fn create(
    cx: &RequestContext,
    submission: Uuid,
    submitted: &SubmittedForm,
) -> Result<Uuid, UseCaseError> {
    organisations::list_administered(&cx.backend, &cx.actor).await?;
    let name = GroupName::parse(submitted.value("organisation_name"))
        .map_err(|problem| FieldErrors::single("organisation_name", problem))?;
    let draft = OrganisationDraft { name, sharing: Sharing::Own, participants_end: true };
    organisations::create(&cx.backend, &cx.actor, submission, &draft).await
}

/// `GET /desk/people/organisations/{id}`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    render_page(cx, async |cx| organisation::show(&cx, id, empty_form()).await).await
}

/// `POST /desk/people/organisations/{id}` with `action` = `save`, `choose`, `unchoose`, `team-add`, `team-rename` or
/// `team-remove`.
pub async fn post(
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    // permission first: nobody else learns anything about the form
    organisations::find_details(&cx.backend, &cx.actor, id).await?;
    match apply_action(&cx, id, &submitted).await.or_field_errors()? {
        Ok(notice) => Ok(see_other_with(format!("/desk/people/organisations/{id}"), notice)),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| organisation::show(&cx, id, form).await).await
        }
    }
}

async fn apply_action(
    cx: &RequestContext,
    id: Uuid,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
    let (backend, actor) = (&cx.backend, &cx.actor);
    let id_field = |name: &'static str| {
        parse_id(submitted.value(name))
            .map_err(|problem| UseCaseError::from(FieldErrors::single(name, problem)))
    };
    let team_name = || {
        GroupName::parse(submitted.value("team_name"))
            .map_err(|problem| UseCaseError::from(FieldErrors::single("team_name", problem)))
    };
    match submitted.value("action") {
        "save" => {
            let mut errors = FieldErrors::default();
            let name =
                errors.check("organisation_name", GroupName::parse(submitted.value("organisation_name")));
            let sharing = submitted.value("sharing").parse().map_err(|_| Problem::UnknownChoice);
            let sharing = errors.check("sharing", sharing);
            let (Some(name), Some(sharing)) = (name, sharing) else { return Err(errors.into()) };
            let participants_end = submitted.value("participants_end") == "yes";
            let draft = OrganisationDraft { name, sharing, participants_end };
            organisations::update(backend, actor, id, &draft).await.map(|()| Notice::OrganisationSaved)
        }
        "choose" => organisations::add_viewer(backend, actor, id, id_field("user")?)
            .await
            .map(|()| Notice::ViewersChanged),
        "unchoose" => organisations::remove_viewer(backend, actor, id, id_field("user")?)
            .await
            .map(|()| Notice::ViewersChanged),
        "team-add" => {
            organisations::add_team(backend, actor, id, &team_name()?).await.map(|()| Notice::TeamsChanged)
        }
        "team-rename" => {
            let team = id_field("team")?;
            organisations::rename_team(backend, actor, id, team, &team_name()?)
                .await
                .map(|()| Notice::TeamsChanged)
        }
        "team-remove" => organisations::remove_team(backend, actor, id, id_field("team")?)
            .await
            .map(|()| Notice::TeamsChanged),
        _ => Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    }
}
