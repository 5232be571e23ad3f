//! Articles that are written from tickets: what was asked and answered, without who it was.

use fyr_domain::{
    Actor, Lang,
    articles::without_personal_data,
    permission::Permission,
    tickets::{Side, TicketEventKind},
};
use fyr_i18n::t;
use fyr_store::article_desk;
use uuid::Uuid;

use crate::{
    Backend, Error,
    require::require,
    tickets::{TicketThread, find_thread_to_work},
};

/// What an article from a ticket begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketArticle {
    /// The language of the ticket.
    pub lang: Lang,
    /// The subject.
    pub title: String,
    /// What was asked, and the longest answer of support, in Markdown.
    pub source: String,
}

/// Makes a draft of an article from a ticket: its subject, its first message and the longest answer, without names, addresses and numbers.
/// Nothing is saved.
///
/// # Errors
/// [`Error::SignInFirst`] or [`Error::NotFound`] for who does not write articles or work this ticket.
pub async fn draft_from_ticket(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
) -> Result<TicketArticle, Error> {
    require(actor, Permission::WriteArticles)?;
    let thread = find_thread_to_work(backend, actor, reference).await?;
    let lang = thread.ticket.lang();
    let messages = || {
        thread.events.iter().filter(|event| event.kind == TicketEventKind::Message && !event.body.is_empty())
    };
    let asked =
        messages().find(|event| event.side == Side::Requester).map_or("", |event| event.body.as_str());
    // the last one is often a goodbye
    let answers = messages().filter(|event| event.side == Side::Support);
    let answered = answers.max_by_key(|event| event.body.len()).map_or("", |event| event.body.as_str());
    let names = names(&thread);
    let clean = |text: &str| without_personal_data(text, &names);
    let parts = [(t!(lang, "writing-from-asked"), asked), (t!(lang, "writing-from-answered"), answered)];
    let parts = parts.into_iter().filter(|(_, text)| !text.is_empty());
    let source: Vec<_> = parts.map(|(heading, text)| format!("## {heading}\n\n{}", clean(text))).collect();
    Ok(TicketArticle { lang, title: clean(&thread.ticket.subject), source: source.join("\n\n") })
}

/// Everyone whose name may stand in the texts of a ticket.
fn names(thread: &TicketThread) -> Vec<&str> {
    let ticket = &thread.ticket;
    let written = thread.events.iter().map(|event| event.author_name.as_str());
    let known = thread.names.values().map(String::as_str);
    let filer = ticket.filed_by_name.as_deref();
    written.chain(known).chain(filer).chain([ticket.requester_name.as_str()]).collect()
}

/// An article that was written from a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedArticle {
    /// Its id.
    pub id: Uuid,
    /// Its slug.
    pub slug: String,
}

/// Lists the articles that were written from a ticket; none for who does not write articles.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list_by_ticket(
    backend: &Backend,
    actor: &Actor,
    ticket: Uuid,
) -> Result<Vec<LinkedArticle>, Error> {
    if require(actor, Permission::WriteArticles).is_err() {
        return Ok(Vec::new());
    }
    let mut db = backend.store.read().await?;
    let articles = article_desk::list_by_ticket(&mut db, ticket).await?;
    Ok(articles.into_iter().map(|key| LinkedArticle { id: key.id, slug: key.slug }).collect())
}
