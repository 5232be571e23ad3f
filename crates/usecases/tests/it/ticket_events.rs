//! What happens to a ticket is in its events; the audit log and the ticket's row say the same.

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Lang, Role, User,
    channels::ChannelKind,
    permission::Scope,
    redaction::RedactionTarget,
    text::{Body, EmailAddress, PersonName, Subject},
    tickets::{
        AnswerNeed, GuestContact, Impact, Priority, Side, Status, TicketChange, TicketDraft, TicketEventKind,
        TicketKind, TicketPrivacy, TicketState, UrgentDetails,
    },
};
use fyr_usecases::{
    accounts, privacy,
    store::{
        accounts as account_rows,
        audit::{self, AuditEntry, AuditFilter},
        people,
        ticket_events::{self, TicketEvent},
        tickets as rows,
        tickets::Ticket,
    },
    tickets::{self, AssigneeChange, FormRef, Reply, SupportReply, TicketEdit},
};
use uuid::Uuid;

use crate::support::Fixture;

/// A portal with a participant, their counsellor, two agents and an administrator.
struct Scene {
    fixture: Fixture,
    petra: Actor,
    cia: Actor,
    agnes: Actor,
    per: Actor,
    admin: Actor,
}

impl Scene {
    async fn new() -> Self {
        let fixture = Fixture::new().await;
        let petra = add(&fixture, Role::Participant, "Petra").await;
        let cia = add(&fixture, Role::Counsellor, "Cia").await;
        let agnes = add(&fixture, Role::Agent, "Agnes").await;
        let per = add(&fixture, Role::Agent, "Per").await;
        let admin = add(&fixture, Role::Admin, "Ada").await;
        let relation = people::NewRelation {
            counsellor_id: cia.id,
            participant_id: petra.id,
            organisation_id: None,
            purpose: "Jobbsökning".into(),
            scope: Scope::Act,
            since: fixture.backend.clock.now(),
            until: None,
            stands_in_for_id: None,
        };
        let now = fixture.backend.clock.now();
        let mut tx = fixture.backend.store.begin().await.expect("a transaction");
        people::upsert_relation(&mut tx, &relation, now).await.expect("related");
        account_rows::confirm_email(&mut tx, petra.id, now).await.expect("confirmed");
        tx.commit().await.expect("committed");
        // a moment in which the relation counts
        let actor = |user: User| Actor::signed_in(user).at_time(now + TimeDelta::hours(1));
        let [petra, cia, agnes, per, admin] = [petra, cia, agnes, per, admin].map(actor);
        Self { fixture, petra, cia, agnes, per, admin }
    }

    async fn file(&self, actor: &Actor, participant: Option<Uuid>) -> String {
        let guest = actor.user.is_none().then(|| GuestContact {
            name: PersonName::parse("Petra").expect("a name"),
            email: EmailAddress::parse("petra@exempel.se").expect("an address"),
        });
        let draft = TicketDraft {
            topic: "sign-in".into(),
            subject: Subject::parse("Koden kommer inte").expect("a subject"),
            description: body("Jag har väntat i en timme."),
            urgent: true,
            urgent_details: UrgentDetails::default(),
            kind: TicketKind::default(),
            impact: Impact::default(),
            priority: Priority::P2,
            guest,
            channel: ChannelKind::Form,
            participant,
            organisation: None,
        };
        let form = FormRef { key: self.fixture.backend.clock.id(), owner: "browser:1" };
        let filed = tickets::file(&self.fixture.backend, actor, form, &draft, Lang::Sv).await.expect("filed");
        filed.ticket.reference
    }

    async fn support_replies(&self, reference: &str, status: Option<Status>) {
        let text = body("Prova igen.");
        let reply = SupportReply { body: &text, status, link_version: None };
        let form = FormRef { key: self.fixture.backend.clock.id(), owner: "user:agnes" };
        let backend = &self.fixture.backend;
        tickets::reply_as_support(backend, &self.agnes, reference, form, reply).await.expect("replied");
    }

    async fn reply(&self, actor: &Actor, reference: &str) {
        let form = FormRef { key: self.fixture.backend.clock.id(), owner: "browser:1" };
        tickets::reply(
            &self.fixture.backend,
            actor,
            reference,
            form,
            Reply { body: &body("Tack!"), link_version: None, answer: AnswerNeed::Wanted },
        )
        .await
        .expect("replied");
    }

    async fn update(&self, reference: &str, edit: TicketEdit) {
        self.fixture.clock.advance(TimeDelta::minutes(5));
        tickets::update(&self.fixture.backend, &self.agnes, reference, edit).await.expect("changed");
    }

    async fn ticket(&self, reference: &str) -> Ticket {
        let mut db = self.fixture.backend.store.read().await.expect("a connection");
        rows::find_by_reference(&mut db, reference).await.expect("read").expect("exists")
    }

    async fn events(&self, actor: &Actor, ticket: Uuid) -> Vec<TicketEvent> {
        let mut db = self.fixture.backend.store.read().await.expect("a connection");
        ticket_events::list_for_ticket(&mut db, actor, ticket, Uuid::nil()).await.expect("read")
    }

    /// The lines of the audit log about a ticket, oldest first, but for those about reading it.
    async fn audit_log(&self, ticket: Uuid) -> Vec<AuditEntry> {
        let filter = AuditFilter { target: Some(ticket), ..AuditFilter::default() };
        let mut db = self.fixture.backend.store.read().await.expect("a connection");
        let mut lines = audit::list(&mut db, &self.admin, &filter, None, 1000).await.expect("read");
        lines.retain(|line| line.action != "ticket.opened");
        lines.sort_by_key(|line| line.id);
        lines
    }
}

async fn add(fixture: &Fixture, role: Role, name: &str) -> User {
    let account = people::Account {
        id: fixture.backend.clock.id(),
        email: format!("{}@exempel.se", name.to_lowercase()),
        name: name.to_owned(),
        role,
        level: 1,
        lang: "sv".into(),
        password_hash: None,
        email_confirmed_at: Some(fixture.backend.clock.now()),
    };
    let now = fixture.backend.clock.now();
    let mut tx = fixture.backend.store.begin().await.expect("a transaction");
    people::upsert(&mut tx, &account, now).await.expect("added");
    tx.commit().await.expect("committed");
    account.into()
}

fn body(text: &str) -> Body {
    Body::parse(text).expect("a text")
}

/// A ticket that everything has happened to that people can do with one.
async fn eventful_ticket(scene: &Scene) -> String {
    let Scene { fixture, petra, cia, agnes, per, .. } = scene;
    let backend = &fixture.backend;
    let reference = scene.file(cia, petra.user_id()).await;
    scene.reply(cia, &reference).await;
    fixture.clock.advance(TimeDelta::minutes(20));
    scene.support_replies(&reference, Some(Status::WaitingForRequester)).await;
    let form = FormRef { key: backend.clock.id(), owner: "user:agnes" };
    tickets::add_note(backend, agnes, &reference, form, &body("Ring.")).await.expect("noted");
    scene.reply(petra, &reference).await;
    let per = AssigneeChange::Agent(per.user_id().expect("signed in"));
    let update = TicketEdit {
        priority: Some(Priority::P1),
        assignee: per,
        status: Some(Status::OnHold),
        kind: Some(TicketKind::Incident),
        topic: None,
    };
    scene.update(&reference, update.clone()).await;
    scene.update(&reference, update).await;
    scene.update(&reference, TicketEdit::default()).await;
    scene
        .update(&reference, TicketEdit { assignee: AssigneeChange::Unassigned, ..TicketEdit::default() })
        .await;
    for privacy in [TicketPrivacy::Private, TicketPrivacy::Private, TicketPrivacy::Shared] {
        tickets::set_private(backend, petra, &reference, privacy).await.expect("theirs");
    }
    tickets::close(backend, cia, &reference).await.expect("closed");
    tickets::reopen(backend, cia, &reference).await.expect("reopened");
    scene.support_replies(&reference, Some(Status::Solved)).await;
    tickets::submit_survey(backend, petra, &reference, "4", "").await.expect("rated");
    let target = RedactionTarget::parse("en timme").expect("long enough");
    let request = privacy::RedactionRequest { targets: vec![target], ..Default::default() };
    privacy::redact_ticket(backend, agnes, &reference, &request, Lang::Sv).await.expect("redacted");
    reference
}

#[tokio::test]
async fn the_audit_log_says_what_the_events_say() {
    let scene = Scene::new().await;
    let reference = eventful_ticket(&scene).await;
    let ticket = scene.ticket(&reference).await;
    let events = scene.events(&scene.agnes, ticket.id).await;
    let lines = scene.audit_log(ticket.id).await;
    let actions: Vec<_> = lines.iter().map(|line| line.action.as_str()).collect();
    let expected = [
        "ticket.filed_for",
        "ticket.answered_for",
        "ticket.changed",
        "ticket.changed",
        "ticket.changed",
        "ticket.made_private",
        "ticket.shared",
        "ticket.closed_for",
        "ticket.reopened_for",
        "ticket.changed",
        "ticket.redacted",
    ];
    assert_eq!(actions, expected);
    for line in &lines {
        let event = events.iter().find(|event| event.id == line.id).expect("a line is made from an event");
        assert_eq!((event.author_id, event.created_at), (line.actor_id, line.at), "{}", line.action);
        assert_eq!(event.author_name, line.actor_name, "{}", line.action);
    }
    // each change of priority and assignee, from what to what, is in a line; and nothing else is
    let mut details = Vec::new();
    for event in &events {
        match event.change() {
            Some(TicketChange::Priority { from, to, .. }) => {
                details.push(("priority", serde_json::json!(from), serde_json::json!(to)));
            }
            Some(TicketChange::Kind { from, to }) => {
                details.push(("kind", serde_json::json!(from), serde_json::json!(to)));
            }
            Some(TicketChange::Assignee { from, to }) => {
                details.push(("assignee", serde_json::json!(from), serde_json::json!(to)));
            }
            _ => {}
        }
    }
    let mut logged = Vec::new();
    for line in lines.iter().filter(|line| line.action == "ticket.changed") {
        for what in ["kind", "priority", "assignee"] {
            if let Some(to) = line.details.0.get(format!("{what}_to")) {
                logged.push((what, line.details.0[format!("{what}_from")].clone(), to.clone()));
            }
        }
    }
    assert_eq!(logged, details);
    assert_eq!(details.len(), 6, "claimed, an incident, P1, given to Per, taken from him, claimed again");
}

#[tokio::test]
async fn replaying_the_events_of_a_ticket_gives_its_state() {
    let scene = Scene::new().await;
    let reference = eventful_ticket(&scene).await;
    let ticket = scene.ticket(&reference).await;
    let mut replayed: Option<TicketState> = None;
    for event in scene.events(&scene.agnes, ticket.id).await {
        let change = event.change().expect("known");
        replayed = match (replayed, &change) {
            (None, TicketChange::Filed { .. }) => {
                Some(TicketState::from_filing(&change, event.created_at).expect("filed"))
            }
            (None, _) => panic!("the first event files the ticket"),
            (Some(state), _) => Some(state.after(&change, event.side, event.created_at)),
        };
    }
    let expected = TicketState {
        status: ticket.status,
        priority: ticket.priority,
        urgent: ticket.urgent,
        scope: ticket.scope(),
        privacy: if ticket.private { TicketPrivacy::Private } else { TicketPrivacy::Shared },
        requester: ticket.requester_id,
        assignee: ticket.assignee_id,
        created_at: ticket.created_at,
        deadlines: ticket.deadlines(),
        responded_at: ticket.responded_at,
        waiting_since: ticket.waiting_since,
        level: ticket.level,
        unacknowledged_since: ticket.unacknowledged_since,
        expected_by: ticket.expected_by,
    };
    assert_eq!(replayed, Some(expected));
}

#[tokio::test]
async fn requesters_and_counsellors_read_messages_and_statuses_only() {
    let scene = Scene::new().await;
    let reference = eventful_ticket(&scene).await;
    let ticket = scene.ticket(&reference).await.id;
    let internal = scene.events(&scene.agnes, ticket).await;
    assert!(internal.iter().filter(|event| event.kind == TicketEventKind::Note).count() >= 9);
    for actor in [&scene.petra, &scene.cia] {
        let seen = scene.events(actor, ticket).await;
        assert!(seen.iter().all(|event| event.kind != TicketEventKind::Note));
        assert_eq!(seen.len(), internal.iter().filter(|event| event.kind != TicketEventKind::Note).count());
    }
    let thread =
        tickets::find_thread(&scene.fixture.backend, &scene.petra, &reference).await.expect("theirs");
    assert!(thread.names.is_empty(), "nobody learns who else had the ticket");
    let on_behalf: Vec<_> = internal.iter().filter(|event| event.on_behalf_of_id.is_some()).collect();
    assert!(
        on_behalf
            .iter()
            .all(|event| event.side == Side::Counsellor && event.on_behalf_of_id == scene.petra.user_id())
    );
    assert_eq!(on_behalf.len(), 6, "filed, answered, closed, reopened, and what these did to the clocks");
}

#[tokio::test]
async fn a_guests_ticket_that_is_claimed_says_so() {
    let scene = Scene::new().await;
    let reference = scene.file(&Actor::guest(Uuid::from_u128(9)), None).await;
    let claimed = accounts::claim_tickets(&scene.fixture.backend, &scene.petra).await.expect("signed in");
    assert_eq!(claimed, 1);
    let ticket = scene.ticket(&reference).await;
    let events = scene.events(&scene.agnes, ticket.id).await;
    let requester = scene.petra.user_id().expect("signed in");
    assert_eq!(events.last().and_then(TicketEvent::change), Some(TicketChange::Claimed { requester }));
    let lines = scene.audit_log(ticket.id).await;
    assert_eq!(lines.iter().map(|line| line.action.as_str()).collect::<Vec<_>>(), ["ticket.claimed"]);
    assert_eq!(lines[0].id, events[1].id);
}

#[tokio::test]
async fn what_changes_nothing_is_no_event() {
    let scene = Scene::new().await;
    let reference = scene.file(&scene.petra, None).await;
    let before = scene.ticket(&reference).await;
    scene.update(&reference, TicketEdit::default()).await;
    scene.update(&reference, TicketEdit { priority: Some(before.priority), ..TicketEdit::default() }).await;
    tickets::reopen(&scene.fixture.backend, &scene.petra, &reference).await.expect("theirs");
    let after = scene.ticket(&reference).await;
    assert_eq!(format!("{before:?}"), format!("{after:?}"));
    assert_eq!(scene.events(&scene.agnes, before.id).await.len(), 1);
    let rated = tickets::submit_survey(&scene.fixture.backend, &scene.petra, &reference, "4", "").await;
    assert!(matches!(rated, Err(fyr_usecases::Error::NotFound)), "not done yet");
}
