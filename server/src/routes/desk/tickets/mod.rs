//! A ticket, as support works on it.

pub mod redact;
mod reply;

use axum::{
    extract::{Path, State},
    response::Response,
};
use fyr_app::{
    FormState, Notice, RequestContext,
    pages::desk::ticket::{
        self as pages, ADDRESS_FORM, ESCALATION_FORM, EXPECTED_FORM, NOTE_FORM, REPLY_FORM, TicketForms,
    },
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::Body,
    tickets::{EXPECTED_FIELD, Priority, Reference, Status, TicketEventKind, TicketKind, parse_expected_by},
};
use fyr_i18n::t;
use fyr_usecases::{
    Error as UseCaseError,
    tickets::{self, AssigneeChange, TicketEdit, TypedAddress},
};
use tower_sessions::Session;
use uuid::Uuid;

use self::reply::add_reply_or_note;
use crate::{
    app::App,
    web::{
        Error, SubmittedForm, UnreadForm, form_with_errors,
        pending_submission::{self, is_signed_out},
        render_page, see_other_with,
        uploads::with_earlier_uploads,
    },
};

/// `GET /desk/tickets/{reference}`.
pub async fn show(
    cx: RequestContext,
    session: Session,
    Path(reference): Path<String>,
) -> Result<Response, Error> {
    let restored = pending_submission::restore(&cx, &session, &page_path(&reference), "body").await?;
    let forms = match restored {
        None => {
            let TicketForms { reply, note, .. } = TicketForms::new(&cx);
            let (reply, note) =
                (with_earlier_uploads(&cx, reply).await?, with_earlier_uploads(&cx, note).await?);
            TicketForms { reply, note, ..TicketForms::new(&cx) }
        }
        Some(form) if form.value("action") == NOTE_FORM => forms_with(&cx, TicketEventKind::Note, form),
        Some(form) => forms_with(&cx, TicketEventKind::Message, form),
    };
    render_page(cx, async |cx| pages::show(&cx, &reference, forms).await).await
}

fn page_path(reference: &str) -> String {
    format!("/desk/tickets/{reference}")
}

/// The forms of the ticket's page, of which the one for `kind` has the state `form`.
fn forms_with(cx: &RequestContext, kind: TicketEventKind, form: FormState) -> TicketForms {
    let fresh = TicketForms::new(cx);
    match kind {
        TicketEventKind::Note => TicketForms { note: form.named(NOTE_FORM), ..fresh },
        TicketEventKind::Message | TicketEventKind::Change => {
            TicketForms { reply: form.named(REPLY_FORM), ..fresh }
        }
    }
}

/// `POST /desk/tickets/{reference}` with `action` = `reply`, `note`, `change`, `claim`, `acknowledge`, `expect`, `escalate`, `no-answer` or
/// `address`.
pub async fn post(
    State(app): State<App>,
    cx: RequestContext,
    session: Session,
    Path(reference): Path<String>,
    unread: UnreadForm,
) -> Result<Response, Error> {
    if is_signed_out(&cx) {
        let submitted = unread.read(&cx).await?;
        let (page, form_key) = (page_path(&reference), submitted.form_key(&app));
        return pending_submission::store_and_sign_in(&cx, &session, page, form_key, submitted).await;
    }
    // permission first: nothing is read for a ticket that the actor may not work on
    match find_thread_to_work(&cx, &reference).await {
        Err(UseCaseError::NotFound) => return Err(unread.not_found(&cx).await),
        thread => thread?,
    };
    let submitted = unread.read(&cx).await?;
    let outcome = match submitted.value("action") {
        REPLY_FORM => add_reply_or_note(&app, &cx, &reference, submitted, TicketEventKind::Message).await?,
        NOTE_FORM => add_reply_or_note(&app, &cx, &reference, submitted, TicketEventKind::Note).await?,
        "change" => update_ticket(&cx, &reference, submitted).await?,
        "claim" => claim_ticket(&cx, &reference).await?,
        "acknowledge" => {
            tickets::acknowledge(&cx.backend, &cx.actor, &reference).await?;
            FormOutcome::Saved { anchor: String::new(), notice: Notice::TicketAcknowledged }
        }
        EXPECTED_FORM => expect_answer(&cx, &reference, submitted).await?,
        ESCALATION_FORM => escalate(&app, &cx, &reference, submitted).await?,
        "no-answer" => {
            tickets::needs_no_answer(&cx.backend, &cx.actor, &reference).await?;
            FormOutcome::Saved { anchor: String::new(), notice: Notice::NoAnswerNeeded }
        }
        ADDRESS_FORM => correct_address(&cx, &reference, submitted).await?,
        _ => return Err(FieldErrors::single("action", Problem::UnknownChoice).into()),
    };
    match outcome {
        FormOutcome::Saved { anchor, notice } => {
            pending_submission::discard(&cx, &session, &page_path(&reference)).await?;
            let reference = reference.parse().map_or(reference, |parsed: Reference| parsed.to_string());
            Ok(see_other_with(format!("/desk/tickets/{reference}{anchor}"), notice))
        }
        FormOutcome::Filled(forms) => {
            let inserted = t!(cx.lang, "desk-template-inserted");
            render_page(cx, async |cx| Ok(pages::show(&cx, &reference, *forms).await?.outcome(inserted)))
                .await
        }
        FormOutcome::Invalid(forms) => {
            render_page(cx, async |cx| Ok(pages::show(&cx, &reference, *forms).await?.status(422))).await
        }
    }
}

/// The outcome of a form on the ticket's page.
enum FormOutcome {
    /// Saved; redirect to this anchor (`#…`, or empty for the top) of the page, which says what was done.
    Saved { anchor: String, notice: Notice },
    /// The page's forms, one of them with more in it.
    Filled(Box<TicketForms>),
    /// The page's forms with errors.
    Invalid(Box<TicketForms>),
}

/// The ticket, for those who may work on it; not found for everyone else.
async fn find_thread_to_work(
    cx: &RequestContext,
    reference: &str,
) -> Result<tickets::TicketThread, UseCaseError> {
    tickets::find_thread_to_work(&cx.backend, &cx.actor, reference).await
}

/// Parses the fields of the ticket's properties. Only those that differ from what the page showed (`was-…`) are changes, so that
/// two agents do not undo each other's.
fn parse_changes(value: impl Fn(&str) -> String) -> Result<TicketEdit, FieldErrors> {
    let changed_value =
        |name: &str| Some(value(name)).filter(|now| !now.is_empty() && *now != value(&format!("was-{name}")));
    let mut errors = FieldErrors::default();
    let unknown_choice = |_| Problem::UnknownChoice;
    let priority = errors.check(
        "priority",
        changed_value("priority").map(|word| word.parse::<Priority>()).transpose().map_err(unknown_choice),
    );
    let status = errors.check(
        "status",
        changed_value("status").map(|word| word.parse::<Status>()).transpose().map_err(unknown_choice),
    );
    let assignee = match changed_value("assignee").as_deref() {
        None => Ok(AssigneeChange::Unchanged),
        Some("nobody") => Ok(AssigneeChange::Unassigned),
        Some("me") if value("was-assignee") == "nobody" => Ok(AssigneeChange::ActorIfUnassigned),
        Some("me") => Ok(AssigneeChange::Actor),
        Some(id) => Uuid::parse_str(id).map(AssigneeChange::Agent).map_err(|_| Problem::UnknownChoice),
    };
    let assignee = errors.check("assignee", assignee);
    let kind = errors.check(
        "kind",
        changed_value("kind").map(|word| word.parse::<TicketKind>()).transpose().map_err(unknown_choice),
    );
    let topic = changed_value("topic");
    match (priority, status, assignee, kind) {
        (Some(priority), Some(status), Some(assignee), Some(kind)) => {
            Ok(TicketEdit { priority, status, assignee, kind, topic })
        }
        _ => Err(errors),
    }
}

async fn update_ticket(
    cx: &RequestContext,
    reference: &str,
    submitted: SubmittedForm,
) -> Result<FormOutcome, UseCaseError> {
    let thread = find_thread_to_work(cx, reference).await?;
    let agents = tickets::list_agents(&cx.backend, &cx.actor, thread.ticket.organisation_id).await?;
    let changes =
        parse_changes(|name| submitted.value(name).to_owned()).and_then(|change| match change.assignee {
            AssigneeChange::Agent(id) if agents.iter().all(|agent| agent.id != id) => {
                Err(FieldErrors::single("assignee", Problem::UnknownChoice))
            }
            AssigneeChange::Agent(_)
            | AssigneeChange::Unchanged
            | AssigneeChange::Actor
            | AssigneeChange::ActorIfUnassigned
            | AssigneeChange::Unassigned => Ok(change),
        });
    let saved = match changes {
        Ok(change) => match tickets::update(&cx.backend, &cx.actor, reference, change).await {
            Err(UseCaseError::Invalid(errors)) => Err(errors),
            saved => Ok(saved?),
        },
        Err(errors) => Err(errors),
    };
    match saved {
        Ok(()) => Ok(FormOutcome::Saved { anchor: String::new(), notice: Notice::TicketSaved }),
        Err(errors) => {
            let form = form_with_errors(submitted, Uuid::nil(), errors);
            Ok(FormOutcome::Invalid(Box::new(TicketForms { change: Some(form), ..TicketForms::new(cx) })))
        }
    }
}

/// Assigns an unassigned ticket to the actor; one that a colleague has claimed meanwhile stays theirs.
async fn claim_ticket(cx: &RequestContext, reference: &str) -> Result<FormOutcome, UseCaseError> {
    let claim = TicketEdit { assignee: AssigneeChange::ActorIfUnassigned, ..TicketEdit::default() };
    tickets::update(&cx.backend, &cx.actor, reference, claim).await?;
    let claimed = find_thread_to_work(cx, reference).await?;
    let is_own = claimed.ticket.assignee_id == cx.actor.user_id();
    let notice = if is_own { Notice::TicketAssigned } else { Notice::TicketTaken };
    Ok(FormOutcome::Saved { anchor: String::new(), notice })
}

/// Says when support expects to answer.
async fn expect_answer(
    cx: &RequestContext,
    reference: &str,
    submitted: SubmittedForm,
) -> Result<FormOutcome, UseCaseError> {
    let by = parse_expected_by(submitted.value(EXPECTED_FIELD), cx.backend.settings.zone, cx.now);
    match by {
        Ok(by) => {
            tickets::expect_answer(&cx.backend, &cx.actor, reference, by).await?;
            Ok(FormOutcome::Saved { anchor: String::new(), notice: Notice::AnswerExpected })
        }
        Err(problem) => {
            let errors = FieldErrors::single(EXPECTED_FIELD, problem);
            let expected = form_with_errors(submitted, Uuid::nil(), errors);
            Ok(FormOutcome::Invalid(Box::new(TicketForms { expected, ..TicketForms::new(cx) })))
        }
    }
}

/// Hands the ticket up, with a summary.
async fn escalate(
    app: &App,
    cx: &RequestContext,
    reference: &str,
    submitted: SubmittedForm,
) -> Result<FormOutcome, UseCaseError> {
    let (key, owner) = (submitted.form_key(app), cx.owner_key());
    let mut errors = FieldErrors::default();
    let level = submitted.value("level").parse().map_err(|_| Problem::UnknownChoice);
    let level = errors.check("level", level);
    let summary = errors.check("summary", Body::parse(submitted.value("summary")));
    let escalated = match (level, summary) {
        (Some(level), Some(summary)) => {
            let form = tickets::FormRef { key, owner: &owner };
            tickets::escalate(&cx.backend, &cx.actor, reference, form, level, &summary).await
        }
        _ => Err(UseCaseError::Invalid(errors)),
    };
    match escalated {
        Ok(()) => Ok(FormOutcome::Saved { anchor: String::new(), notice: Notice::TicketEscalated }),
        Err(UseCaseError::Invalid(errors)) => {
            let escalation = form_with_errors(submitted, key, errors).named(ESCALATION_FORM);
            Ok(FormOutcome::Invalid(Box::new(TicketForms { escalation, ..TicketForms::new(cx) })))
        }
        Err(error) => Err(error),
    }
}

/// Corrects the address of a guest.
async fn correct_address(
    cx: &RequestContext,
    reference: &str,
    submitted: SubmittedForm,
) -> Result<FormOutcome, UseCaseError> {
    let owner = cx.owner_key();
    let link_version = submitted.value("link_version").parse().ok();
    let typed = TypedAddress { owner: &owner, email: submitted.value("email"), link_version };
    let corrected = tickets::correct_address(&cx.backend, &cx.actor, reference, typed).await;
    match corrected {
        Ok(()) => Ok(FormOutcome::Saved { anchor: String::new(), notice: Notice::AddressCorrected }),
        Err(UseCaseError::Invalid(errors)) => {
            let address = form_with_errors(submitted, Uuid::nil(), errors);
            Ok(FormOutcome::Invalid(Box::new(TicketForms { address, ..TicketForms::new(cx) })))
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<TicketEdit, FieldErrors> {
        parse_changes(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
                .unwrap_or_default()
        })
    }

    #[test]
    fn only_what_differs_from_the_page_is_changed() {
        let change = parse(&[
            ("priority", "p1"),
            ("was-priority", "p3"),
            ("status", "open"),
            ("was-status", "open"),
            ("assignee", "nobody"),
            ("was-assignee", "nobody"),
        ]);
        let change = change.expect("valid");
        assert_eq!(
            (change.priority, change.status, change.assignee),
            (Some(Priority::P1), None, AssigneeChange::Unchanged)
        );
        let id = Uuid::from_u128(7);
        let change = parse(&[("assignee", &id.to_string()), ("was-assignee", "nobody")]).expect("valid");
        assert_eq!(
            (change.priority, change.status, change.assignee),
            (None, None, AssigneeChange::Agent(id))
        );
    }

    #[test]
    fn taking_what_nobody_had_takes_it_only_while_nobody_has_it() {
        let assignee = |was: &str| {
            parse(&[("assignee", "me"), ("was-assignee", was)]).map(|change| change.assignee).expect("valid")
        };
        assert_eq!(assignee("nobody"), AssigneeChange::ActorIfUnassigned);
        assert_eq!(assignee(&Uuid::from_u128(7).to_string()), AssigneeChange::Actor);
        assert_eq!(assignee("me"), AssigneeChange::Unchanged);
    }

    #[test]
    fn unknown_choices_are_errors_of_their_fields() {
        let errors =
            parse(&[("priority", "p0"), ("status", "lost"), ("assignee", "someone"), ("kind", "odd")])
                .expect_err("must be refused");
        let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["priority", "status", "assignee", "kind"]);
    }
}
