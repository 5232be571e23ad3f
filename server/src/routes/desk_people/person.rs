//! One person: granting and revoking roles, and beginning and ending relations with counsellors.

use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use fyr_app::{FormState, RequestContext, pages::desk::people::person};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    permission::Scope,
    text::Purpose,
    zone::start_of_day,
};
use fyr_usecases::{
    Error, accounts,
    organisations::{self, RoleGrant},
    relations::{self, RelationPair, RelationTerms},
};
use uuid::Uuid;

use super::{
    RoleTarget, ScopedId, form_with_errors, parse_id, parse_level, parse_role, parse_role_target,
    parse_scoped_id,
};
use crate::{
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
    web::path_id::PathId,
};

/// `GET /desk/people/{id}`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Response {
    render_page(cx, async |cx| person::show(&cx, id, FormState::new(Uuid::nil())).await).await
}

/// `POST /desk/people/{id}` with `action` = `give`, `take`, `portal`, `relate`, `end` or `sign-out`.
pub async fn post(cx: RequestContext, PathId(id): PathId, submitted: SubmittedForm) -> Response {
    let result = async {
        // permission first: nobody else learns anything about the form
        organisations::find_person(&cx.backend, &cx.actor, id).await?;
        match submitted.value("action") {
            "give" => grant_role(&cx, id, &submitted).await,
            "take" => revoke_role(&cx, id, &submitted).await,
            "portal" => set_portal_role(&cx, id, &submitted).await,
            "relate" => begin_relation(&cx, id, &submitted).await,
            "end" => end_relation(&cx, &submitted).await,
            "sign-out" => {
                accounts::end_user_sessions(&cx.backend, &cx.actor, id).await?;
                Ok("signed-out")
            }
            _ => Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
        }
    };
    match result.await {
        // whoever revoked the last role in their own organisations may not see the person any more
        Ok(outcome) => match organisations::find_person(&cx.backend, &cx.actor, id).await {
            Ok(_) => see_other(format!("/desk/people/{id}?done={outcome}")),
            Err(_) => see_other("/desk/people"),
        },
        Err(Error::Invalid(errors)) => {
            let form = form_with_errors(submitted, errors, Uuid::nil());
            render_page(cx, async |cx| Ok(person::show(&cx, id, form).await?.status(422))).await
        }
        Err(error) => error_response(cx, error).await,
    }
}

async fn grant_role(
    cx: &RequestContext,
    person: Uuid,
    submitted: &SubmittedForm,
) -> Result<&'static str, Error> {
    let mut errors = FieldErrors::default();
    let role = errors.check("role", parse_role(submitted.value("role")));
    let target = errors.check("team", parse_role_target(submitted.value("team")));
    let level = errors.check("level", parse_level(submitted.value("level")));
    let (Some(role), Some(RoleTarget { organisation: Some(organisation), team }), Some(level)) =
        (role, target, level)
    else {
        if errors.is_empty() {
            errors.push("team", Problem::UnknownChoice);
        }
        return Err(errors.into());
    };
    let grant = RoleGrant { person, organisation: Some(organisation), role, level, team };
    organisations::grant_role(&cx.backend, &cx.actor, grant).await?;
    Ok("given")
}

async fn revoke_role(
    cx: &RequestContext,
    person: Uuid,
    submitted: &SubmittedForm,
) -> Result<&'static str, Error> {
    let mut errors = FieldErrors::default();
    let role = errors.check("role", parse_role(submitted.value("role")));
    let organisation = errors.check("organisation", parse_id(submitted.value("organisation")));
    let (Some(role), Some(organisation)) = (role, organisation) else { return Err(errors.into()) };
    organisations::revoke_role(&cx.backend, &cx.actor, person, organisation, role).await?;
    Ok("taken")
}

async fn set_portal_role(
    cx: &RequestContext,
    person: Uuid,
    submitted: &SubmittedForm,
) -> Result<&'static str, Error> {
    let mut errors = FieldErrors::default();
    let role = errors.check("portal_role", parse_role(submitted.value("portal_role")));
    let level = errors.check("portal_level", parse_level(submitted.value("portal_level")));
    let (Some(role), Some(level)) = (role, level) else { return Err(errors.into()) };
    let grant = RoleGrant { person, organisation: None, role, level, team: None };
    organisations::grant_role(&cx.backend, &cx.actor, grant).await?;
    Ok("portal")
}

async fn begin_relation(
    cx: &RequestContext,
    person: Uuid,
    submitted: &SubmittedForm,
) -> Result<&'static str, Error> {
    let mut errors = FieldErrors::default();
    let counsellor = errors.check("counsellor", parse_scoped_id(submitted.value("counsellor")));
    let terms = parse_terms(cx, submitted, &mut errors);
    let (Some(ScopedId { organisation, id: counsellor }), Some(terms)) = (counsellor, terms) else {
        return Err(errors.into());
    };
    relations::create(
        &cx.backend,
        &cx.actor,
        organisation,
        RelationPair { counsellor, participant: person },
        &terms,
    )
    .await?;
    Ok("related")
}

async fn end_relation(cx: &RequestContext, submitted: &SubmittedForm) -> Result<&'static str, Error> {
    let pair = parse_id(submitted.value("counsellor")).and_then(|counsellor| {
        Ok(RelationPair { counsellor, participant: parse_id(submitted.value("participant"))? })
    });
    let pair = pair.map_err(|problem| FieldErrors::single("counsellor", problem))?;
    relations::end(&cx.backend, &cx.actor, pair).await?;
    Ok("ended")
}

/// Parses purpose, scope, beginning and end of a relation; `None`, with the reasons in `errors`, where a field is invalid.
pub fn parse_terms(
    cx: &RequestContext,
    submitted: &SubmittedForm,
    errors: &mut FieldErrors,
) -> Option<RelationTerms> {
    let purpose = errors.check("purpose", Purpose::parse_optional(submitted.value("purpose")));
    let scope = submitted.value("scope").parse::<Scope>().map_err(|_| Problem::UnknownChoice);
    let scope = errors.check("scope", scope);
    let since = errors.check("since", parse_beginning(cx, submitted.value("since")));
    let from = since.flatten().unwrap_or(cx.now).max(cx.now);
    let until = errors.check("until", cx.backend.end_of_day(submitted.value("until"), from));
    let (Some(purpose), Some(scope), Some(since), Some(until)) = (purpose, scope, since, until) else {
        return None;
    };
    Some(RelationTerms { purpose, scope, since, until })
}

/// Parses a date as the start of that day in the portal's time zone; `None` where the field is empty.
fn parse_beginning(cx: &RequestContext, raw: &str) -> Result<Option<DateTime<Utc>>, Problem> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let day: NaiveDate = raw.trim().parse().map_err(|_| Problem::InvalidTime)?;
    Ok(Some(start_of_day(day, cx.backend.settings.calendar.zone)))
}
