//! One ticket, as support works it: the thread with its notes, an answer, a note, and where it stands.

use fyr_domain::tickets::Status;
use fyr_i18n::{t, text_of};
use fyr_services::{
    Error, catalogue, privacy,
    store::{people::Account, tickets::Ticket},
    tickets::{self, Thread, spoken},
};
use leptos::prelude::*;

use super::{WorkStatus, promise, queue::priority_choices, waited};
use crate::{
    Cx, FormState, Page,
    components::{
        Breadcrumbs, ErrorSummary, FileField, FormKey, Moment, PriorityTag, SelectField, Submit, TextArea,
        ThreadEntries, live_texts,
    },
    islands::{LiveThread, NumberHint},
};

/// Where an answer may leave a ticket, the usual first.
pub const AFTER_REPLY: [Status; 4] =
    [Status::WaitingForRequester, Status::Open, Status::OnHold, Status::Solved];

/// The forms of the page.
#[derive(Clone, Debug)]
pub struct Forms {
    /// An answer to the requester.
    pub reply: FormState,
    /// A note among colleagues.
    pub note: FormState,
    /// Priority, status and who has it; `None` shows the ticket's own.
    pub change: Option<FormState>,
}

impl Forms {
    /// Empty forms with keys of their own.
    pub fn fresh(cx: &Cx) -> Self {
        let key = || cx.services.clock.id();
        let reply = FormState::new(key()).with("then", Status::WaitingForRequester.as_str());
        Self { reply, note: FormState::new(key()), change: None }
    }
}

/// `/desk/tickets/{reference}`.
pub async fn show(cx: &Cx, reference: &str, forms: Forms) -> Result<Page, Error> {
    let lang = cx.lang;
    let thread = tickets::to_work(&cx.services, &cx.actor, reference).await?;
    let agents = tickets::agents(&cx.services, &cx.actor, thread.ticket.organisation_id).await?;
    let catalogue = catalogue::get(&cx.services).await?;
    let ticket = &thread.ticket;
    let spoken = spoken(&ticket.reference);
    let path = format!("/desk/tickets/{spoken}");
    let topic = catalogue.topic_title(&ticket.topic, lang).to_owned();
    let above = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let last = thread.entries.last().map(|entry| entry.id.to_string()).unwrap_or_default();
    let title = format!("{} ({spoken})", ticket.subject);
    let body = view! {
        <Breadcrumbs above here=spoken.clone()/>
        {head(cx, ticket, &spoken)}
        {numbers(cx, &thread, &path)}
        {claim(cx, ticket, &path)}
        <ErrorSummary form=forms.reply.clone()/>
        <ErrorSummary form=forms.note.clone() scope="note-"/>
        {forms.change.clone().map(|form| view! { <ErrorSummary form/> })}
        <div class="sidebar desk-ticket">
            <div class="stack" data-gap="l">
                <section aria-labelledby="thread-title">
                    <h2 class="ds-heading" data-size="sm" id="thread-title">{t!(lang, "desk-thread")}</h2>
                    <ThreadEntries thread=thread.clone()/>
                    <LiveThread texts=live_texts(lang) page=path.clone() alike=ticket.status.to_string() reference=spoken.clone()
                        after=last made=cx.now.timestamp_millis()/>
                </section>
                {reply(cx, ticket, &path, forms.reply)}
                {note(cx, &path, forms.note)}
            </div>
            <aside class="stack" aria-label=t!(lang, "desk-facts")>
                {facts(cx, &thread, topic, &spoken)}
                {change(cx, ticket, &path, &agents, forms.change)}
                <p class="ds-paragraph"><a class="ds-link" href=format!("{path}/redact")>{t!(lang, "redact-link")}</a></p>
            </aside>
        </div>
    };
    Ok(Page::new(title, body))
}

fn head(cx: &Cx, ticket: &Ticket, reference: &str) -> AnyView {
    let lang = cx.lang;
    let open_promise = ticket.respond_by.filter(|_| ticket.responded_at.is_none());
    let waiting = ticket.waiting_since.map(|since| waited(lang, since, cx.now));
    view! {
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg">{ticket.subject.clone()}</h1>
            <p class="cluster desk-state">
                <span class="reference">{reference.to_owned()}</span>
                <WorkStatus status=ticket.status/>
                <PriorityTag priority=ticket.priority/>
                {waiting.map(|words| view! { <span>{words}</span> })}
                {promise(cx, ticket.status, open_promise)}
            </p>
        </div>
    }
    .into_any()
}

/// That there are personal identity numbers in the ticket, and the way to take them out.
fn numbers(cx: &Cx, thread: &Thread, path: &str) -> Option<AnyView> {
    let lang = cx.lang;
    let count = privacy::numbers(thread).len();
    (count > 0).then(|| {
        view! {
            <p class="ds-alert" data-color="warning">
                {t!(lang, "redact-found", count = count)}" "
                <a class="ds-link" href=format!("{path}/redact")>{t!(lang, "redact-found-link")}</a>
            </p>
        }
        .into_any()
    })
}

/// Taking a ticket that nobody has.
fn claim(cx: &Cx, ticket: &Ticket, path: &str) -> Option<AnyView> {
    let lang = cx.lang;
    (ticket.assignee_id.is_none() && !ticket.status.is_done()).then(|| {
        view! {
            <form method="post" action=path.to_owned() class="next-step desk-claim">
                <p class="ds-paragraph">{t!(lang, "desk-claim-text")}</p>
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit" name="action" value="claim">
                        {t!(lang, "desk-claim")}
                    </button>
                </p>
            </form>
        }
        .into_any()
    })
}

fn reply(cx: &Cx, ticket: &Ticket, path: &str, form: FormState) -> AnyView {
    let lang = cx.lang;
    let words = |status: Status| (status.as_str().to_owned(), text_of(lang, "desk-then-", status.as_str()));
    let hint =
        t!(lang, "desk-reply-hint", name = ticket.requester_name.as_str(), lang = ticket.lang().endonym());
    view! {
        <section class="reply" aria-labelledby="reply-title" id="reply">
            <h2 class="ds-heading" data-size="sm" id="reply-title">{t!(lang, "desk-reply", name = ticket.requester_name.as_str())}</h2>
            <form method="post" action=path.to_owned() enctype="multipart/form-data" class="stack" novalidate>
                <input type="hidden" name="action" value="reply"/>
                <FormKey form=form.clone()/>
                <TextArea form=form.clone() name="body" label=t!(lang, "desk-reply-body") hint rows=7/>
                <NumberHint text=t!(lang, "number-typing").to_owned() field="body".to_owned()/>
                <FileField form=form.clone()/>
                <SelectField form name="then" label=t!(lang, "desk-then") choices=AFTER_REPLY.map(words).to_vec()/>
                <p class="actions"><Submit label=t!(lang, "desk-reply-send")/></p>
            </form>
        </section>
    }
    .into_any()
}

fn note(cx: &Cx, path: &str, form: FormState) -> AnyView {
    let lang = cx.lang;
    view! {
        <section class="reply desk-note" aria-labelledby="note-title" id="note">
            <h2 class="ds-heading" data-size="sm" id="note-title">{t!(lang, "desk-note")}</h2>
            <p class="ds-paragraph"><strong>{t!(lang, "desk-note-hidden")}</strong></p>
            <form method="post" action=path.to_owned() enctype="multipart/form-data" class="stack" novalidate>
                <input type="hidden" name="action" value="note"/>
                <FormKey form=form.clone()/>
                <TextArea form=form.clone() name="body" label=t!(lang, "desk-note-body") rows=3 scope="note-"/>
                <NumberHint text=t!(lang, "number-typing").to_owned() field="note-body".to_owned()/>
                <FileField form scope="note-"/>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "desk-note-send")}</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}

fn facts(cx: &Cx, thread: &Thread, topic: String, reference: &str) -> AnyView {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    let mail = format!("mailto:{}?subject=[{reference}]", ticket.requester_email);
    let promised = match (ticket.responded_at, ticket.respond_by) {
        (Some(at), Some(by)) if at > by => Some(t!(lang, "desk-answered-late", when = cx.when(at))),
        (Some(at), _) => Some(t!(lang, "desk-answered", when = cx.when(at))),
        (None, Some(by)) => Some(t!(lang, "desk-promised", when = cx.when(by))),
        (None, None) => None,
    };
    let survey = thread.survey.clone().map(|(score, comment)| {
        let comment = comment.map(|comment| view! { <br/><q>{comment}</q> });
        view! { <dt>{t!(lang, "desk-survey")}</dt><dd>{t!(lang, "desk-survey-score", score = score)}{comment}</dd> }
    });
    view! {
        <section class="ds-card" aria-labelledby="facts-title">
            <h2 class="aside-title" id="facts-title">{t!(lang, "desk-facts")}</h2>
            <dl class="facts">
                <dt>{t!(lang, "desk-requester")}</dt>
                <dd>{ticket.requester_name.clone()}<br/><a class="ds-link" href=mail>{ticket.requester_email.clone()}</a></dd>
                {ticket.filed_by_name.clone().map(|by| view! { <dt>{t!(lang, "desk-filed-by")}</dt><dd>{by}</dd> })}
                <dt>{t!(lang, "desk-topic")}</dt><dd>{topic}</dd>
                <dt>{t!(lang, "desk-filed")}</dt><dd><Moment at=ticket.created_at/></dd>
                {promised.map(|words| view! { <dt>{t!(lang, "desk-first-answer")}</dt><dd>{words}</dd> })}
                <dt>{t!(lang, "desk-assignee")}</dt>
                <dd>{thread.assignee.clone().unwrap_or_else(|| t!(lang, "desk-nobody").to_owned())}</dd>
                <dt>{t!(lang, "desk-language")}</dt><dd lang=ticket.lang().tag()>{ticket.lang().endonym()}</dd>
                {survey}
            </dl>
        </section>
    }
    .into_any()
}

fn change(cx: &Cx, ticket: &Ticket, path: &str, agents: &[Account], form: Option<FormState>) -> AnyView {
    let lang = cx.lang;
    let assignee = ticket.assignee_id.map_or_else(|| "nobody".to_owned(), |id| id.to_string());
    let now = [
        ("priority", ticket.priority.as_str()),
        ("status", ticket.status.as_str()),
        ("assignee", assignee.as_str()),
    ];
    let form = form.unwrap_or_else(|| {
        now.iter().fold(FormState::default(), |form, (name, value)| form.with(name, *value))
    });
    let status =
        |status: &Status| (status.as_str().to_owned(), text_of(lang, "desk-status-", status.as_str()));
    let statuses = Status::ALL.iter().map(status).collect();
    let mut people = vec![("nobody".to_owned(), t!(lang, "desk-nobody").to_owned())];
    people.extend(agents.iter().map(|agent| {
        let me = (cx.actor.user_id() == Some(agent.id))
            .then(|| t!(lang, "desk-person-me", name = agent.name.as_str()));
        (agent.id.to_string(), me.unwrap_or_else(|| agent.name.clone()))
    }));
    // what the page was made from: only what differs from it is changed, so that colleagues do not undo each other
    let was: Vec<_> = now
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=format!("was-{name}") value=(*value).to_owned()/> })
        .collect();
    view! {
        <section class="ds-card" aria-labelledby="change-title" id="change">
            <h2 class="aside-title" id="change-title">{t!(lang, "desk-change")}</h2>
            <form method="post" action=path.to_owned() class="stack" data-gap="s">
                <input type="hidden" name="action" value="change"/>
                {was}
                <SelectField form=form.clone() name="priority" label=t!(lang, "desk-priority") choices=priority_choices(cx)/>
                <SelectField form=form.clone() name="status" label=t!(lang, "desk-status") choices=statuses
                    hint=t!(lang, "desk-status-hint")/>
                <SelectField form=form.clone() name="assignee" label=t!(lang, "desk-assignee") choices=people/>
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "desk-change-save")}</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}
