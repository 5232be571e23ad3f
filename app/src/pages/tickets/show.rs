//! One ticket, for the requester, their counsellor, or a guest with the link.

use fyr_domain::{
    permission::TicketAction,
    tickets::{EntryKind, Status},
};
use fyr_i18n::{t, text_of};
use fyr_services::{
    Error, catalogue,
    tickets::{self, Thread, spoken},
};
use leptos::prelude::*;

use crate::{
    Cx, FormState, Page,
    components::{
        Breadcrumbs, ErrorSummary, FileField, FormKey, Moment, StatusTag, Submit, TextArea, ThreadEntries,
        live_texts,
    },
    islands::{LiveThread, NumberHint},
};

/// `/tickets/{reference}`. `filed` shows the confirmation of having just filed it.
pub async fn show(cx: &Cx, reference: &str, form: FormState, filed: bool) -> Result<Page, Error> {
    let lang = cx.lang;
    let thread = tickets::show(&cx.services, &cx.actor, reference).await?;
    let catalogue = catalogue::get(&cx.services).await?;
    let ticket = &thread.ticket;
    let spoken = spoken(&ticket.reference);
    let mine = thread.may(&cx.actor, TicketAction::Rate);
    let answers = thread.may(&cx.actor, TicketAction::Reply);
    let above = if cx.actor.user.is_some() && mine {
        vec![("/tickets".to_owned(), t!(lang, "nav-tickets").to_owned())]
    } else if thread.standing.counsellor.is_some() {
        let person = ticket.requester_id.map(|id| format!("/participants/{id}")).unwrap_or_default();
        vec![
            ("/participants".to_owned(), t!(lang, "nav-participants").to_owned()),
            (person, ticket.requester_name.clone()),
        ]
    } else if thread.standing.colleague {
        vec![("/tickets?of=colleagues".to_owned(), t!(lang, "colleagues-title").to_owned())]
    } else {
        Vec::new()
    };
    let last = thread.entries.last().map(|entry| entry.id.to_string()).unwrap_or_default();
    // with these statuses the page has the same questions and buttons
    let alike = Status::ALL.iter().filter(|status| match ticket.status {
        Status::Solved | Status::Closed => **status == ticket.status,
        _ => !status.is_done(),
    });
    let alike = alike.map(|status| status.as_str()).collect::<Vec<_>>().join(" ");
    let title = format!("{} ({spoken})", ticket.subject);
    let body = view! {
        <Breadcrumbs above here=spoken.clone()/>
        {filed.then(|| confirmation(cx, &thread))}
        {number_sent(cx).then(|| view! {
            <p class="ds-alert" data-color="warning" role="status">{t!(lang, "number-sent")}</p>
        })}
        <div class="sidebar">
            <div class="stack ticket-main">
                <h1 class="ds-heading" data-size="lg">{ticket.subject.clone()}</h1>
                {(!filed).then(|| view! { <p class="next-step" id="next-step">{next_step(cx, &thread)}</p> })}
                <ThreadEntries thread=thread.clone()/>
                <LiveThread texts=live_texts(lang) page=format!("/tickets/{spoken}") alike reference=spoken.clone() after=last
                    made=cx.now.timestamp_millis()/>
                {survey(cx, &thread, &form, mine)}
                {answers.then(|| answer(cx, &thread, &form))}
            </div>
            <aside class="stack" aria-label=t!(lang, "ticket-facts")>
                <dl class="facts">
                    <div><dt>{t!(lang, "ticket-status")}</dt><dd id="ticket-state"><StatusTag status=ticket.status/></dd></div>
                    <div><dt>{t!(lang, "ticket-reference")}</dt><dd>{spoken.clone()}</dd></div>
                    <div><dt>{t!(lang, "ticket-topic")}</dt><dd>{catalogue.topic_title(&ticket.topic, lang).to_owned()}</dd></div>
                    <div><dt>{t!(lang, "ticket-requester")}</dt><dd>{ticket.requester_name.clone()}</dd></div>
                    {ticket.filed_by_name.clone().map(|by| view! { <div><dt>{t!(lang, "ticket-filed-by")}</dt><dd>{by}</dd></div> })}
                    <div><dt>{t!(lang, "ticket-created")}</dt><dd><Moment at=ticket.created_at/></dd></div>
                    {thread.assignee.clone().map(|name| view! { <div><dt>{t!(lang, "ticket-assignee")}</dt><dd>{name}</dd></div> })}
                </dl>
                {answers.then(|| turn(cx, &thread, &spoken))}
                {privacy(cx, &thread, &spoken)}
            </aside>
        </div>
    };
    Ok(Page::new(title, body))
}

/// Whether what was sent a moment ago holds a personal identity number.
fn number_sent(cx: &Cx) -> bool {
    cx.uri.split_once('?').is_some_and(|(_, query)| query.split('&').any(|pair| pair == "number=yes"))
}

/// Who else sees it: for the requester a button, for a colleague that they may only read.
fn privacy(cx: &Cx, thread: &Thread, reference: &str) -> Option<AnyView> {
    let lang = cx.lang;
    if thread.may(&cx.actor, TicketAction::SetPrivate) {
        let (words, value, button) = if thread.ticket.private {
            (t!(lang, "private-on"), "no", t!(lang, "private-share"))
        } else {
            (t!(lang, "private-off"), "yes", t!(lang, "private-keep"))
        };
        return Some(
            view! {
                <form method="post" action=format!("/tickets/{reference}/private") class="stack" data-gap="s">
                    <p class="meta">{words}" "<a class="ds-link" href="/account/access">{t!(lang, "private-who")}</a></p>
                    <button class="ds-button" data-variant="secondary" type="submit" name="private" value=value>{button}</button>
                </form>
            }
            .into_any(),
        );
    }
    let reads = !thread.may(&cx.actor, TicketAction::Reply);
    reads.then(|| view! { <p class="meta">{t!(lang, "private-reads")}</p> }.into_any())
}

/// What happens next, and when, in one sentence.
pub(crate) fn next_step(cx: &Cx, thread: &Thread) -> String {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    match (ticket.status, ticket.respond_by) {
        (Status::New | Status::Open, Some(by)) if ticket.responded_at.is_none() && by > cx.now => {
            t!(lang, "next-promise", when = cx.when(by))
        }
        (Status::New | Status::Open, Some(_)) if ticket.responded_at.is_none() => {
            t!(lang, "next-late").to_owned()
        }
        (status, _) => text_of(lang, "next-", status.as_str()),
    }
}

fn confirmation(cx: &Cx, thread: &Thread) -> AnyView {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    view! {
        <section class="ds-alert" data-color="success" aria-labelledby="filed-title" role="status">
            <h2 class="ds-heading" data-size="sm" id="filed-title">{t!(lang, "filed-title")}</h2>
            <p class="ds-paragraph">{t!(lang, "filed-reference")}" "<strong class="reference">{spoken(&ticket.reference)}</strong></p>
            <p class="ds-paragraph" id="next-step">{next_step(cx, thread)}</p>
            <p class="ds-paragraph">{t!(lang, "filed-mail", email = ticket.requester_email.as_str())}</p>
        </section>
    }
    .into_any()
}

/// The form for an answer; where the ticket is done, it says that answering opens it again.
fn answer(cx: &Cx, thread: &Thread, form: &FormState) -> AnyView {
    let lang = cx.lang;
    let action = format!("/tickets/{}/messages", spoken(&thread.ticket.reference));
    let answers = form.value("score").is_empty() && form.errors.of("score").is_none();
    let shown = if answers { form.clone() } else { FormState::new(form.form_key) };
    view! {
        <section class="reply" aria-labelledby="answer-title" id="answer">
            <h2 class="ds-heading" data-size="sm" id="answer-title">{t!(lang, "answer-title")}</h2>
            {thread.ticket.status.is_done().then(|| view! { <p class="ds-paragraph">{t!(lang, "answer-reopens")}</p> })}
            <ErrorSummary form=shown.clone()/>
            <form method="post" action=action enctype="multipart/form-data" class="stack" novalidate>
                <FormKey form=shown.clone()/>
                <TextArea form=shown.clone() name="body" rows=6 label=t!(lang, "answer-body")/>
                <NumberHint text=t!(lang, "number-typing").to_owned() field="body".to_owned()/>
                <FileField form=shown.clone()/>
                <p class="actions"><Submit label=t!(lang, "answer-send")/></p>
            </form>
        </section>
    }
    .into_any()
}

/// Closing what goes on, opening what is done.
fn turn(cx: &Cx, thread: &Thread, reference: &str) -> AnyView {
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

/// The question how the help was, once the ticket is done, for the requester only.
fn survey(cx: &Cx, thread: &Thread, form: &FormState, mine: bool) -> Option<AnyView> {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    let public = thread.entries.iter().filter(|entry| entry.kind != EntryKind::Note);
    let asked = ticket.status.asks_for_rating(public.map(|entry| entry.side));
    if !mine || !(asked || thread.survey.is_some()) {
        return None;
    }
    let given = thread.survey.as_ref().map(|(score, _)| score.to_string());
    let chosen = Some(form.value("score"))
        .filter(|score| !score.is_empty())
        .or_else(|| given.clone())
        .unwrap_or_default();
    let comment = match (&thread.survey, form.value("comment")) {
        (Some((_, Some(comment))), typed) if typed.is_empty() => comment.clone(),
        (_, typed) => typed,
    };
    let wrong = form.problem(lang, "score").is_some() || form.problem(lang, "comment").is_some();
    let choices: Vec<_> = (1..=5)
        .map(|score| {
            let value = score.to_string();
            let id = format!("score-{score}");
            view! {
                <label class="score" for=id.clone()>
                    <input class="ds-input" type="radio" id=id.clone() name="score" value=value.clone() checked=value == chosen/>
                    <span>{score}</span>
                    <span class="score-words">{text_of(lang, "score-", &value)}</span>
                </label>
            }
        })
        .collect();
    let shown = if wrong { form.clone() } else { FormState::new(form.form_key) }.with("comment", comment);
    let view = view! {
        <section class="ds-card survey" aria-labelledby="survey-title" id="survey">
            <h2 class="ds-heading" data-size="sm" id="survey-title">{t!(lang, "survey-title")}</h2>
            {given.is_some().then(|| view! { <p class="ds-paragraph" role="status">{t!(lang, "survey-thanks")}</p> })}
            {wrong.then(|| view! { <ErrorSummary form=shown.clone()/> })}
            <form method="post" action=format!("/tickets/{}/survey", spoken(&ticket.reference)) class="stack">
                <fieldset class="ds-fieldset scores" id="score">
                    <legend class="ds-label" data-weight="medium">{t!(lang, "survey-score")}</legend>
                    <div class="score-row">{choices}</div>
                </fieldset>
                <TextArea form=shown.clone() name="comment" rows=3 optional=true label=t!(lang, "survey-comment")/>
                <p class="actions"><Submit label=t!(lang, "survey-send")/></p>
            </form>
        </section>
    };
    Some(view.into_any())
}
