//! People, tickets, entries and articles to test with: each function puts one in and gives it back.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang, Level, Localised, Membership, Role, User,
    permission::{Scope, Sharing},
    tickets::{EntryKind, Priority, Side, Status},
};
use fyr_store::{
    articles,
    attachments::Attachment,
    catalogue, entries,
    organisations::{self, Organisation},
    people, tickets,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::bed::Bed;

/// So many minutes into the test, with a fraction of a second that needs all of its microseconds.
pub fn at(minutes: i64) -> DateTime<Utc> {
    let start = DateTime::from_timestamp_micros(1_767_600_000_123_456).expect("a time");
    start + TimeDelta::minutes(minutes)
}

/// A person.
pub async fn person(bed: &Bed, role: Role, name: &str) -> User {
    let account = people::Account {
        id: bed.id(),
        email: format!("{}@exempel.se", name.to_lowercase().replace(' ', ".")),
        name: name.to_owned(),
        role,
        level: 1,
        lang: "sv".into(),
        password_hash: None,
    };
    let mut tx = bed.begin().await;
    people::put(&mut tx, &account, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    account.into()
}

/// A ticket as it comes in, not yet put.
pub fn new_ticket(bed: &Bed, requester: Option<&User>) -> tickets::Ticket {
    let id = bed.id();
    let reference = format!("{:07X}", id.as_u128() & 0xFFF_FFFF);
    tickets::Ticket {
        id,
        reference,
        form_key: bed.id(),
        form_owner: "åsa".into(),
        organisation_id: None,
        private: false,
        requester_id: requester.map(|user| user.id),
        requester_name: requester.map_or("Gäst", |user| &user.name).to_owned(),
        requester_email: requester.map_or("gast@exempel.se", |user| &user.email).to_owned(),
        filed_by_id: None,
        filed_by_name: None,
        topic: "sign-in".into(),
        subject: "Jag kommer inte in".into(),
        lang: "sv".into(),
        priority: Priority::P3,
        status: Status::New,
        urgent: false,
        assignee_id: None,
        created_at: at(0),
        updated_at: at(0),
        respond_by: Some(at(240)),
        responded_at: None,
        waiting_since: Some(at(0)),
    }
}

/// Someone who works every ticket.
pub fn agent() -> Actor {
    Actor::signed_in(User {
        id: Uuid::nil(),
        name: "Per".into(),
        email: "per@exempel.se".into(),
        role: Role::Agent,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    })
}

/// A counsellor who acts for a participant from `at(0)`, in the whole portal and without an end.
pub fn relation(counsellor: &User, participant: &User) -> people::Relation {
    people::Relation {
        counsellor_id: counsellor.id,
        participant_id: participant.id,
        organisation_id: None,
        purpose: "Jobbsökning".into(),
        scope: Scope::Act,
        since: at(0),
        until: None,
        stands_in_for_id: None,
    }
}

/// An organisation that shares tickets by this rule.
pub async fn organisation(bed: &Bed, slug: &str, sharing: Sharing) -> Organisation {
    let (id, name) = (bed.id(), format!("Organisation {slug}"));
    let one =
        Organisation { id, slug: slug.into(), name, sharing, participants_end: true, created_at: at(0) };
    let mut tx = bed.begin().await;
    organisations::put(&mut tx, &one).await.unwrap();
    tx.commit().await.unwrap();
    one
}

/// Gives someone a role in an organisation, and gives them as the next request finds them.
pub async fn join(bed: &Bed, user: &User, organisation: &Organisation, role: Role) -> User {
    let membership = Membership { organisation: organisation.id, team: None, role, level: Level::default() };
    let mut tx = bed.begin().await;
    organisations::put_member(&mut tx, user.id, &membership, at(0)).await.unwrap();
    let memberships = organisations::memberships(&mut tx, user.id).await.unwrap();
    tx.commit().await.unwrap();
    User { memberships, ..user.clone() }
}

/// Lets a counsellor see or act.
pub async fn relate(bed: &Bed, relation: &people::Relation) {
    let mut tx = bed.begin().await;
    people::relate(&mut tx, relation, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

/// A browser that has opened a ticket by a link.
pub async fn guest(bed: &Bed, ticket: &tickets::Ticket) -> Actor {
    let key = bed.id();
    let mut tx = bed.begin().await;
    tickets::let_guest_in(&mut tx, key, ticket.id, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    Actor::guest(key)
}

/// Puts a ticket, and gives it back.
pub async fn put(bed: &Bed, ticket: &tickets::Ticket) -> tickets::Ticket {
    let mut tx = bed.begin().await;
    assert!(tickets::put(&mut tx, ticket).await.unwrap(), "the ticket is new");
    tx.commit().await.unwrap();
    ticket.clone()
}

/// A ticket of this requester, or of a guest.
pub async fn ticket(bed: &Bed, requester: Option<&User>) -> tickets::Ticket {
    let ticket = new_ticket(bed, requester);
    put(bed, &ticket).await;
    ticket
}

/// An entry of a ticket.
pub async fn entry(bed: &Bed, ticket: Uuid, kind: EntryKind) -> entries::Entry {
    let entry = new_entry(bed, ticket, kind);
    let mut tx = bed.begin().await;
    assert!(entries::put(&mut tx, &entry, None).await.unwrap());
    tx.commit().await.unwrap();
    entry
}

/// An entry, not yet put.
pub fn new_entry(bed: &Bed, ticket: Uuid, kind: EntryKind) -> entries::Entry {
    entries::Entry {
        id: bed.id(),
        ticket_id: ticket,
        kind,
        side: Side::Support,
        author_id: None,
        author_name: "Stöd".into(),
        body: "Hej!".into(),
        status_from: None,
        status_to: None,
        created_at: at(1),
    }
}

/// A file on a form on its way, not yet put.
pub fn new_file(bed: &Bed, form_key: Uuid) -> Attachment {
    Attachment {
        owner: "åsa".into(),
        id: bed.id(),
        form_key,
        entry_id: None,
        name: "skärmbild.png".into(),
        media_type: "image/png".into(),
        size: 5_000_000_000,
        created_at: at(0),
    }
}

/// A short list's entry.
pub fn listed(bed: &Bed, slug: &str, position: i64) -> catalogue::Entry {
    catalogue::Entry {
        id: bed.id(),
        slug: slug.to_owned(),
        position,
        titles: Json(
            [(Lang::Sv, format!("{slug} på svenska")), (Lang::Nb, format!("{slug} på norsk"))]
                .into_iter()
                .collect(),
        ),
        descriptions: Json(Localised::only(Lang::Sv, "Mer om det")),
    }
}

/// A category.
pub async fn category(bed: &Bed, slug: &str) -> Uuid {
    let mut tx = bed.begin().await;
    let id = catalogue::put_category(&mut tx, &listed(bed, slug, 1)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// One language of an article, not yet put.
pub fn new_text(bed: &Bed, article_id: Uuid, lang: Lang, title: &str) -> articles::Translation {
    articles::Translation {
        id: bed.id(),
        article_id,
        lang,
        title: title.to_owned(),
        summary: format!("Om {title}"),
        keywords: vec!["lösenord".into(), "kod".into()],
        source: format!("# {title}"),
        html: format!("<h1>{title}</h1>"),
        toc: vec![articles::TocEntry { level: 2, id: "steg".into(), text: "Steg för steg".into() }],
        plain: format!("{title} i klartext"),
        machine_translated: false,
        updated_at: at(0),
    }
}

/// An article with a text, titled like the slug, in each of these languages.
pub async fn article(bed: &Bed, category: Uuid, slug: &str, langs: &[Lang]) -> Uuid {
    let mut tx = bed.begin().await;
    let (id, _) = articles::put(&mut tx, bed.id(), slug, slug, category, at(0)).await.unwrap();
    for lang in langs {
        assert!(articles::put_translation(&mut tx, &new_text(bed, id, *lang, slug)).await.unwrap());
    }
    tx.commit().await.unwrap();
    id
}
