//! Setting up an authenticator app, new recovery codes, and taking both away.

use axum::{extract::State, response::Response};
use fyr_app::{
    Cx, FormState, Page,
    pages::account::{
        email::Proof,
        second_factor::{self as pages, Stage, Why},
    },
};
use fyr_services::{Error, accounts};
use tower_sessions::Session;

use super::{again, fresh, proof, proven, wrong};
use crate::{
    app::App,
    forms::Sent,
    request::{Asked, failed, page, see_other},
    sessions::{SECOND_FACTOR, key, lacks_second_factor, proven_now, strengthen, weaken},
};

/// `GET /account/second-factor`.
pub async fn show(State(app): State<App>, Asked(cx): Asked, session: Session) -> Response {
    page(cx, async |cx| look(&app, &cx, &session, fresh()).await).await
}

/// The page as it stands for this person.
async fn look(app: &App, cx: &Cx, session: &Session, form: FormState) -> Result<Page, Error> {
    let overview = accounts::overview(&cx.services, &cx.actor).await?;
    let lacks = lacks_second_factor(&app.config, session, &cx.actor).await;
    let why = if lacks.map_err(|error| Error::Internal(Box::new(error)))? { Why::Role } else { Why::Wish };
    let stage = if overview.has_second_factor {
        Stage::With(proof(cx, session).await?, overview.codes_left)
    } else if let Some(setup) = accounts::setup(&cx.services, &cx.actor).await? {
        Stage::SettingUp(setup)
    } else {
        Stage::Without(proof(cx, session).await?)
    };
    Ok(pages::show(cx, form, stage, why))
}

/// `POST /account/second-factor`: `action=begin`, `confirm`, `codes` or `remove`.
pub async fn post(State(app): State<App>, Asked(cx): Asked, session: Session, sent: Sent) -> Response {
    match act(&cx, &session, &sent).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => {
            let show = async |cx: Cx, form| look(&app, &cx, &session, form).await;
            again(cx, wrong(sent, errors), show).await
        }
        Err(error) => failed(cx, error).await,
    }
}

async fn act(cx: &Cx, session: &Session, sent: &Sent) -> Result<Response, Error> {
    let (ctx, actor, code) = (&cx.services, &cx.actor, sent.value("code"));
    if actor.user.is_none() {
        return Err(Error::SignInFirst);
    }
    let proof = proof(cx, session).await?;
    let shown = proven(proof, sent.value("current"));
    match sent.value("action") {
        "begin" => {
            accounts::begin(ctx, actor, shown).await?;
            if proof == Proof::Password {
                proven_now(cx, session).await?;
            }
            Ok(see_other(SECOND_FACTOR))
        }
        "confirm" => {
            let own = key(session).unwrap_or_default();
            let codes = accounts::confirm_second_factor(ctx, actor, code, &own).await?;
            strengthen(session).await?;
            Ok(page(cx.clone(), async |cx| Ok(pages::codes(&cx, codes))).await)
        }
        "codes" => {
            let codes = accounts::new_codes(ctx, actor, shown, code).await?;
            Ok(page(cx.clone(), async |cx| Ok(pages::codes(&cx, codes))).await)
        }
        "remove" => {
            accounts::remove(ctx, actor, shown, code).await?;
            weaken(session).await?;
            Ok(see_other("/account?done=factor-removed"))
        }
        _ => Err(Error::NotFound),
    }
}
