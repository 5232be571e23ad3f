//! Failed emails: counted for support, listed and retried by administrators alone.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang, Level, Role, User,
    calendar::BusinessCalendar,
    channels::ChannelKind,
    clock::Clock,
    text::{Body, EmailAddress, PersonName, Subject},
    tickets::{GuestContact, Impact, Priority, TicketDraft, TicketKind, UrgentDetails},
};
use fyr_mail::{Mailbox, Transport};
use fyr_usecases::{
    Backend, Error, FileStore, Settings, jobs,
    settings::BusinessDefaults,
    store::{self, Store},
    tickets,
};
use tempfile::TempDir;
use uuid::Uuid;

/// A clock that stands still.
#[derive(Debug, Default)]
struct FixedClock(AtomicU64);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_258_800, 0).expect("a time")
    }

    fn id(&self) -> Uuid {
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(self.random()))
    }

    fn random(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

fn backend(folder: &Path) -> Backend {
    let settings = Settings {
        public_url: "https://fyr.example".into(),
        default_lang: Lang::Sv,
        zone: BusinessCalendar::default().zone,
        defaults: BusinessDefaults::default().into(),
        mail_from: Mailbox::new("fyr@fyr.example"),
        max_file_bytes: 1_000_000,
        max_total_bytes: 2_000_000,
        quotas: fyr_usecases::QuotaSettings::default(),
        guest_link_lifetime: TimeDelta::days(30),
        status_mail_delay: TimeDelta::minutes(3),
        read_only: false,
        demo: false,
        webhooks: Vec::new(),
        keys: fyr_usecases::keys::KeySettings::default(),
        providers: fyr_usecases::identity::Providers::default(),
        accounts: fyr_usecases::AccountSettings::default(),
        privacy: fyr_usecases::PrivacySettings::default(),
    };
    let store = Store::open_file(&folder.join("fyr.db")).expect("an address");
    let search = fyr_search::open_embedded(&folder.join("index")).expect("an index");
    let transport = Transport::file(folder.join("mail")).expect("a folder");
    let clock = Arc::new(FixedClock::default());
    Backend::new(store, search, clock, FileStore::new(folder.join("files")), transport, settings)
        .expect("a sender")
}

fn actor(role: Role) -> Actor {
    let id = Uuid::from_u128(7);
    Actor::signed_in(User {
        id,
        name: "N".into(),
        email: "n@fyr.example".into(),
        email_confirmed: true,
        role,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    })
}

/// A portal where sending the confirmation of one guest's ticket has failed; also returns the ticket's reference.
async fn portal_with_failed_email() -> (TempDir, Backend, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let backend = backend(folder.path());
    backend.prepare().await.expect("a schema");
    let guest = GuestContact {
        name: PersonName::parse("Åsa Öberg").expect("a name"),
        email: EmailAddress::parse("asa@exempel.se").expect("an address"),
    };
    let draft = TicketDraft {
        topic: "sign-in".into(),
        subject: Subject::parse("Koden kommer inte").expect("a subject"),
        description: Body::parse("Jag har väntat i en timme.").expect("a text"),
        urgent: false,
        urgent_details: UrgentDetails::default(),
        kind: TicketKind::default(),
        impact: Impact::default(),
        priority: Priority::P3,
        guest: Some(guest),
        channel: ChannelKind::Form,
        participant: None,
        organisation: None,
    };
    let key = backend.clock.id();
    let filed = tickets::file(
        &backend,
        &Actor::ANONYMOUS,
        tickets::FormRef { key, owner: "browser:1" },
        &draft,
        Lang::Sv,
    )
    .await
    .expect("filed");
    let now = backend.clock.now();
    let mut tx = backend.store.begin().await.expect("a transaction");
    let lease_id = backend.clock.id();
    let request = store::jobs::LeaseRequest { queue: "mail", limit: 10, now, until: now, lease_id };
    for job in store::jobs::lease(&mut tx, request).await.expect("enqueued mail") {
        let lease = store::jobs::Lease { job: job.id, id: lease_id };
        store::jobs::fail(&mut tx, lease, now, "550 no such mailbox").await.expect("failed");
    }
    tx.commit().await.expect("committed");
    (folder, backend, tickets::format_reference(&filed.ticket.reference))
}

#[tokio::test]
async fn a_failed_email_shows_its_recipient_kind_and_error() {
    let (_folder, backend, reference) = portal_with_failed_email().await;
    let failed = jobs::list_failed(&backend, &actor(Role::Admin)).await.expect("an administrator may");
    assert_eq!(failed.len(), 1);
    let email = &failed[0];
    assert_eq!((email.kind, email.attempts), ("filed", 1));
    assert_eq!(email.reference.as_deref(), Some(reference.as_str()));
    assert_eq!(email.recipient.as_deref(), Some("asa@exempel.se"));
    assert_eq!(email.error, "550 no such mailbox");
}

#[tokio::test]
async fn a_failed_email_is_sent_after_an_administrator_retries_it() {
    let (folder, backend, _) = portal_with_failed_email().await;
    let admin = actor(Role::Admin);
    assert!(!jobs::run_due(&backend, jobs::Queue::Mail).await.expect("a round"), "failed mail is left alone");
    assert_eq!(jobs::retry_failed(&backend, &admin).await.expect("an administrator may"), 1);
    assert_eq!(jobs::count_failed(&backend, &admin).await.expect("an administrator may"), 0);
    assert!(jobs::run_due(&backend, jobs::Queue::Mail).await.expect("a round"));
    assert_eq!(jobs::list_failed(&backend, &admin).await.expect("an administrator may"), []);
    assert_eq!(std::fs::read_dir(folder.path().join("mail")).expect("a folder").count(), 1);
    assert_eq!(
        jobs::retry_failed(&backend, &admin).await.expect("an administrator may"),
        0,
        "nothing is left to try"
    );
}

#[tokio::test]
async fn only_support_counts_failed_emails_and_only_administrators_list_and_retry_them() {
    let (_folder, backend, _) = portal_with_failed_email().await;
    for role in Role::ALL {
        let actor = actor(*role);
        let count = jobs::count_failed(&backend, &actor).await;
        match role {
            Role::Agent | Role::Admin => assert_eq!(count.expect("support may"), 1),
            Role::Participant | Role::Counsellor | Role::Approver | Role::Staff | Role::Manager => {
                assert!(matches!(count, Err(Error::NotFound)), "{role}");
            }
        }
        if *role != Role::Admin {
            assert!(matches!(jobs::list_failed(&backend, &actor).await, Err(Error::NotFound)), "{role}");
            assert!(matches!(jobs::retry_failed(&backend, &actor).await, Err(Error::NotFound)), "{role}");
        }
    }
    for nobody in [Actor::ANONYMOUS, Actor::guest(Uuid::nil())] {
        assert!(matches!(jobs::count_failed(&backend, &nobody).await, Err(Error::SignInFirst)));
        assert!(matches!(jobs::list_failed(&backend, &nobody).await, Err(Error::SignInFirst)));
        assert!(matches!(jobs::retry_failed(&backend, &nobody).await, Err(Error::SignInFirst)));
    }
    let left = jobs::list_failed(&backend, &actor(Role::Admin)).await.expect("an administrator may");
    assert_eq!(left.len(), 1, "attempts without permission changed nothing");
}
