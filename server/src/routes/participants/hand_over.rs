//! Handing participants over to another counsellor.

use axum::response::Response;
use fyr_app::{FormState, RequestContext, pages::participants::hand_over};
use fyr_domain::fields::{FieldErrors, Problem};
use fyr_usecases::{
    Error,
    relations::{self, HandoverRequest},
};
use uuid::Uuid;

use crate::{
    routes::desk_people::{form_with_errors, parse_id, query_pairs},
    web::context::{error_response, render_page, see_other},
    web::forms::SubmittedForm,
};

/// `GET /participants/hand-over?of=`.
pub async fn show(cx: RequestContext) -> Response {
    let counsellor = query_pairs(&cx).into_iter().find(|(name, _)| name == "of");
    let counsellor = counsellor.map(|(_, value)| Uuid::parse_str(&value).unwrap_or_default());
    render_page(cx, async |cx| hand_over::show(&cx, counsellor, FormState::new(Uuid::nil())).await).await
}

/// `POST /participants/hand-over`.
pub async fn post(cx: RequestContext, submitted: SubmittedForm) -> Response {
    let counsellor = Some(submitted.value("of")).filter(|counsellor| !counsellor.is_empty());
    let counsellor = counsellor.map(|counsellor| Uuid::parse_str(counsellor).unwrap_or_default());
    match apply_action(&cx, counsellor, &submitted).await {
        Ok(result) => {
            let back = counsellor.map_or_else(
                || "/participants".to_owned(),
                |counsellor| format!("/desk/people/{counsellor}"),
            );
            see_other(format!("{back}?done=handed&count={}&left={}", result.done, result.skipped))
        }
        Err(Error::Invalid(errors)) => {
            let form = form_with_errors(submitted, errors, Uuid::nil());
            render_page(cx, async |cx| Ok(hand_over::show(&cx, counsellor, form).await?.status(422))).await
        }
        Err(error) => error_response(cx, error).await,
    }
}

async fn apply_action(
    cx: &RequestContext,
    counsellor: Option<Uuid>,
    submitted: &SubmittedForm,
) -> Result<relations::HandoverResult, Error> {
    let user = cx.actor.user_id().ok_or(Error::SignInFirst)?;
    let from = counsellor.unwrap_or(user);
    // permission first: nobody else learns anything about the form
    relations::handover_options(&cx.backend, &cx.actor, from).await?;
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
    let participants: Vec<Uuid> =
        submitted.values("participant").iter().filter_map(|id| Uuid::parse_str(id).ok()).collect();
    if participants.is_empty() {
        errors.push("participant", Problem::Required);
    }
    let (Some(to), Some(until), true) = (to, until, errors.is_empty()) else { return Err(errors.into()) };
    relations::hand_over(&cx.backend, &cx.actor, &HandoverRequest { from, to, participants, until }).await
}
