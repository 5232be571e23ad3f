//! Organisations, their teams, and their settings for sharing.

use axum::{extract::State, response::Response};
use fyr_app::{
    FormState, RequestContext,
    pages::desk::people::{organisation, organisations as list_page},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    permission::Sharing,
    text::GroupName,
};
use fyr_usecases::{
    Error,
    organisations::{self, OrganisationDraft},
};
use uuid::Uuid;

use super::{form_with_errors, parse_id};
use crate::{
    app::App,
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::path_id::PathId,
};

/// `GET /desk/people/organisations`.
pub async fn list(cx: RequestContext) -> Response {
    let form = FormState::new(cx.backend.clock.id());
    render_page(cx, async |cx| list_page::show(&cx, form).await).await
}

/// `POST /desk/people/organisations`: creates an organisation in which people see their own tickets only.
pub async fn post_list(State(app): State<App>, cx: RequestContext, submitted: SubmittedForm) -> Response {
    let form_key = submitted.form_key(&app);
    let result = async {
        organisations::list_administered(&cx.backend, &cx.actor).await?;
        let name = GroupName::parse(submitted.value("organisation_name"))
            .map_err(|problem| FieldErrors::single("organisation_name", problem))?;
        let draft = OrganisationDraft { name, sharing: Sharing::Own, participants_end: true };
        organisations::create(&cx.backend, &cx.actor, form_key, &draft).await
    };
    match result.await {
        Ok(id) => see_other(format!("/desk/people/organisations/{id}?done=created")),
        Err(Error::Invalid(errors)) => {
            let form = form_with_errors(submitted, errors, form_key);
            render_page(cx, async |cx| Ok(list_page::show(&cx, form).await?.status(422))).await
        }
        Err(error) => error_response(cx, error).await,
    }
}

/// `GET /desk/people/organisations/{id}`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Response {
    render_page(cx, async |cx| organisation::show(&cx, id, FormState::new(Uuid::nil())).await).await
}

/// `POST /desk/people/organisations/{id}` with `action` = `save`, `choose`, `unchoose`, `team-add`, `team-rename` or
/// `team-remove`.
pub async fn post(cx: RequestContext, PathId(id): PathId, submitted: SubmittedForm) -> Response {
    let result = async {
        organisations::find_details(&cx.backend, &cx.actor, id).await?;
        apply_action(&cx, id, &submitted).await
    };
    match result.await {
        Ok(outcome) => see_other(format!("/desk/people/organisations/{id}?done={outcome}")),
        Err(Error::Invalid(errors)) => {
            let form = form_with_errors(submitted, errors, Uuid::nil());
            render_page(cx, async |cx| Ok(organisation::show(&cx, id, form).await?.status(422))).await
        }
        Err(error) => error_response(cx, error).await,
    }
}

async fn apply_action(
    cx: &RequestContext,
    id: Uuid,
    submitted: &SubmittedForm,
) -> Result<&'static str, Error> {
    let (backend, actor) = (&cx.backend, &cx.actor);
    let id_field = |name: &'static str| {
        parse_id(submitted.value(name)).map_err(|problem| Error::from(FieldErrors::single(name, problem)))
    };
    let team_name = || {
        GroupName::parse(submitted.value("team_name"))
            .map_err(|problem| Error::from(FieldErrors::single("team_name", problem)))
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
            organisations::update(backend, actor, id, &draft).await.map(|()| "saved")
        }
        "choose" => {
            organisations::add_viewer(backend, actor, id, id_field("user")?).await.map(|()| "viewers")
        }
        "unchoose" => {
            organisations::remove_viewer(backend, actor, id, id_field("user")?).await.map(|()| "viewers")
        }
        "team-add" => organisations::add_team(backend, actor, id, &team_name()?).await.map(|()| "team"),
        "team-rename" => {
            let team = id_field("team")?;
            organisations::rename_team(backend, actor, id, team, &team_name()?).await.map(|()| "team")
        }
        "team-remove" => {
            organisations::remove_team(backend, actor, id, id_field("team")?).await.map(|()| "team")
        }
        _ => Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    }
}
