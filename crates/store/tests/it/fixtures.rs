//! Users, organisations, tickets and articles for tests. `new_…` builds a row; the other functions insert it.

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang, Level, Localised, Membership, Role, User,
    channels::ChannelKind,
    escalation::EscalationLevel,
    permission::{Scope, Sharing},
    sla::{Deadlines, Metric},
    tickets::{Impact, Priority, Side, Status, TicketChange, TicketEventKind, TicketKind, TicketPrivacy},
};
use fyr_store::{
    Db, TitledItem, articles,
    attachments::Attachment,
    categories,
    jobs::{self, Lease, LeaseRequest, NewJob},
    organisations::{self, Organisation},
    people, ticket_access, ticket_events, tickets,
};
use fyr_testing::Harness;
use sqlx::types::Json;
use uuid::Uuid;

/// The start of the test plus `minutes`, with a fraction of a second that uses all microseconds.
pub fn at(minutes: i64) -> DateTime<Utc> {
    let start = DateTime::from_timestamp_micros(1_767_600_000_123_456).expect("a time");
    start + TimeDelta::minutes(minutes)
}

/// A job without key that is due at the start of the test.
pub fn new_job(id: Uuid, queue: &str) -> NewJob<'_> {
    static PAYLOAD: LazyLock<serde_json::Value> =
        LazyLock::new(|| serde_json::json!({ "till": "åsa@exempel.se", "antal": 2 }));
    NewJob {
        id,
        name: "test",
        queue,
        key: None,
        payload: &PAYLOAD,
        created_at: at(0),
        due_at: at(0),
        network: None,
    }
}

/// Leases the job of a queue that is due first, for ten minutes.
pub async fn lease_one(db: &mut Db, queue: &str, now: DateTime<Utc>) -> Lease {
    let lease_id = Uuid::from_u128(now.timestamp_micros().unsigned_abs().into());
    let request = LeaseRequest { queue, limit: 1, now, until: now + TimeDelta::minutes(10), lease_id };
    let job = jobs::lease(db, request).await.unwrap().remove(0);
    Lease { job: job.id, id: lease_id }
}

/// Inserts a user.
pub async fn person(harness: &Harness, role: Role, name: &str) -> User {
    let account = people::Account {
        id: harness.id(),
        email: format!("{}@exempel.se", name.to_lowercase().replace(' ', ".")),
        name: name.to_owned(),
        role,
        level: 1,
        lang: "sv".into(),
        password_hash: None,
        email_confirmed_at: Some(at(0)),
    };
    let mut tx = harness.begin().await;
    people::upsert(&mut tx, &account, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    account.into()
}

/// A new ticket of the requester or of a guest.
pub fn new_ticket(harness: &Harness, requester: Option<&User>) -> tickets::Ticket {
    let id = harness.id();
    let reference = format!("{:07X}", id.as_u128() & 0xFFF_FFFF);
    tickets::Ticket {
        id,
        reference,
        form_key: harness.id(),
        form_owner: "åsa".into(),
        organisation_id: None,
        private: false,
        requester_id: requester.map(|user| user.id),
        requester_name: requester.map_or("Gäst", |user| &user.name).to_owned(),
        requester_email: requester.map_or("gast@exempel.se", |user| &user.email).to_owned(),
        filed_by_id: None,
        filed_by_name: None,
        topic: "sign-in".into(),
        kind: TicketKind::Incident,
        channel: ChannelKind::Phone,
        impact: Impact::Workplace,
        urgent_cause: Some("deadline".into()),
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
        reply_by: None,
        resolve_by: Some(at(2_400)),
        update_by: None,
        level: EscalationLevel::Second,
        unacknowledged_since: None,
        expected_by: Some(at(500)),
        alarm_at: Some(at(240)),
        link_version: 0,
    }
}

/// A portal-wide agent, who works every ticket.
pub fn agent() -> Actor {
    Actor::signed_in(User {
        id: Uuid::nil(),
        name: "Per".into(),
        email: "per@exempel.se".into(),
        email_confirmed: true,
        role: Role::Agent,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    })
}

/// A relation by which a counsellor acts for a participant from `at(0)`, in the whole portal and without an end.
pub fn relation(counsellor: &User, participant: &User) -> people::NewRelation {
    people::NewRelation {
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

/// Inserts an organisation with this sharing rule.
pub async fn organisation(harness: &Harness, slug: &str, sharing: Sharing) -> Organisation {
    let (id, name) = (harness.id(), format!("Organisation {slug}"));
    let organisation =
        Organisation { id, slug: slug.into(), name, sharing, participants_end: true, created_at: at(0) };
    let mut tx = harness.begin().await;
    organisations::upsert(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    organisation
}

/// Inserts a membership and returns the user with all memberships.
pub async fn add_membership(harness: &Harness, user: &User, organisation: &Organisation, role: Role) -> User {
    let membership = Membership { organisation: organisation.id, team: None, role, level: Level::default() };
    let mut tx = harness.begin().await;
    organisations::upsert_membership(&mut tx, user.id, &membership, at(0)).await.unwrap();
    let memberships = organisations::list_memberships(&mut tx, user.id).await.unwrap();
    tx.commit().await.unwrap();
    User { memberships, ..user.clone() }
}

/// Inserts a relation.
pub async fn insert_relation(harness: &Harness, relation: &people::NewRelation) {
    let mut tx = harness.begin().await;
    people::upsert_relation(&mut tx, relation, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

/// A guest whose browser has opened the ticket by a link.
pub async fn guest(harness: &Harness, ticket: &tickets::Ticket) -> Actor {
    let key = harness.id();
    let mut tx = harness.begin().await;
    ticket_access::grant_to_guest(&mut tx, key, ticket.id, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    Actor::guest(key)
}

/// Inserts a ticket and returns it.
pub async fn insert_ticket(harness: &Harness, ticket: &tickets::Ticket) -> tickets::Ticket {
    let mut tx = harness.begin().await;
    assert!(tickets::insert(&mut tx, ticket).await.unwrap(), "the ticket is new");
    tx.commit().await.unwrap();
    ticket.clone()
}

/// Inserts a ticket of the requester or of a guest.
pub async fn ticket(harness: &Harness, requester: Option<&User>) -> tickets::Ticket {
    let ticket = new_ticket(harness, requester);
    insert_ticket(harness, &ticket).await;
    ticket
}

/// Inserts a ticket of the requester with this status, updated at this minute; returns its reference.
pub async fn in_status(harness: &Harness, requester: &User, status: Status, minute: i64) -> String {
    let waiting_since = (!status.is_done() && status != Status::WaitingForRequester).then(|| at(-minute));
    let ticket = tickets::Ticket {
        status,
        waiting_since,
        updated_at: at(minute),
        ..new_ticket(harness, Some(requester))
    };
    insert_ticket(harness, &ticket).await;
    ticket.reference
}

/// The references of listed tickets, in order.
pub fn references(rows: &[tickets::TicketSummary]) -> Vec<&str> {
    rows.iter().map(|row| row.reference.as_str()).collect()
}

/// Inserts an event of a ticket.
pub async fn insert_event(
    harness: &Harness,
    ticket: Uuid,
    kind: TicketEventKind,
) -> ticket_events::TicketEvent {
    let entry = new_event(harness, ticket, kind);
    let mut tx = harness.begin().await;
    assert!(ticket_events::insert(&mut tx, &entry, None).await.unwrap());
    tx.commit().await.unwrap();
    entry
}

/// A new event of a ticket.
pub fn new_event(harness: &Harness, ticket: Uuid, kind: TicketEventKind) -> ticket_events::TicketEvent {
    ticket_events::TicketEvent {
        id: harness.id(),
        ticket_id: ticket,
        kind,
        side: Side::Support,
        author_id: None,
        author_name: "Stöd".into(),
        body: "Hej!".into(),
        status_from: None,
        status_to: None,
        created_at: at(1),
        event: None,
        data: None,
        on_behalf_of_id: None,
    }
}

/// One change of every kind that only support may see.
pub fn internal_changes() -> Vec<TicketChange> {
    let id = Uuid::from_u128(7);
    vec![
        TicketChange::Note,
        TicketChange::Priority {
            from: Priority::P3,
            to: Priority::P1,
            respond_by_from: Some(at(240)),
            respond_by_to: None,
        },
        TicketChange::Kind { from: TicketKind::Question, to: TicketKind::Incident },
        TicketChange::Topic { from: "sign-in".into(), to: "reports".into() },
        TicketChange::Acknowledged,
        TicketChange::SlaThreshold { metric: Metric::Resolution, percent: 80, started_at: at(0) },
        TicketChange::Assignee { from: None, to: Some(id) },
        TicketChange::Privacy { from: TicketPrivacy::Shared, to: TicketPrivacy::Private },
        TicketChange::Rated { score: 2 },
        TicketChange::Redacted { places: 1, files: 2 },
        TicketChange::Claimed { requester: id },
        TicketChange::AddressCorrected,
        TicketChange::Promised { reply_by: at(240) },
        TicketChange::Deadlines(Deadlines { reply_by: Some(at(240)), ..Deadlines::default() }),
    ]
}

/// A new file of an unsubmitted form.
pub fn new_attachment(harness: &Harness, form_key: Uuid) -> Attachment {
    Attachment {
        owner: "åsa".into(),
        id: harness.id(),
        form_key,
        entry_id: None,
        name: "skärmbild.png".into(),
        media_type: "image/png".into(),
        size: 5_000_000_000,
        created_at: at(0),
    }
}

/// A category, topic or component.
pub fn titled_item(harness: &Harness, slug: &str, position: i64) -> TitledItem {
    TitledItem {
        id: harness.id(),
        slug: slug.to_owned(),
        position,
        titles: Json(
            [(Lang::Sv, format!("{slug} på svenska")), (Lang::Nb, format!("{slug} på norsk"))]
                .into_iter()
                .collect(),
        ),
        descriptions: Json(Localised::single(Lang::Sv, "Mer om det")),
    }
}

/// Inserts a category.
pub async fn category(harness: &Harness, slug: &str) -> Uuid {
    let mut tx = harness.begin().await;
    let id = categories::upsert(&mut tx, &titled_item(harness, slug, 1)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A new translation of an article.
pub fn new_translation(
    harness: &Harness,
    article_id: Uuid,
    lang: Lang,
    title: &str,
) -> articles::ArticleTranslation {
    articles::ArticleTranslation {
        id: harness.id(),
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

/// Inserts an article with a translation in each language, titled like the slug.
pub async fn article(harness: &Harness, category: Uuid, slug: &str, langs: &[Lang]) -> Uuid {
    let mut tx = harness.begin().await;
    let id = articles::upsert(&mut tx, harness.id(), slug, slug, category, at(0)).await.unwrap().id;
    for lang in langs {
        assert!(
            articles::upsert_translation(&mut tx, &new_translation(harness, id, *lang, slug)).await.unwrap()
        );
    }
    tx.commit().await.unwrap();
    id
}

/// Number of jobs in all queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobCounts {
    /// Jobs that will be run, now or later.
    pub pending: i64,
    /// Jobs that failed for good.
    pub failed: i64,
}

/// Counts the jobs of all queues.
pub async fn count_jobs(db: &mut Db) -> JobCounts {
    let queues = jobs::list_queues(db, at(0)).await.unwrap();
    JobCounts {
        pending: queues.iter().map(|queue| queue.pending).sum(),
        failed: queues.iter().map(|queue| queue.failed).sum(),
    }
}
