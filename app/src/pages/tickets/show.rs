//! One ticket, for its requester, a counsellor, a colleague, or a guest with a link. Agents use `pages::desk::ticket`.

use fyr_domain::{
    escalation::{Escalation, EscalationLevel, EscalationTrigger},
    permission::TicketAction,
    sla::Metric,
    text::likely_address,
    tickets::{Status, TicketEventKind},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error, classification, settings,
    store::surveys::SurveyAnswer,
    tickets::{self, AddressCorrection, TicketThread, format_reference},
};
use leptos::prelude::*;

use crate::{
    FormState, Page, RequestContext,
    components::{
        AddressForm, Breadcrumbs, Checkbox, Confirm, FileField, FormKey, LiveUpdates, NumberHint, StatusTag,
        SubmitButton, TextArea, ThreadEvents, Timestamp, channel_text, lang_attribute, next_step,
    },
};

/// `/tickets/{reference}?filed=&number=`. `filed` shows the confirmation after filing the ticket.
pub async fn show(cx: &RequestContext, reference: &str, form: FormState, filed: bool) -> Result<Page, Error> {
    let lang = cx.lang;
    let thread = tickets::find_thread(&cx.backend, &cx.actor, reference).await?;
    cx.mark_seen(&thread).await;
    let classification = classification::get(&cx.backend).await?;
    let ticket = &thread.ticket;
    let formatted_reference = format_reference(&ticket.reference);
    let is_requester = thread.may(&cx.actor, TicketAction::Rate);
    let may_reply = thread.may(&cx.actor, TicketAction::Reply);
    let ancestors = if cx.actor.user.is_some() && is_requester {
        vec![("/tickets".to_owned(), t!(lang, "nav-tickets").to_owned())]
    } else if thread.access.counsellor.is_some() {
        let person = ticket.requester_id.map(|id| format!("/participants/{id}")).unwrap_or_default();
        vec![
            ("/participants".to_owned(), t!(lang, "nav-participants").to_owned()),
            (person, ticket.requester_name.clone()),
        ]
    } else if thread.access.colleague {
        vec![("/tickets?of=colleagues".to_owned(), t!(lang, "colleagues-title").to_owned())]
    } else {
        Vec::new()
    };
    // the page has the same forms with these statuses
    let compatible_statuses = Status::ALL.iter().copied().filter(|status| match ticket.status {
        Status::Solved | Status::Closed => *status == ticket.status,
        _ => !status.is_done(),
    });
    let compatible_statuses: Vec<_> = compatible_statuses.collect();
    let title = format!("{} ({formatted_reference})", ticket.subject);
    let escalation = settings::current::<Escalation>(&cx.backend).await;
    let sla = thread.sla.current();
    let account_manager = sla.account_manager(&ticket.scope()).map(str::to_owned);
    let body = view! {
        <Breadcrumbs ancestors current=formatted_reference.clone()/>
        {filed.then(|| confirmation(cx, &thread, &form))}
        {(contains_number(cx) && !filed).then(|| view! {
            <p class="ds-alert" data-color="warning">{t!(lang, "number-sent")}</p>
        })}
        <div class="sidebar">
            <div class="stack ticket-main">
                <h1 class="ds-heading" data-size="lg" lang=lang_attribute(lang, ticket.lang())>{ticket.subject.clone()}</h1>
                {(!filed).then(|| view! {
                    <p class="next-step" id="next-step">{next_step(cx, &thread)}</p>
                    {(!thread.hides_answers && !ticket.status.is_done()).then(|| view! {
                        <p class="meta"><a class="ds-link" href=format!("/tickets/{formatted_reference}/deadlines")>{t!(lang, "next-why")}</a></p>
                    })}
                })}
                <ThreadEvents thread=thread.clone()/>
                {answers_by_mail(cx, &thread)}
                <LiveUpdates thread=thread.clone() page_path=format!("/tickets/{formatted_reference}") compatible_statuses/>
                {survey(cx, &thread, &form, is_requester)}
                {may_reply.then(|| reply_form(cx, &thread, &form))}
                {may_reply.then(|| status_buttons(cx, &thread, &formatted_reference))}
                {may_reply.then(|| escalation_request(cx, &thread, &escalation, &form))}
            </div>
            <aside class="stack" aria-label=t!(lang, "ticket-facts")>
                <dl class="facts">
                    <div><dt>{t!(lang, "ticket-status")}</dt><dd id="ticket-state"><StatusTag status=ticket.status/></dd></div>
                    <div><dt>{t!(lang, "ticket-reference")}</dt><dd>{formatted_reference.clone()}</dd></div>
                    {(!ticket.topic.is_empty()).then(|| view! {
                        <div><dt>{t!(lang, "ticket-topic")}</dt><dd>{classification.topic_title(&ticket.topic, lang).to_owned()}</dd></div>
                    })}
                    <div><dt>{t!(lang, "ticket-kind")}</dt><dd>{text_for(lang, "kind-", ticket.kind.as_str())}</dd></div>
                    <div><dt>{t!(lang, "ticket-requester")}</dt><dd>{ticket.requester_name.clone()}</dd></div>
                    {ticket.filed_by_name.clone().map(|by| view! { <div><dt>{t!(lang, "ticket-filed-by")}</dt><dd>{by}</dd></div> })}
                    {channel_text(lang, ticket).map(|text| view! { <div><dt>{t!(lang, "ticket-channel")}</dt><dd>{text}</dd></div> })}
                    <div><dt>{t!(lang, "ticket-created")}</dt><dd><Timestamp at=ticket.created_at/></dd></div>
                    {thread.assignee.clone().map(|name| view! { <div><dt>{t!(lang, "ticket-assignee")}</dt><dd>{name}</dd></div> })}
                    {(ticket.level > EscalationLevel::First && !thread.hides_answers).then(|| view! {
                        <div><dt>{t!(lang, "ticket-level")}</dt><dd>{text_for(lang, "level-", ticket.level.as_str())}</dd></div>
                    })}
                    {account_manager.map(|name| view! { <div><dt>{t!(lang, "ticket-account-manager")}</dt><dd>{name}</dd></div> })}
                </dl>
                // the address itself is on the page that answers the form with it
                {(!filed).then(|| address_correction(cx, &thread, &form, ""))}
                {privacy_section(cx, &thread, &formatted_reference)}
                {(!thread.hides_answers).then(|| view! {
                    <p><a class="ds-link" href=format!("/tickets/{formatted_reference}/documentation")>{t!(lang, "documentation-link")}</a></p>
                })}
            </aside>
        </div>
    };
    let page = Page::new(title, body);
    Ok(if filed { page.outcome(t!(lang, "filed-title")) } else { page })
}

/// Whether the text submitted before the redirect contains a personal identity number: `?number=yes`.
fn contains_number(cx: &RequestContext) -> bool {
    cx.uri.split_once('?').is_some_and(|(_, query)| query.split('&').any(|pair| pair == "number=yes"))
}

/// Where the answers are that this browser does not show.
fn answers_by_mail(cx: &RequestContext, thread: &TicketThread) -> Option<AnyView> {
    let email = thread.ticket.requester_email.as_str();
    let text = || t!(cx.lang, "answers-by-mail", email = email);
    thread.hides_answers.then(|| view! { <p class="ds-alert" data-color="info">{text()}</p> }.into_any())
}

/// Sharing with colleagues: a button for the requester, a notice for readers who may not reply.
fn privacy_section(cx: &RequestContext, thread: &TicketThread, reference: &str) -> Option<AnyView> {
    let lang = cx.lang;
    if thread.may(&cx.actor, TicketAction::SetPrivate) {
        let (text, value, button) = if thread.ticket.private {
            (t!(lang, "private-on"), "no", t!(lang, "private-share"))
        } else {
            (t!(lang, "private-off"), "yes", t!(lang, "private-keep"))
        };
        return Some(
            view! {
                <form method="post" action=format!("/tickets/{reference}/private") class="stack" data-gap="s" novalidate>
                    <p class="meta">{text}" "<a class="ds-link" href="/account/access">{t!(lang, "private-who")}</a></p>
                    <button class="ds-button" data-variant="secondary" type="submit" name="private" value=value>{button}</button>
                </form>
            }
            .into_any(),
        );
    }
    let read_only = !thread.may(&cx.actor, TicketAction::Reply);
    read_only.then(|| view! { <p class="meta">{t!(lang, "private-reads")}</p> }.into_any())
}

/// Correcting the address that mail about the ticket goes to.
fn address_correction(
    cx: &RequestContext,
    thread: &TicketThread,
    form: &FormState,
    present: &str,
) -> Option<AnyView> {
    let lang = cx.lang;
    match thread.address_correction(&cx.actor) {
        AddressCorrection::None => None,
        AddressCorrection::BySupport => {
            Some(view! { <p class="meta">{t!(lang, "address-by-support")}</p> }.into_any())
        }
        AddressCorrection::Form => {
            let action = format!("/tickets/{}/address", format_reference(&thread.ticket.reference));
            let form = if form.is_about("email") { form.clone() } else { FormState::default() };
            let open = !form.errors.is_empty();
            let (present, link_version) = (present.to_owned(), Some(thread.ticket.link_version));
            let correction = view! {
                <Confirm label=t!(lang, "address-wrong") consequence=t!(lang, "address-follows") open>
                    <AddressForm form present action link_version/>
                </Confirm>
            };
            Some(correction.into_any())
        }
    }
}

fn confirmation(cx: &RequestContext, thread: &TicketThread, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    // a line about the previous form has the focus
    let focus = cx.notice.is_none();
    let likely =
        likely_address(&ticket.requester_email).map(|meant| match thread.address_correction(&cx.actor) {
            AddressCorrection::Form => t!(lang, "filed-email-likely-change", email = meant),
            AddressCorrection::BySupport | AddressCorrection::None => {
                t!(lang, "filed-email-likely", email = meant)
            }
        });
    view! {
        <section class="ds-alert" data-color="success" aria-labelledby="filed-title" role="status" tabindex="-1" autofocus=focus>
            <h2 class="ds-heading" data-size="sm" id="filed-title">{t!(lang, "filed-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "filed-reference")}" "<strong class="reference">{format_reference(&ticket.reference)}</strong></p>
            <p class="ds-paragraph" id="next-step">{next_step(cx, thread)}</p>
            <p class="ds-paragraph">{t!(lang, "filed-mail", email = ticket.requester_email.as_str())}</p>
            {likely.map(|text| view! { <p class="ds-paragraph"><strong>{text}</strong></p> })}
            {address_correction(cx, thread, form, &ticket.requester_email)}
            {contains_number(cx).then(|| view! { <p class="ds-paragraph"><strong>{t!(lang, "number-sent")}</strong></p> })}
        </section>
    }
    .into_any()
}

/// The reply form. If the ticket is solved or closed, it says that a reply reopens the ticket.
fn reply_form(cx: &RequestContext, thread: &TicketThread, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let action = format!("/tickets/{}/messages", format_reference(&thread.ticket.reference));
    let is_reply = !form.is_about("score") && !form.is_about("email") && !form.is_about("reason");
    let shown = if is_reply { form.clone() } else { FormState::new(form.form_key) };
    view! {
        <section class="reply" aria-labelledby="answer-title" id="answer">
            <h2 class="ds-heading" data-size="sm" id="answer-title">{t!(lang, "answer-title")}</h2>
            {thread.ticket.status.is_done().then(|| view! { <p class="ds-paragraph">{t!(lang, "answer-reopens")}</p> })}
            <form method="post" action=action enctype="multipart/form-data" class="stack" novalidate>
                <FormKey form=shown.clone()/>
                <input type="hidden" name="link_version" value=thread.ticket.link_version/>
                <TextArea form=shown.clone() name="body" rows=6 label=t!(lang, "answer-body")/>
                <NumberHint field_id="body"/>
                <FileField form=shown.clone()/>
                {thread.ticket.responded_at.map(|_| view! {
                    <Checkbox form=shown.clone() name="no_answer" label=t!(lang, "answer-not-needed")/>
                })}
                <p class="actions"><SubmitButton label=t!(lang, "answer-send")/></p>
            </form>
        </section>
    }
    .into_any()
}

/// Buttons that close or reopen the ticket.
fn status_buttons(cx: &RequestContext, thread: &TicketThread, reference: &str) -> AnyView {
    let lang = cx.lang;
    let status = thread.ticket.status;
    view! {
        <div class="stack">
            {(status != Status::Closed).then(|| view! {
                <form method="post" action=format!("/tickets/{reference}/close")>
                    <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "ticket-close")}</button>
                </form>
            })}
            {status.is_done().then(|| view! {
                <form method="post" action=format!("/tickets/{reference}/reopen")>
                    <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "ticket-reopen")}</button>
                </form>
            })}
        </div>
    }
    .into_any()
}

/// Asking that the ticket goes up. `None` where nobody can be asked, or it is as high already.
fn escalation_request(
    cx: &RequestContext,
    thread: &TicketThread,
    escalation: &Escalation,
    form: &FormState,
) -> Option<AnyView> {
    let (lang, ticket) = (cx.lang, &thread.ticket);
    if thread.hides_answers || !escalation.is_offered_to_requesters(ticket.level) {
        return None;
    }
    let requested = escalation.rules.iter().filter(|rule| rule.trigger == EscalationTrigger::Requested);
    let to = requested.filter_map(|rule| rule.level).max().unwrap_or(ticket.level);
    let level = text_for(lang, "level-", to.as_str());
    let due = thread.sla.current().due(Metric::NextResponse, ticket.priority, &ticket.scope(), cx.now);
    let consequence = match due {
        Some(by) => t!(lang, "escalate-follows", level = level, when = cx.relative_time(by)),
        None => t!(lang, "escalate-follows-sometime", level = level),
    };
    let open = form.is_about("reason");
    let shown = if open { form.clone() } else { FormState::new(form.form_key) };
    let action = format!("/tickets/{}/escalate", format_reference(&ticket.reference));
    let view = view! {
        <Confirm label=t!(lang, "escalate-button") consequence open>
            <form method="post" action=action class="stack" novalidate>
                <FormKey form=shown.clone()/>
                <TextArea form=shown name="reason" rows=3 label=t!(lang, "escalate-reason")/>
                <NumberHint field_id="reason"/>
                <p class="actions"><SubmitButton label=t!(lang, "escalate-send")/></p>
            </form>
        </Confirm>
    };
    Some(view.into_any())
}

/// The satisfaction survey, for the requester, once the ticket is done.
fn survey(
    cx: &RequestContext,
    thread: &TicketThread,
    form: &FormState,
    is_requester: bool,
) -> Option<AnyView> {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    let public_events = thread.events.iter().filter(|event| event.kind != TicketEventKind::Note);
    let wants_rating = ticket.status.offers_survey(public_events.map(|event| event.side));
    if !is_requester || !(wants_rating || thread.survey.is_some()) {
        return None;
    }
    let given = thread.survey.as_ref().map(|answer| answer.score.to_string());
    let chosen = Some(form.value("score"))
        .filter(|score| !score.is_empty())
        .or_else(|| given.clone())
        .unwrap_or_default();
    let comment = match (&thread.survey, form.value("comment")) {
        (Some(SurveyAnswer { comment: Some(comment), .. }), typed) if typed.is_empty() => comment.clone(),
        (_, typed) => typed,
    };
    let has_errors =
        form.problem_text(lang, "score").is_some() || form.problem_text(lang, "comment").is_some();
    let choices: Vec<_> = (1..=5)
        .map(|score| {
            let value = score.to_string();
            let id = format!("score-{score}");
            view! {
                <label class="score" for=id.clone()>
                    <input class="ds-input" type="radio" id=id.clone() name="score" value=value.clone() checked=value == chosen/>
                    <span>{score}</span>
                    <span class="score-words">{text_for(lang, "score-", &value)}</span>
                </label>
            }
        })
        .collect();
    let shown =
        if has_errors { form.clone() } else { FormState::new(form.form_key) }.with("comment", comment);
    let view = view! {
        <section class="ds-card survey" aria-labelledby="survey-title" id="survey" tabindex="-1">
            <h2 class="ds-heading" data-size="sm" id="survey-title">{t!(lang, "survey-title")}</h2>
            {given.is_some().then(|| view! { <p class="ds-paragraph">{t!(lang, "survey-given")}</p> })}
            <form method="post" action=format!("/tickets/{}/survey", format_reference(&ticket.reference)) class="stack" novalidate>
                <fieldset class="ds-fieldset scores" id="score">
                    <legend class="ds-label" data-weight="medium">{t!(lang, "survey-score")}</legend>
                    <div class="score-row">{choices}</div>
                </fieldset>
                <TextArea form=shown.clone() name="comment" rows=3 optional=true label=t!(lang, "survey-comment")/>
                <p class="actions"><SubmitButton label=t!(lang, "survey-send")/></p>
            </form>
        </section>
    };
    Some(view.into_any())
}
