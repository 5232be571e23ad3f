//! The forms of the reply to the requester and of the internal note.

use fyr_domain::tickets::Status;
use fyr_i18n::t;
use fyr_usecases::tickets::{OfferedTemplate, TicketThread};
use leptos::prelude::*;

use crate::{
    FormState, RequestContext,
    components::{FileField, FormKey, NumberHint, SelectField, SubmitButton, TextArea, choices_of},
};

/// The statuses that an agent can choose when replying; the first is the default.
pub const STATUSES_AFTER_REPLY: [Status; 4] =
    [Status::WaitingForRequester, Status::Open, Status::OnHold, Status::Solved];

/// The name of the form with the reply.
pub const REPLY_FORM: &str = "reply";
/// The field with the template of a reply.
pub const TEMPLATE_FIELD: &str = "template";
/// The step of the reply's form that inserts the text of a template.
pub const INSERT_STEP: &str = "insert";
/// Set in the reply's form whose text has just grown by a template.
pub const INSERTED_FIELD: &str = "inserted";
/// The name of the form with the note.
pub const NOTE_FORM: &str = "note";

/// The warning that whoever filed the ticket may not be whom they say they are.
fn unknown_guest_notice(cx: &RequestContext, thread: &TicketThread) -> Option<AnyView> {
    let (lang, guest) = (cx.lang, thread.unknown_guest.as_ref()?);
    let name = thread.ticket.requester_name.as_str();
    let account = guest.has_account.then(|| t!(lang, "desk-unknown-guest-account"));
    let text = view! {
        <p class="ds-alert" data-color="warning" id="unknown-guest">
            <strong>{t!(lang, "desk-unknown-guest")}"."</strong>" "{account}" "{t!(lang, "desk-unknown-guest-reply", name = name)}
        </p>
    };
    Some(text.into_any())
}

/// The form of the reply to the requester.
pub(super) fn reply_form(
    cx: &RequestContext,
    thread: &TicketThread,
    path: &str,
    form: FormState,
    templates: Vec<OfferedTemplate>,
) -> AnyView {
    let (lang, ticket) = (cx.lang, &thread.ticket);
    let hint =
        t!(lang, "desk-reply-hint", name = ticket.requester_name.as_str(), lang = ticket.lang().endonym());
    view! {
        <section class="reply" aria-labelledby="reply-title" id="reply">
            <h2 class="ds-heading" data-size="sm" id="reply-title">{t!(lang, "desk-reply", name = ticket.requester_name.as_str())}</h2>
            {unknown_guest_notice(cx, thread)}
            <form method="post" action=path.to_owned() enctype="multipart/form-data" class="stack" novalidate>
                <input type="hidden" name="action" value=REPLY_FORM/>
                <input type="hidden" name="link_version" value=ticket.link_version/>
                <FormKey form=form.clone()/>
                {template_choice(cx, &form, templates)}
                <TextArea form=form.clone() name="body" label=t!(lang, "desk-reply-body") hint rows=7/>
                <NumberHint field_id="body"/>
                <FileField form=form.clone()/>
                <SelectField form name="then" label=t!(lang, "desk-then") choices=choices_of(lang, "desk-then-", &STATUSES_AFTER_REPLY)/>
                <p class="actions"><SubmitButton label=t!(lang, "desk-reply-send")/></p>
            </form>
        </section>
    }
    .into_any()
}

/// The choice of a template, with the button that inserts its text. `None` where there are none.
fn template_choice(
    cx: &RequestContext,
    form: &FormState,
    templates: Vec<OfferedTemplate>,
) -> Option<AnyView> {
    let lang = cx.lang;
    if templates.is_empty() {
        return None;
    }
    let none = (String::new(), t!(lang, "desk-template-none").to_owned());
    let offered = templates.into_iter().map(|template| (template.slug, template.title));
    let choices = std::iter::once(none).chain(offered).collect();
    let inserted = form.is_checked(INSERTED_FIELD, "yes").then(|| {
        view! {
            <p class="ds-alert" data-color="info" role="status" tabindex="-1" autofocus>{t!(lang, "desk-template-inserted")}</p>
        }
    });
    let view = view! {
        {inserted}
        <div class="cluster template-choice">
            <SelectField form=form.clone() name=TEMPLATE_FIELD label=t!(lang, "desk-template") choices optional=true/>
            <button class="ds-button" data-variant="secondary" type="submit" name="step" value=INSERT_STEP>
                {t!(lang, "desk-template-insert")}
            </button>
        </div>
    };
    Some(view.into_any())
}

/// The form of the internal note.
pub(super) fn note_form(cx: &RequestContext, path: &str, form: FormState) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="reply desk-note" aria-labelledby="note-title" id="note">
            <h2 class="ds-heading" data-size="sm" id="note-title">{t!(lang, "desk-note")}</h2>
            <p class="ds-paragraph"><strong>{t!(lang, "desk-note-hidden")}</strong></p>
            <form method="post" action=path.to_owned() enctype="multipart/form-data" class="stack" novalidate>
                <input type="hidden" name="action" value=NOTE_FORM/>
                <FormKey form=form.clone()/>
                <TextArea form=form.clone() name="body" label=t!(lang, "desk-note-body") rows=3 id_prefix="note-"/>
                <NumberHint field_id="note-body"/>
                <FileField form id_prefix="note-"/>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "desk-note-send")}</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}
