//! One ticket, for agents: thread with internal notes, and the forms for everything that can be done with it. Reply and note are in
//! `reply.rs`.

mod reply;

use fyr_domain::{
    escalation::EscalationLevel,
    permission::{Permission, may},
    tickets::{EXPECTED_FIELD, Priority, Status, TicketKind},
};
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    articles::{self, LinkedArticle},
    classification::{self, Classification},
    privacy,
    store::{people::Account, surveys::SurveyAnswer, tickets::Ticket},
    tickets::{self, AddressCorrection, TicketThread, format_reference},
};
use leptos::prelude::*;

pub use self::reply::{
    INSERT_STEP, INSERTED_FIELD, NOTE_FORM, REPLY_FORM, STATUSES_AFTER_REPLY, TEMPLATE_FIELD,
};
use self::reply::{note_form, reply_form};
use super::{AgentStatusTag, articles::ARTICLES_PATH, response_target, waiting_time};
use crate::{
    FormState, Page, RequestContext,
    components::{
        AddressForm, Breadcrumbs, Confirm, FormKey, LiveUpdates, PriorityTag, SelectField, Tag, TextArea,
        TextField, ThreadEvents, Timestamp, Tone, channel_text, choices_of, lang_attribute, mailto_about,
        topic_choices,
    },
};

/// The name of the form that corrects the address.
pub const ADDRESS_FORM: &str = "address";
/// The name of the form that raises the ticket.
pub const ESCALATION_FORM: &str = "escalate";
/// The action of the form that says when support expects to answer.
pub const EXPECTED_FORM: &str = "expect";

/// The states of the forms on the page.
#[derive(Clone, Debug)]
pub struct TicketForms {
    /// The reply to the requester.
    pub reply: FormState,
    /// The internal note.
    pub note: FormState,
    /// The form for priority, status and assignee; `None` shows the current values of the ticket.
    pub change: Option<FormState>,
    /// The form that corrects the address of a guest.
    pub address: FormState,
    /// The form that raises the ticket.
    pub escalation: FormState,
    /// Saying when support expects to answer.
    pub expected: FormState,
}

impl TicketForms {
    /// Empty forms, each with a new idempotency key.
    pub fn new(cx: &RequestContext) -> Self {
        let key = || cx.backend.clock.id();
        let reply = FormState::new(key()).with("then", Status::WaitingForRequester.as_str());
        Self {
            reply: reply.named(REPLY_FORM),
            note: FormState::new(key()).named(NOTE_FORM),
            change: None,
            address: FormState::default(),
            escalation: FormState::new(key()).named(ESCALATION_FORM),
            expected: FormState::default(),
        }
    }
}

/// Writing an article from a ticket that is done, and the articles that were.
fn article_links(cx: &RequestContext, ticket: &Ticket, linked: Vec<LinkedArticle>) -> Option<AnyView> {
    let lang = cx.lang;
    let reference = format_reference(&ticket.reference);
    let write = (ticket.status.is_done() && may(&cx.actor, Permission::WriteArticles)).then(|| {
        view! {
            <p class="ds-paragraph">
                <a class="ds-link" href=format!("{ARTICLES_PATH}/new?ticket={reference}")>{t!(lang, "writing-from-ticket")}</a>
            </p>
        }
    });
    let items: Vec<_> = linked
        .into_iter()
        .map(|article| view! { <li><a class="ds-link" href=format!("{ARTICLES_PATH}/{}", article.id)>{article.slug}</a></li> })
        .collect();
    let list = (!items.is_empty()).then(|| {
        view! { <p class="meta">{t!(lang, "writing-from-this")}</p><ul class="plain-list">{items}</ul> }
    });
    (write.is_some() || list.is_some())
        .then(|| view! { <div class="stack" data-gap="s">{write}{list}</div> }.into_any())
}

/// `/desk/tickets/{reference}`.
pub async fn show(cx: &RequestContext, reference: &str, forms: TicketForms) -> Result<Page, Error> {
    let lang = cx.lang;
    let thread = tickets::find_thread_to_work(&cx.backend, &cx.actor, reference).await?;
    cx.mark_seen(&thread).await;
    let agents = tickets::list_agents(&cx.backend, &cx.actor, thread.ticket.organisation_id).await?;
    let classification = classification::get(&cx.backend).await?;
    let ticket = &thread.ticket;
    let formatted_reference = format_reference(&ticket.reference);
    let path = format!("/desk/tickets/{formatted_reference}");
    let templates = tickets::list_reply_templates(&cx.backend, lang).await;
    let linked = articles::list_by_ticket(&cx.backend, &cx.actor, ticket.id).await?;
    let topic = classification.topic_title(&ticket.topic, lang).to_owned();
    let ancestors = vec![("/desk".to_owned(), t!(lang, "nav-desk").to_owned())];
    let title = format!("{} ({formatted_reference})", ticket.subject);
    let body = view! {
        <Breadcrumbs ancestors current=formatted_reference.clone()/>
        {page_head(cx, ticket, &formatted_reference)}
        {personal_number_notice(cx, &thread, &path)}
        {acknowledge_form(cx, ticket, &path)}
        {claim_form(cx, ticket, &path)}
        <div class="sidebar desk-ticket">
            <div class="stack" data-gap="l">
                <section aria-labelledby="thread-title">
                    <h2 class="ds-heading" data-size="sm" id="thread-title">{t!(lang, "desk-thread")}</h2>
                    <ThreadEvents thread=thread.clone()/>
                    <LiveUpdates thread=thread.clone() page_path=path.clone() compatible_statuses=vec![ticket.status]/>
                </section>
                {reply_form(cx, &thread, &path, forms.reply.clone(), templates)}
                {note_form(cx, &path, forms.note.clone())}
            </div>
            <aside class="stack" aria-label=t!(lang, "desk-facts")>
                {facts(cx, &thread, topic, &formatted_reference)}
                {address_form(cx, &thread, &path, forms.address.clone())}
                {no_answer_form(cx, ticket, &path)}
                {expected_form(cx, ticket, &path, forms.expected.clone())}
                {escalation_form(cx, ticket, &path, forms.escalation.clone())}
                {change_form(cx, ticket, &path, &agents, &classification, forms.change.clone())}
                <p class="ds-paragraph"><a class="ds-link" href=format!("{path}/redact")>{t!(lang, "redact-link")}</a></p>
                {article_links(cx, ticket, linked)}
            </aside>
        </div>
    };
    let page = Page::new(title, body)
        .refused(&forms.reply, "")
        .refused(&forms.note, "note-")
        .refused(&forms.address, "address-")
        .refused(&forms.escalation, "escalate-")
        .refused(&forms.expected, "");
    Ok(match &forms.change {
        Some(form) => page.refused(form, ""),
        None => page,
    })
}

fn page_head(cx: &RequestContext, ticket: &Ticket, reference: &str) -> AnyView {
    let lang = cx.lang;
    let respond_by = ticket.promised_by();
    let waiting = ticket.waiting_since.map(|since| waiting_time(lang, since, cx.now));
    view! {
        <div class="page-head">
            <h1 class="ds-heading" data-size="lg" lang=lang_attribute(lang, ticket.lang())>{ticket.subject.clone()}</h1>
            <p class="cluster desk-state">
                <span class="reference">{reference.to_owned()}</span>
                <AgentStatusTag status=ticket.status/>
                <PriorityTag priority=ticket.priority/>
                {(ticket.level > EscalationLevel::First).then(|| view! {
                    <Tag tone=Tone::Info text=text_for(lang, "level-", ticket.level.as_str())/>
                })}
                {waiting.map(|text| view! { <span>{text}</span> })}
                {response_target(cx, ticket.status, respond_by)}
            </p>
        </div>
    }
    .into_any()
}

/// The notice that the ticket contains personal identity numbers, with a link to redact them.
fn personal_number_notice(cx: &RequestContext, thread: &TicketThread, path: &str) -> Option<AnyView> {
    let lang = cx.lang;
    let count = privacy::detect_numbers(thread).len();
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

/// The button that takes a ticket of which people are told until somebody does.
fn acknowledge_form(cx: &RequestContext, ticket: &Ticket, path: &str) -> Option<AnyView> {
    let lang = cx.lang;
    ticket.unacknowledged_since.map(|_| {
        view! {
            <form method="post" action=path.to_owned() class="ds-alert" data-color="warning">
                <p class="ds-paragraph">{t!(lang, "desk-take-text")}</p>
                <p class="actions">
                    <button class="ds-button" data-variant="primary" type="submit" name="action" value="acknowledge">
                        {t!(lang, "desk-take")}
                    </button>
                </p>
            </form>
        }
        .into_any()
    })
}

/// Handing the ticket up, with a summary. `None` on the highest level, and once it is done.
fn escalation_form(cx: &RequestContext, ticket: &Ticket, path: &str, form: FormState) -> Option<AnyView> {
    let lang = cx.lang;
    let above: Vec<_> = EscalationLevel::ALL.iter().filter(|level| **level > ticket.level).collect();
    let choices = choices_of(lang, "level-", &above);
    let (open, path) = (!form.errors.is_empty(), path.to_owned());
    (!choices.is_empty() && !ticket.status.is_done()).then(|| {
        view! {
            <Confirm label=t!(lang, "desk-escalate") consequence=t!(lang, "desk-escalate-follows") open>
                <form method="post" action=path class="stack" data-gap="s" novalidate>
                    <input type="hidden" name="action" value=ESCALATION_FORM/>
                    <FormKey form=form.clone()/>
                    <SelectField form=form.clone() name="level" label=t!(lang, "desk-escalate-level") choices id_prefix="escalate-"/>
                    <TextArea form=form name="summary" label=t!(lang, "desk-escalate-summary") rows=4 id_prefix="escalate-"/>
                    <p class="actions">
                        <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "desk-escalate")}</button>
                    </p>
                </form>
            </Confirm>
        }
        .into_any()
    })
}

/// Saying when support expects to answer, while somebody waits for one.
fn expected_form(cx: &RequestContext, ticket: &Ticket, path: &str, form: FormState) -> Option<AnyView> {
    let lang = cx.lang;
    let (open, path) = (!form.errors.is_empty(), path.to_owned());
    ticket.waiting_since.map(|_| {
        view! {
            <Confirm label=t!(lang, "desk-expect") consequence=t!(lang, "desk-expect-follows") open>
                <form method="post" action=path class="stack" data-gap="s" novalidate>
                    <input type="hidden" name="action" value=EXPECTED_FORM/>
                    <TextField form name=EXPECTED_FIELD kind="datetime-local" label=t!(lang, "desk-expect-when")/>
                    <p class="actions">
                        <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "desk-expect-send")}</button>
                    </p>
                </form>
            </Confirm>
        }
        .into_any()
    })
}

/// The button that assigns an unassigned ticket to the actor.
fn claim_form(cx: &RequestContext, ticket: &Ticket, path: &str) -> Option<AnyView> {
    let lang = cx.lang;
    // taking it does both
    let is_called = ticket.unacknowledged_since.is_some();
    (ticket.assignee_id.is_none() && !ticket.status.is_done() && !is_called).then(|| {
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

/// The button that says that nobody waits for an answer, while someone does.
fn no_answer_form(cx: &RequestContext, ticket: &Ticket, path: &str) -> Option<AnyView> {
    let lang = cx.lang;
    ticket.responded_at.and(ticket.waiting_since).map(|_| {
        view! {
            <form method="post" action=path.to_owned() class="stack" data-gap="s">
                <p class="meta">{t!(lang, "desk-no-answer-text")}</p>
                <button class="ds-button" data-variant="secondary" type="submit" name="action" value="no-answer">
                    {t!(lang, "desk-no-answer")}
                </button>
            </form>
        }
        .into_any()
    })
}

fn facts(cx: &RequestContext, thread: &TicketThread, topic: String, reference: &str) -> AnyView {
    let lang = cx.lang;
    let ticket = &thread.ticket;
    let mailto = mailto_about(&ticket.requester_email, &format!("[{reference}]"));
    let first_response = match (ticket.responded_at, ticket.respond_by) {
        (Some(at), Some(by)) if at > by => Some(t!(lang, "desk-answered-late", when = cx.relative_time(at))),
        (Some(at), _) => Some(t!(lang, "desk-answered", when = cx.relative_time(at))),
        (None, Some(by)) => Some(t!(lang, "desk-promised", when = cx.relative_time(by))),
        (None, None) => None,
    };
    let sla = thread.sla.current();
    let account_manager = sla.account_manager(&ticket.scope()).map(str::to_owned);
    let survey = thread.survey.clone().map(|SurveyAnswer { score, comment }| {
        let comment = comment.map(|comment| view! { <br/><q>{comment}</q> });
        view! { <dt>{t!(lang, "desk-survey")}</dt><dd>{t!(lang, "desk-survey-score", score = score)}{comment}</dd> }
    });
    view! {
        <section class="ds-card" aria-labelledby="facts-title">
            <h2 class="aside-title" id="facts-title">{t!(lang, "desk-facts")}</h2>
            <dl class="facts">
                <dt>{t!(lang, "desk-requester")}</dt>
                <dd>
                    {ticket.requester_name.clone()}<br/><a class="ds-link" href=mailto>{ticket.requester_email.clone()}</a>
                    {thread.unknown_guest.is_some().then(|| view! { <p class="meta">{t!(lang, "desk-unknown-guest")}</p> })}
                    {thread.requester_deactivated.then(|| view! { <p class="meta">{t!(lang, "desk-deactivated")}</p> })}
                </dd>
                {ticket.filed_by_name.clone().map(|by| view! { <dt>{t!(lang, "desk-filed-by")}</dt><dd>{by}</dd> })}
                {(!topic.is_empty()).then(|| view! { <dt>{t!(lang, "desk-topic")}</dt><dd>{topic}</dd> })}
                <dt>{t!(lang, "ticket-kind")}</dt><dd>{text_for(lang, "kind-", ticket.kind.as_str())}</dd>
                <dt>{t!(lang, "ticket-impact")}</dt><dd>{text_for(lang, "impact-", ticket.impact.as_str())}</dd>
                {account_manager.map(|name| view! { <dt>{t!(lang, "settings-policy-manager")}</dt><dd>{name}</dd> })}
                {channel_text(lang, ticket).map(|text| view! { <dt>{t!(lang, "ticket-channel")}</dt><dd>{text}</dd> })}
                <dt>{t!(lang, "desk-filed")}</dt><dd><Timestamp at=ticket.created_at/></dd>
                {first_response.map(|text| view! { <dt>{t!(lang, "desk-first-answer")}</dt><dd>{text}</dd> })}
                {ticket.expected_by.map(|by| view! {
                    <dt>{t!(lang, "desk-expected")}</dt><dd>{cx.relative_time(by)}</dd>
                })}
                {ticket.responded_at.and(ticket.promised_by()).map(|by| view! {
                    <dt>{t!(lang, "desk-next-answer")}</dt><dd>{t!(lang, "desk-promised", when = cx.relative_time(by))}</dd>
                })}
                <dt>{t!(lang, "desk-assignee")}</dt>
                <dd>{thread.assignee.clone().unwrap_or_else(|| t!(lang, "desk-nobody").to_owned())}</dd>
                <dt>{t!(lang, "desk-language")}</dt><dd lang=ticket.lang().tag()>{ticket.lang().endonym()}</dd>
                {survey}
            </dl>
        </section>
    }
    .into_any()
}

/// Correcting the address of a guest.
fn address_form(cx: &RequestContext, thread: &TicketThread, path: &str, form: FormState) -> Option<AnyView> {
    let (lang, ticket) = (cx.lang, &thread.ticket);
    let is_offered = thread.address_correction(&cx.actor) == AddressCorrection::Form;
    let open = !form.errors.is_empty();
    let (present, action) = (ticket.requester_email.clone(), path.to_owned());
    let link_version = Some(ticket.link_version);
    let command = ("action", ADDRESS_FORM.to_owned());
    let correction = || {
        view! {
            <Confirm label=t!(lang, "desk-address") consequence=t!(lang, "desk-address-follows") open>
                <AddressForm form present action command link_version id_prefix="address-"/>
            </Confirm>
        }
    };
    is_offered.then(|| correction().into_any())
}

fn change_form(
    cx: &RequestContext,
    ticket: &Ticket,
    path: &str,
    agents: &[Account],
    classification: &Classification,
    form: Option<FormState>,
) -> AnyView {
    let lang = cx.lang;
    let assignee = ticket.assignee_id.map_or_else(|| "nobody".to_owned(), |id| id.to_string());
    let current = [
        ("priority", ticket.priority.as_str()),
        ("status", ticket.status.as_str()),
        ("assignee", assignee.as_str()),
        ("kind", ticket.kind.as_str()),
        ("topic", ticket.topic.as_str()),
    ];
    let form = form.unwrap_or_else(|| FormState::default().with_all(current));
    let statuses = choices_of(lang, "desk-status-", Status::ALL);
    let kinds = choices_of(lang, "kind-", TicketKind::ALL);
    let topics = topic_choices(lang, classification);
    // one that was filed before there were topics
    let unset = ticket.topic.is_empty();
    let mut assignees = vec![("nobody".to_owned(), t!(lang, "desk-nobody").to_owned())];
    assignees.extend(agents.iter().map(|agent| {
        let me = (cx.actor.user_id() == Some(agent.id))
            .then(|| t!(lang, "desk-person-me", name = agent.name.as_str()));
        (agent.id.to_string(), me.unwrap_or_else(|| agent.name.clone()))
    }));
    // the values when the page was rendered: only differing ones are saved, so that colleagues do not undo each other's changes
    let previous: Vec<_> = current
        .iter()
        .map(|(name, value)| view! { <input type="hidden" name=format!("was-{name}") value=(*value).to_owned()/> })
        .collect();
    view! {
        <section class="ds-card" aria-labelledby="change-title" id="change">
            <h2 class="aside-title" id="change-title">{t!(lang, "desk-change")}</h2>
            <form method="post" action=path.to_owned() class="stack" data-gap="s" novalidate>
                <input type="hidden" name="action" value="change"/>
                {previous}
                <SelectField form=form.clone() name="priority" label=t!(lang, "desk-priority") choices=choices_of(lang, "priority-", Priority::ALL)/>
                <SelectField form=form.clone() name="status" label=t!(lang, "desk-status") choices=statuses
                    hint=t!(lang, "desk-status-hint")/>
                <SelectField form=form.clone() name="assignee" label=t!(lang, "desk-assignee") choices=assignees/>
                <SelectField form=form.clone() name="kind" label=t!(lang, "ticket-kind") choices=kinds/>
                {(!topics.is_empty()).then(|| view! {
                    <SelectField form=form.clone() name="topic" label=t!(lang, "desk-topic") choices=topics unset optional=true/>
                })}
                <p class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit">{t!(lang, "desk-change-save")}</button>
                </p>
            </form>
        </section>
    }
    .into_any()
}
