//! One person: granting and revoking roles, managing the account, and beginning and ending relations with counsellors.

use axum::response::Response;
use fyr_app::{Notice, RequestContext, pages::desk::people::person};
use fyr_domain::{
    Level, Role,
    fields::{FieldErrors, Problem},
};
use fyr_usecases::{
    Error as UseCaseError, accounts,
    organisations::{self, RoleGrant},
    relations::{self, RelationPair},
};
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, PathId, SubmittedForm, empty_form,
    fields::{
        RoleTarget, ScopedId, parse_id, parse_level, parse_role, parse_role_target, parse_scoped_id,
        parse_terms,
    },
    form_with_errors, render_page, render_with_errors, see_other_with,
};

/// `GET /desk/people/{id}`.
pub async fn show(cx: RequestContext, PathId(id): PathId) -> Result<Response, Error> {
    render_page(cx, async |cx| person::show(&cx, id, empty_form()).await).await
}

/// `POST /desk/people/{id}` with `action` = `give`, `take`, `relate`, `end`, `rename`, `reset-factor`, `deactivate`,
/// `reactivate` or `sign-out`.
pub async fn post(
    cx: RequestContext,
    PathId(id): PathId,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    // permission first: nobody else learns anything about the form
    organisations::find_person(&cx.backend, &cx.actor, id).await?;
    match apply_action(&cx, id, &submitted).await.or_field_errors()? {
        // whoever revoked the last role in their own organisations may not see the person any more
        Ok(notice) => match organisations::find_person(&cx.backend, &cx.actor, id).await {
            Ok(_) => Ok(see_other_with(format!("/desk/people/{id}"), notice)),
            Err(_) => Ok(see_other_with("/desk/people", notice)),
        },
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| person::show(&cx, id, form).await).await
        }
    }
}

async fn apply_action(
    cx: &RequestContext,
    id: Uuid,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
    match submitted.value("action") {
        "give" => grant_role(cx, id, submitted).await,
        "take" => revoke_role(cx, id, submitted).await,
        "relate" => begin_relation(cx, id, submitted).await,
        "end" => end_relation(cx, submitted).await,
        "rename" => {
            accounts::rename_person(&cx.backend, &cx.actor, id, submitted.value("name")).await?;
            Ok(Notice::PersonRenamed)
        }
        "reset-factor" => {
            accounts::reset_second_factor(&cx.backend, &cx.actor, id).await?;
            Ok(Notice::PersonSecondFactorReset)
        }
        "deactivate" => {
            accounts::deactivate(&cx.backend, &cx.actor, id).await?;
            Ok(Notice::PersonDeactivated)
        }
        "reactivate" => {
            accounts::reactivate(&cx.backend, &cx.actor, id).await?;
            Ok(Notice::PersonReactivated)
        }
        "sign-out" => {
            accounts::end_user_sessions(&cx.backend, &cx.actor, id).await?;
            Ok(Notice::PersonSignedOut)
        }
        _ => Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    }
}

async fn grant_role(
    cx: &RequestContext,
    person: Uuid,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
    let mut errors = FieldErrors::default();
    let role = errors.check("role", parse_role(submitted.value("role")));
    let target = errors.check("team", parse_role_target(submitted.value("team")));
    let level = errors.check("level", parse_level(submitted.value("level")));
    let (Some(role), Some(RoleTarget { organisation, team }), Some(level)) = (role, target, level) else {
        return Err(errors.into());
    };
    let grant = RoleGrant { person, organisation, role, level, team };
    organisations::grant_role(&cx.backend, &cx.actor, grant).await?;
    Ok(if organisation.is_some() { Notice::RoleGranted } else { Notice::PortalRoleChanged })
}

/// Takes a role away. In the whole portal everyone has one: a participant's stays.
async fn revoke_role(
    cx: &RequestContext,
    person: Uuid,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
    let mut errors = FieldErrors::default();
    let role = errors.check("role", parse_role(submitted.value("role")));
    let target = errors.check("organisation", parse_role_target(submitted.value("organisation")));
    let (Some(role), Some(RoleTarget { organisation, .. })) = (role, target) else {
        return Err(errors.into());
    };
    if let Some(organisation) = organisation {
        organisations::revoke_role(&cx.backend, &cx.actor, person, organisation, role).await?;
    } else {
        let (role, level) = (Role::Participant, Level::default());
        let grant = RoleGrant { person, organisation, role, level, team: None };
        organisations::grant_role(&cx.backend, &cx.actor, grant).await?;
    }
    Ok(Notice::RoleRevoked)
}

async fn begin_relation(
    cx: &RequestContext,
    person: Uuid,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
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
    Ok(Notice::RelationBegun)
}

async fn end_relation(cx: &RequestContext, submitted: &SubmittedForm) -> Result<Notice, UseCaseError> {
    let pair = parse_id(submitted.value("counsellor")).and_then(|counsellor| {
        Ok(RelationPair { counsellor, participant: parse_id(submitted.value("participant"))? })
    });
    let pair = pair.map_err(|problem| FieldErrors::single("counsellor", problem))?;
    relations::end(&cx.backend, &cx.actor, pair).await?;
    Ok(Notice::RelationEnded)
}
