//! Inviting people, and withdrawing invitations.

use axum::{extract::State, response::Response};
use fyr_app::{FormState, Notice, RequestContext, pages::desk::people::invitations};
use fyr_domain::{
    Lang,
    fields::{FieldErrors, Problem},
};
use fyr_usecases::{
    Error as UseCaseError,
    organisations::{self, NewInvitation},
};
use uuid::Uuid;

use crate::{
    app::App,
    web::{
        Error, FieldErrorsExt, SubmittedForm,
        fields::{parse_level, parse_persons_address, parse_role, parse_role_target},
        form_with_errors, render_page, render_with_errors, see_other_with,
    },
};

/// `GET /desk/people/invitations`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let form = FormState::new(cx.backend.clock.id());
    render_page(cx, async |cx| invitations::show(&cx, form).await).await
}

/// `POST /desk/people/invitations`: creates an invitation, or with `withdraw` withdraws one.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    submitted: SubmittedForm,
) -> Result<Response, Error> {
    let form_key = submitted.form_key(&app);
    match apply_action(&cx, submitted.submission_key(&app), &submitted).await.or_field_errors()? {
        Ok(notice) => Ok(see_other_with("/desk/people/invitations", notice)),
        Err(errors) => {
            let form = form_with_errors(submitted, form_key, errors);
            render_with_errors(cx, form, async |cx, form| invitations::show(&cx, form).await).await
        }
    }
}

async fn apply_action(
    cx: &RequestContext,
    submission: Uuid,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
    organisations::list_administered(&cx.backend, &cx.actor).await?;
    if submitted.fields.contains_key("withdraw") {
        let id = Uuid::parse_str(submitted.value("withdraw")).map_err(|_| UseCaseError::NotFound)?;
        organisations::withdraw_invitation(&cx.backend, &cx.actor, id).await?;
        return Ok(Notice::InvitationWithdrawn);
    }
    let invitation = parse_invitation(cx, submitted)?;
    organisations::invite(&cx.backend, &cx.actor, submission, &invitation).await?;
    Ok(Notice::InvitationSent)
}

fn parse_invitation(cx: &RequestContext, submitted: &SubmittedForm) -> Result<NewInvitation, UseCaseError> {
    let mut errors = FieldErrors::default();
    let email = errors.check("email", parse_persons_address(submitted.value("email")));
    let role = errors.check("role", parse_role(submitted.value("role")));
    let target = errors.check("team", parse_role_target(submitted.value("team")));
    let level = errors.check("level", parse_level(submitted.value("level")));
    let lang = match submitted.value("lang") {
        "" => Ok(cx.lang),
        tag => tag.parse::<Lang>().map_err(|_| Problem::UnknownChoice),
    };
    let lang = errors.check("lang", lang);
    match (email, role, target, level, lang) {
        (Some(email), Some(role), Some(target), Some(level), Some(lang)) => Ok(NewInvitation {
            email,
            organisation: target.organisation,
            role,
            level,
            team: target.team,
            lang,
        }),
        _ => Err(errors.into()),
    }
}
