//! Mail that was given up: counted for support, shown to and tried again by those who run the portal alone.

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
    clock::Clock,
    promise::ServiceLevel,
    text::{Body, EmailAddress, PersonName, Subject},
    tickets::{Requester, TicketDraft},
};
use fyr_mail::{Mailbox, Transport};
use fyr_services::{
    Error, Files, Services, Settings, outbox,
    store::{self, Store},
    tickets,
};
use tempfile::TempDir;
use uuid::Uuid;

/// Stands still.
#[derive(Debug, Default)]
struct Still(AtomicU64);

impl Clock for Still {
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

fn services(folder: &Path) -> Services {
    let settings = Settings {
        public_url: "https://fyr.example".into(),
        default_lang: Lang::Sv,
        calendar: BusinessCalendar::default(),
        service_level: ServiceLevel::default(),
        phone: None,
        mail_from: Mailbox::new("fyr@fyr.example"),
        max_file: 1_000_000,
        max_files: 2_000_000,
        guest_link: TimeDelta::days(30),
        demo: false,
        providers: fyr_services::identity::Providers::default(),
        accounts: fyr_services::AccountSettings::default(),
        privacy: fyr_services::PrivacySettings::default(),
    };
    let store = Store::open_file(&folder.join("fyr.db")).expect("an address");
    let search = fyr_search::open_embedded(&folder.join("index")).expect("an index");
    let transport = Transport::file(folder.join("mail")).expect("a folder");
    let clock = Arc::new(Still::default());
    Services::new(store, search, clock, Files::new(folder.join("files")), transport, settings)
        .expect("a sender")
}

fn actor(role: Role) -> Actor {
    let id = Uuid::from_u128(7);
    Actor::signed_in(User {
        id,
        name: "N".into(),
        email: "n@fyr.example".into(),
        role,
        level: Level::default(),
        lang: Lang::Sv,
        memberships: Vec::new(),
    })
}

/// A portal where the confirmation of one guest's ticket was given up; gives the ticket's reference as well.
async fn with_parked_mail() -> (TempDir, Services, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ctx = services(folder.path());
    ctx.prepare().await.expect("a schema");
    let guest = Requester {
        name: PersonName::parse("Åsa Öberg").expect("a name"),
        email: EmailAddress::parse("asa@exempel.se").expect("an address"),
    };
    let draft = TicketDraft {
        topic: "sign-in".into(),
        subject: Subject::parse("Koden kommer inte").expect("a subject"),
        description: Body::parse("Jag har väntat i en timme.").expect("a text"),
        urgent: false,
        guest: Some(guest),
        participant: None,
        organisation: None,
    };
    let key = ctx.clock.id();
    let filed =
        tickets::file(&ctx, &Actor::ANONYMOUS, tickets::Form { key, owner: "browser:1" }, &draft, Lang::Sv)
            .await
            .expect("filed");
    let now = ctx.clock.now();
    let mut tx = ctx.store.begin().await.expect("a transaction");
    for job in store::outbox::lease(&mut tx, "mail", 10, now, now).await.expect("promised mail") {
        store::outbox::park(&mut tx, job.id, now, "550 no such mailbox").await.expect("parked");
    }
    tx.commit().await.expect("committed");
    (folder, ctx, tickets::spoken(&filed.ticket.reference))
}

#[tokio::test]
async fn mail_that_was_given_up_says_to_whom_about_what_and_why() {
    let (_folder, ctx, reference) = with_parked_mail().await;
    let parked = outbox::parked(&ctx, &actor(Role::Admin)).await.expect("an administrator may");
    assert_eq!(parked.len(), 1);
    let mail = &parked[0];
    assert_eq!((mail.about, mail.attempts), ("filed", 1));
    assert_eq!(mail.ticket.as_deref(), Some(reference.as_str()));
    assert_eq!(mail.to.as_deref(), Some("asa@exempel.se"));
    assert_eq!(mail.error, "550 no such mailbox");
}

#[tokio::test]
async fn mail_that_was_given_up_is_sent_once_someone_says_so() {
    let (folder, ctx, _) = with_parked_mail().await;
    let admin = actor(Role::Admin);
    assert!(!outbox::run(&ctx, outbox::Kind::Mail).await.expect("a round"), "parked mail is left alone");
    assert_eq!(outbox::unpark(&ctx, &admin).await.expect("an administrator may"), 1);
    assert_eq!(outbox::count_parked(&ctx, &admin).await.expect("an administrator may"), 0);
    assert!(outbox::run(&ctx, outbox::Kind::Mail).await.expect("a round"));
    assert_eq!(outbox::parked(&ctx, &admin).await.expect("an administrator may"), []);
    assert_eq!(std::fs::read_dir(folder.path().join("mail")).expect("a folder").count(), 1);
    assert_eq!(
        outbox::unpark(&ctx, &admin).await.expect("an administrator may"),
        0,
        "nothing is left to try"
    );
}

#[tokio::test]
async fn only_support_hears_of_mail_that_was_given_up_and_only_administrators_act() {
    let (_folder, ctx, _) = with_parked_mail().await;
    for role in Role::ALL {
        let actor = actor(*role);
        let count = outbox::count_parked(&ctx, &actor).await;
        match role {
            Role::Agent | Role::Admin => assert_eq!(count.expect("support may"), 1),
            Role::Participant | Role::Counsellor | Role::Approver | Role::Staff | Role::Manager => {
                assert!(matches!(count, Err(Error::NotFound)), "{role}");
            }
        }
        if *role != Role::Admin {
            assert!(matches!(outbox::parked(&ctx, &actor).await, Err(Error::NotFound)), "{role}");
            assert!(matches!(outbox::unpark(&ctx, &actor).await, Err(Error::NotFound)), "{role}");
        }
    }
    for nobody in [Actor::ANONYMOUS, Actor::guest(Uuid::nil())] {
        assert!(matches!(outbox::count_parked(&ctx, &nobody).await, Err(Error::SignInFirst)));
        assert!(matches!(outbox::parked(&ctx, &nobody).await, Err(Error::SignInFirst)));
        assert!(matches!(outbox::unpark(&ctx, &nobody).await, Err(Error::SignInFirst)));
    }
    let left = outbox::parked(&ctx, &actor(Role::Admin)).await.expect("an administrator may");
    assert_eq!(left.len(), 1, "those who may not have changed nothing");
}
