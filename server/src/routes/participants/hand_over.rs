//! Handing participants over to another counsellor.

use axum::response::Response;
use fyr_app::{Notice, RequestContext, pages::participants::hand_over};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error as UseCaseError,
    relations::{self, HandoverRequest},
};
use uuid::Uuid;

use crate::web::{
    Error, FieldErrorsExt, SubmittedForm, empty_form, fields::parse_id, form_with_errors,
    query::find_query_param, render_page, render_with_errors, see_other_with,
};

/// `GET /participants/hand-over?of=`.
pub async fn show(cx: RequestContext) -> Result<Response, Error> {
    let counsellor = find_query_param(&cx, "of").map(|id| Uuid::parse_str(&id).unwrap_or_default());
    render_page(cx, async |cx| hand_over::show(&cx, counsellor, empty_form()).await).await
}

/// `POST /participants/hand-over`.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Result<Response, Error> {
    let counsellor = Some(submitted.value("of")).filter(|counsellor| !counsellor.is_empty());
    let counsellor = counsellor.map(|counsellor| Uuid::parse_str(counsellor).unwrap_or_default());
    match apply_action(&cx, counsellor, &submitted).await.or_field_errors()? {
        Ok(notice) => {
            let back = counsellor.map_or_else(
                || "/participants".to_owned(),
                |counsellor| format!("/desk/people/{counsellor}"),
            );
            Ok(see_other_with(back, notice))
        }
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            render_with_errors(cx, form, async |cx, form| hand_over::show(&cx, counsellor, form).await).await
        }
    }
}

async fn apply_action(
    cx: &RequestContext,
    counsellor: Option<Uuid>,
    submitted: &SubmittedForm,
) -> Result<Notice, UseCaseError> {
    let user = cx.actor.user_id().ok_or(UseCaseError::SignInFirst)?;
    let from = counsellor.unwrap_or(user);
    // permission first: nobody else learns anything about the form
    let options = relations::handover_options(&cx.backend, &cx.actor, from).await?;
    let mut errors = FieldErrors::default();
    let to = errors.check("to", parse_id(submitted.value("to")));
    let until = match submitted.value("how") {
        "good" => Ok(None),
        "while" => match cx.backend.end_of_day(submitted.value("until"), cx.now) {
            Ok(None) => Err(Problem::Required),
            other => other,
        },
        _ => Err(Problem::UnknownChoice),
    };
    let until = errors.check("until", until);
    let participants: Vec<Uuid> = if submitted.value("everyone") == "yes" {
        options.participants.iter().map(|relation| relation.participant_id).collect()
    } else {
        submitted.values("participant").iter().filter_map(|id| Uuid::parse_str(id).ok()).collect()
    };
    if participants.is_empty() {
        errors.push("participant", Problem::Required);
    }
    let (Some(to), Some(until), true) = (to, until, errors.is_empty()) else { return Err(errors.into()) };
    let colleague = options.colleagues.into_iter().find(|colleague| colleague.id == to);
    let request = HandoverRequest { from, to, participants, until };
    let result = relations::hand_over(&cx.backend, &cx.actor, &request).await?;
    Ok(Notice::HandedOver {
        count: result.done,
        left: result.skipped,
        to: colleague.map(|colleague| colleague.name).unwrap_or_default(),
        until: until.map(|until| cx.backend.last_day(until)),
    })
}
