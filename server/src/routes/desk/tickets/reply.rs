//! Writing to the requester, or to colleagues.

use fyr_app::{
    FormState, Notice, RequestContext,
    pages::desk::ticket::{INSERT_STEP, INSERTED_FIELD, STATUSES_AFTER_REPLY, TEMPLATE_FIELD},
};
use fyr_domain::{
    fields::{FieldErrors, Problem},
    text::Body,
    tickets::{Status, TicketEventKind},
};
use fyr_usecases::{Error as UseCaseError, tickets};
use uuid::Uuid;

use super::{FormOutcome, forms_with};
use crate::{app::App, web::SubmittedForm};

/// Adds a reply or a note, with files.
pub(super) async fn add_reply_or_note(
    app: &App,
    cx: &RequestContext,
    reference: &str,
    mut submitted: SubmittedForm,
    kind: TicketEventKind,
) -> Result<FormOutcome, UseCaseError> {
    let backend = &cx.backend;
    let (key, owner) = (submitted.form_key(app), cx.owner_key());
    let form = tickets::FormRef { key, owner: &owner };
    for file in submitted.values("remove").iter().filter_map(|id| Uuid::parse_str(id).ok()) {
        tickets::delete_upload(backend, form, file).await?;
    }
    let uploads = tickets::receive_uploads(backend, form, std::mem::take(&mut submitted.files)).await?;
    if kind == TicketEventKind::Message && submitted.value("step") == INSERT_STEP && uploads.is_empty() {
        return insert_template(cx, reference, submitted, form).await;
    }
    let mut errors = FieldErrors::default();
    let body = Body::parse(submitted.value("body")).map_err(|problem| match (kind, problem) {
        (TicketEventKind::Note, Problem::Required) => Problem::NoteRequired,
        (_, problem) => problem,
    });
    let body = errors.check("body", body);
    errors.0.extend(uploads.0);
    let then = match kind {
        TicketEventKind::Message => {
            errors.check("then", parse_status_after_reply(submitted.value("then"))).flatten()
        }
        TicketEventKind::Note | TicketEventKind::Change => None,
    };
    let Some(body) = body.filter(|_| errors.is_empty()) else {
        let files = tickets::list_pending_files(backend, form).await?;
        let form = FormState { errors, files, ..submitted.into_state(key) };
        return Ok(FormOutcome::Invalid(Box::new(forms_with(cx, kind, form))));
    };
    let written = match kind {
        TicketEventKind::Note => tickets::add_note(backend, &cx.actor, reference, form, &body).await,
        TicketEventKind::Message | TicketEventKind::Change => {
            let link_version = submitted.value("link_version").parse().ok();
            let reply = tickets::SupportReply { body: &body, status: then, link_version };
            tickets::reply_as_support(backend, &cx.actor, reference, form, reply).await
        }
    };
    if let Err(UseCaseError::Invalid(errors)) = written {
        let files = tickets::list_pending_files(backend, form).await?;
        let form = FormState { errors, files, ..submitted.into_state(key) };
        return Ok(FormOutcome::Invalid(Box::new(forms_with(cx, kind, form))));
    }
    written?;
    let thread = tickets::find_thread(backend, &cx.actor, reference).await?;
    let is_own_event =
        |event: &&tickets::TicketEvent| event.kind == kind && event.author_id == cx.actor.user_id();
    let anchor = thread.events.iter().rfind(is_own_event).map(|event| format!("#e-{}", event.id));
    let notice = match kind {
        TicketEventKind::Note => Notice::NoteSaved,
        TicketEventKind::Message | TicketEventKind::Change => Notice::DeskReplySent,
    };
    Ok(FormOutcome::Saved { anchor: anchor.unwrap_or_default(), notice })
}

/// Adds the text of the chosen template to what was written. Nothing is sent.
async fn insert_template(
    cx: &RequestContext,
    reference: &str,
    submitted: SubmittedForm,
    form: tickets::FormRef<'_>,
) -> Result<FormOutcome, UseCaseError> {
    let chosen = submitted.value(TEMPLATE_FIELD);
    let text = tickets::fill_in_reply_template(&cx.backend, &cx.actor, reference, chosen).await;
    let written = submitted.value("body").trim_end().to_owned();
    let files = tickets::list_pending_files(&cx.backend, form).await?;
    let state = FormState { files, ..submitted.into_state(form.key) };
    Ok(match text {
        Ok(text) if written.is_empty() => filled(cx, state.with("body", text)),
        Ok(text) => filled(cx, state.with("body", format!("{written}\n\n{text}"))),
        Err(UseCaseError::Invalid(errors)) => {
            let form = FormState { errors, ..state };
            FormOutcome::Invalid(Box::new(forms_with(cx, TicketEventKind::Message, form)))
        }
        Err(error) => return Err(error),
    })
}

fn filled(cx: &RequestContext, form: FormState) -> FormOutcome {
    let form = form.with(TEMPLATE_FIELD, "").with(INSERTED_FIELD, "yes");
    FormOutcome::Filled(Box::new(forms_with(cx, TicketEventKind::Message, form)))
}

/// Parses the status that a reply leaves the ticket in; `None`, for the default, where the field is empty.
fn parse_status_after_reply(word: &str) -> Result<Option<Status>, Problem> {
    if word.is_empty() {
        return Ok(None);
    }
    let status = word.parse().ok().filter(|status| STATUSES_AFTER_REPLY.contains(status));
    status.map(Some).ok_or(Problem::UnknownChoice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_sets_only_the_statuses_a_reply_may_set() {
        assert_eq!(parse_status_after_reply(""), Ok(None));
        assert_eq!(parse_status_after_reply("solved"), Ok(Some(Status::Solved)));
        assert_eq!(parse_status_after_reply("closed"), Err(Problem::UnknownChoice));
        assert_eq!(parse_status_after_reply("new"), Err(Problem::UnknownChoice));
    }
}
