//! Organisations, their teams and their rules.

use axum::{extract::State, response::Response};
use fyr_app::{
    Cx, FormState,
    pages::desk::people::{organisation, organisations as list_page},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    permission::Sharing,
    text::GroupName,
};
use fyr_services::{
    Error,
    organisations::{self, Changes},
};
use uuid::Uuid;

use super::{again, id as parse_id};
use crate::{
    app::App,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    routes::id::Id,
};

/// `GET /desk/people/organisations`.
pub async fn list(Asked(cx): Asked) -> Response {
    let form = FormState::new(cx.services.clock.id());
    page(cx, async |cx| list_page::show(&cx, form).await).await
}

/// `POST /desk/people/organisations`: another one, which shares nothing until someone says so.
pub async fn post_list(State(app): State<App>, Asked(cx): Asked, sent: Sent) -> Response {
    let form_key = sent.form_key(&app);
    let done = async {
        organisations::administered(&cx.services, &cx.actor).await?;
        let name = GroupName::parse(sent.value("organisation_name"))
            .map_err(|problem| FieldErrors::one("organisation_name", problem))?;
        let changes = Changes { name, sharing: Sharing::Own, participants_end: true };
        organisations::create(&cx.services, &cx.actor, form_key, &changes).await
    };
    match done.await {
        Ok(id) => see_other(format!("/desk/people/organisations/{id}?done=created")),
        Err(Error::Invalid(errors)) => {
            let form = again(sent, errors, form_key);
            page(cx, async |cx| Ok(list_page::show(&cx, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

/// `GET /desk/people/organisations/{id}`.
pub async fn show(Asked(cx): Asked, Id(id): Id) -> Response {
    page(cx, async |cx| organisation::show(&cx, id, FormState::new(Uuid::nil())).await).await
}

/// `POST /desk/people/organisations/{id}` with `action` = `save`, `choose`, `unchoose`, `team-add`, `team-rename` or
/// `team-remove`.
pub async fn post(Asked(cx): Asked, Id(id): Id, sent: Sent) -> Response {
    let done = async {
        organisations::one(&cx.services, &cx.actor, id).await?;
        act(&cx, id, &sent).await
    };
    match done.await {
        Ok(word) => see_other(format!("/desk/people/organisations/{id}?done={word}")),
        Err(Error::Invalid(errors)) => {
            let form = again(sent, errors, Uuid::nil());
            page(cx, async |cx| Ok(organisation::show(&cx, id, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

async fn act(cx: &Cx, id: Uuid, sent: &Sent) -> Result<&'static str, Error> {
    let (ctx, actor) = (&cx.services, &cx.actor);
    let field = |name: &'static str| {
        parse_id(sent.value(name)).map_err(|problem| Error::from(FieldErrors::one(name, problem)))
    };
    let team_name = || {
        GroupName::parse(sent.value("team_name"))
            .map_err(|problem| Error::from(FieldErrors::one("team_name", problem)))
    };
    match sent.value("action") {
        "save" => {
            let mut errors = FieldErrors::default();
            let name = errors.check("organisation_name", GroupName::parse(sent.value("organisation_name")));
            let sharing = sent.value("sharing").parse().map_err(|_| Problem::UnknownChoice);
            let sharing = errors.check("sharing", sharing);
            let (Some(name), Some(sharing)) = (name, sharing) else { return Err(errors.into()) };
            let participants_end = sent.value("participants_end") == "yes";
            let changes = Changes { name, sharing, participants_end };
            organisations::change(ctx, actor, id, &changes).await.map(|()| "saved")
        }
        "choose" => organisations::choose_viewer(ctx, actor, id, field("user")?).await.map(|()| "viewers"),
        "unchoose" => {
            organisations::unchoose_viewer(ctx, actor, id, field("user")?).await.map(|()| "viewers")
        }
        "team-add" => organisations::add_team(ctx, actor, id, &team_name()?).await.map(|()| "team"),
        "team-rename" => {
            let team = field("team")?;
            organisations::rename_team(ctx, actor, (id, team), &team_name()?).await.map(|()| "team")
        }
        "team-remove" => organisations::remove_team(ctx, actor, (id, field("team")?)).await.map(|()| "team"),
        _ => Err(FieldErrors::one("action", Problem::UnknownChoice).into()),
    }
}
