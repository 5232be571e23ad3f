//! One person: giving and taking roles, and what counsellors may do for them.

use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use fyr_app::{Cx, FormState, pages::desk::people::person};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    permission::Scope,
    text::Purpose,
    zone::start_of_day,
};
use fyr_services::{
    Error, accounts,
    organisations::{self, Gift},
    relations::{self, Terms},
};
use uuid::Uuid;

use super::{Spot, again, id as parse_id, level, role, spot, two_ids};
use crate::{
    forms::Sent,
    request::{Asked, failed, page, see_other},
    routes::id::Id,
};

/// `GET /desk/people/{id}`.
pub async fn show(Asked(cx): Asked, Id(id): Id) -> Response {
    page(cx, async |cx| person::show(&cx, id, FormState::new(Uuid::nil())).await).await
}

/// `POST /desk/people/{id}` with `action` = `give`, `take`, `portal`, `relate`, `end` or `sign-out`.
pub async fn post(Asked(cx): Asked, Id(id): Id, sent: Sent) -> Response {
    let done = async {
        // whoever does not look after them is told nothing about the form
        organisations::person(&cx.services, &cx.actor, id).await?;
        match sent.value("action") {
            "give" => give(&cx, id, &sent).await,
            "take" => take(&cx, id, &sent).await,
            "portal" => portal(&cx, id, &sent).await,
            "relate" => relate(&cx, id, &sent).await,
            "end" => end(&cx, &sent).await,
            "sign-out" => {
                accounts::end_sessions_of(&cx.services, &cx.actor, id).await?;
                Ok("signed-out")
            }
            _ => Err(FieldErrors::one("action", Problem::UnknownChoice).into()),
        }
    };
    match done.await {
        // who gave away the last of their own is no longer theirs to see
        Ok(word) => match organisations::person(&cx.services, &cx.actor, id).await {
            Ok(_) => see_other(format!("/desk/people/{id}?done={word}")),
            Err(_) => see_other("/desk/people"),
        },
        Err(Error::Invalid(errors)) => {
            let form = again(sent, errors, Uuid::nil());
            page(cx, async |cx| Ok(person::show(&cx, id, form).await?.status(422))).await
        }
        Err(error) => failed(cx, error).await,
    }
}

async fn give(cx: &Cx, person: Uuid, sent: &Sent) -> Result<&'static str, Error> {
    let mut errors = FieldErrors::default();
    let role = errors.check("role", role(sent.value("role")));
    let place = errors.check("team", spot(sent.value("team")));
    let level = errors.check("level", level(sent.value("level")));
    let (Some(role), Some(Spot { organisation: Some(organisation), team }), Some(level)) =
        (role, place, level)
    else {
        if errors.is_empty() {
            errors.push("team", Problem::UnknownChoice);
        }
        return Err(errors.into());
    };
    let gift = Gift { person, organisation: Some(organisation), role, level, team };
    organisations::give(&cx.services, &cx.actor, gift).await?;
    Ok("given")
}

async fn take(cx: &Cx, person: Uuid, sent: &Sent) -> Result<&'static str, Error> {
    let mut errors = FieldErrors::default();
    let role = errors.check("role", role(sent.value("role")));
    let organisation = errors.check("organisation", parse_id(sent.value("organisation")));
    let (Some(role), Some(organisation)) = (role, organisation) else { return Err(errors.into()) };
    organisations::take(&cx.services, &cx.actor, person, (organisation, role)).await?;
    Ok("taken")
}

async fn portal(cx: &Cx, person: Uuid, sent: &Sent) -> Result<&'static str, Error> {
    let mut errors = FieldErrors::default();
    let role = errors.check("portal_role", role(sent.value("portal_role")));
    let level = errors.check("portal_level", level(sent.value("portal_level")));
    let (Some(role), Some(level)) = (role, level) else { return Err(errors.into()) };
    let gift = Gift { person, organisation: None, role, level, team: None };
    organisations::give(&cx.services, &cx.actor, gift).await?;
    Ok("portal")
}

async fn relate(cx: &Cx, person: Uuid, sent: &Sent) -> Result<&'static str, Error> {
    let mut errors = FieldErrors::default();
    let counsellor = errors.check("counsellor", two_ids(sent.value("counsellor")));
    let terms = terms(cx, sent, &mut errors);
    let (Some((organisation, counsellor)), Some(terms)) = (counsellor, terms) else {
        return Err(errors.into());
    };
    relations::begin(&cx.services, &cx.actor, organisation, (counsellor, person), &terms).await?;
    Ok("related")
}

async fn end(cx: &Cx, sent: &Sent) -> Result<&'static str, Error> {
    let pair =
        parse_id(sent.value("counsellor")).and_then(|one| Ok((one, parse_id(sent.value("participant"))?)));
    let pair = pair.map_err(|problem| FieldErrors::one("counsellor", problem))?;
    relations::end(&cx.services, &cx.actor, pair).await?;
    Ok("ended")
}

/// Purpose, scope, beginning and end, as forms for relations send them.
pub fn terms(cx: &Cx, sent: &Sent, errors: &mut FieldErrors) -> Option<Terms> {
    let purpose = errors.check("purpose", Purpose::parse_optional(sent.value("purpose")));
    let scope = sent.value("scope").parse::<Scope>().map_err(|_| Problem::UnknownChoice);
    let scope = errors.check("scope", scope);
    let since = errors.check("since", beginning(cx, sent.value("since")));
    let from = since.flatten().unwrap_or(cx.now).max(cx.now);
    let until = errors.check("until", cx.services.end_of_day(sent.value("until"), from));
    let (Some(purpose), Some(scope), Some(since), Some(until)) = (purpose, scope, since, until) else {
        return None;
    };
    Some(Terms { purpose, scope, since, until })
}

fn beginning(cx: &Cx, raw: &str) -> Result<Option<DateTime<Utc>>, Problem> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let day: NaiveDate = raw.trim().parse().map_err(|_| Problem::BadTime)?;
    Ok(Some(start_of_day(day, cx.services.settings.calendar.zone)))
}
