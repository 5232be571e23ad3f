//! Emptying an account: what goes, what stays without the name, and that nothing was forgotten.

use std::collections::BTreeSet;

use fyr_domain::{
    Lang, Role, User,
    permission::Sharing,
    tickets::{EntryKind, RawTicket, Side, Status},
};
use fyr_store::{
    articles::{self, Rating},
    attachments, devices, drafts, email_changes, entries, factors, identities, invitations, people, personal,
    removal::{self, Emptied, PEOPLE, Request},
    sessions, surveys, tickets, tokens,
};
use serde_json::json;
use sqlx::{Connection, SqliteConnection, types::Json};

use crate::{
    bed::{self, Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    a_wish_is_noted_once_and_can_be_withdrawn,
    an_account_is_emptied_when_it_is_due_and_nothing_is_open,
    an_unused_account_is_one_nobody_was_seen_with,
    everything_about_a_person_is_found,
    an_emptied_account_holds_nothing_of_its_person,
}

fn wish(user: &User, reason: &str, asked: i64, due: i64) -> Request {
    Request { user_id: user.id, reason: reason.into(), asked_at: at(asked), due_at: at(due) }
}

async fn a_wish_is_noted_once_and_can_be_withdrawn(bed: &Bed) {
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let mut tx = bed.begin().await;
    assert!(removal::request(&mut tx, &wish(&åsa, "asked", 1, 10)).await.unwrap());
    assert!(!removal::request(&mut tx, &wish(&åsa, "inactive", 2, 20)).await.unwrap());
    assert_eq!(removal::of_user(&mut tx, åsa.id).await.unwrap(), Some(wish(&åsa, "asked", 1, 10)));
    assert!(removal::withdraw(&mut tx, åsa.id).await.unwrap());
    assert!(!removal::withdraw(&mut tx, åsa.id).await.unwrap());
    assert_eq!(removal::of_user(&mut tx, åsa.id).await.unwrap(), None);
}

async fn an_account_is_emptied_when_it_is_due_and_nothing_is_open(bed: &Bed) {
    let (åsa, adam) =
        (make::person(bed, Role::Participant, "Åsa").await, make::person(bed, Role::Admin, "Adam").await);
    let ticket = make::ticket(bed, Some(&åsa)).await;
    let mut tx = bed.begin().await;
    for user in [&åsa, &adam] {
        removal::request(&mut tx, &wish(user, "asked", 1, 10)).await.unwrap();
    }
    assert_eq!(removal::open_tickets(&mut tx, åsa.id).await.unwrap(), 1);
    assert_eq!(
        removal::count_ready(&mut tx, at(99)).await.unwrap(),
        (0, None),
        "a ticket is open, and Adam runs the portal"
    );
    let closed = tickets::Ticket { status: Status::Closed, ..ticket };
    tickets::update(&mut tx, &closed).await.unwrap();
    assert_eq!(removal::count_ready(&mut tx, at(9)).await.unwrap(), (0, None), "not due");
    assert_eq!(removal::count_ready(&mut tx, at(10)).await.unwrap(), (1, Some(at(1))));
    assert_eq!(removal::ready(&mut tx, at(10)).await.unwrap(), [åsa.id]);
    tx.commit().await.unwrap();
    let unclaimed = tickets::Ticket { requester_email: åsa.email.clone(), ..make::new_ticket(bed, None) };
    make::put(bed, &unclaimed).await;
    let mut tx = bed.begin().await;
    assert_eq!(removal::open_tickets(&mut tx, åsa.id).await.unwrap(), 1, "filed without the account");
    assert_eq!(removal::count_ready(&mut tx, at(99)).await.unwrap(), (0, None));
    tx.commit().await.unwrap();
    bed.sql("UPDATE users SET email_confirmed_at = NULL").await;
    let mut tx = bed.begin().await;
    assert_eq!(removal::open_tickets(&mut tx, åsa.id).await.unwrap(), 0, "who knows whose address it is");
    assert_eq!(removal::count_ready(&mut tx, at(10)).await.unwrap().0, 1);
}

fn session(user: &User, seen: i64) -> sessions::Session {
    sessions::Session {
        id: format!("session-{seen}"),
        data: "{}".into(),
        user_id: Some(user.id),
        created_at: at(0),
        seen_at: at(seen),
        device: "Firefox, Linux".into(),
        address: Some("192.0.2.1".into()),
        expires_at: at(10_000),
    }
}

async fn an_unused_account_is_one_nobody_was_seen_with(bed: &Bed) {
    let åsa = make::person(bed, Role::Participant, "Åsa").await;
    let bo = make::person(bed, Role::Agent, "Bo").await;
    make::person(bed, Role::Admin, "Adam").await;
    let mut tx = bed.begin().await;
    assert_eq!(removal::count_unused(&mut tx, at(0)).await.unwrap(), (0, None));
    assert_eq!(
        removal::count_unused(&mut tx, at(1)).await.unwrap(),
        (2, Some(at(0))),
        "all but who runs the portal"
    );
    devices::put(&mut tx, åsa.id, "hash", "Firefox", at(50)).await.unwrap();
    sessions::create(&mut tx, &session(&bo, 60)).await.unwrap();
    removal::note_seen(&mut tx).await.unwrap();
    assert_eq!(removal::count_unused(&mut tx, at(50)).await.unwrap(), (0, None));
    assert_eq!(removal::unused(&mut tx, at(51)).await.unwrap(), [åsa.id]);
    removal::request(&mut tx, &wish(&åsa, "inactive", 70, 80)).await.unwrap();
    assert_eq!(removal::unused(&mut tx, at(99)).await.unwrap(), [bo.id], "Åsa has been told");
    assert_eq!(removal::keep_seen(&mut tx).await.unwrap(), 0);
    assert_eq!(removal::count_ready(&mut tx, at(80)).await.unwrap().0, 1);
    devices::put(&mut tx, åsa.id, "hash", "Firefox", at(75)).await.unwrap();
    removal::note_seen(&mut tx).await.unwrap();
    assert_eq!(removal::count_ready(&mut tx, at(80)).await.unwrap().0, 0, "she came back");
    assert_eq!(removal::keep_seen(&mut tx).await.unwrap(), 1);
    removal::request(&mut tx, &wish(&åsa, "asked", 70, 80)).await.unwrap();
    assert_eq!(removal::keep_seen(&mut tx).await.unwrap(), 0, "her own wish stays hers");
}

/// A person with something of everything, and their ticket.
async fn full(bed: &Bed) -> (User, tickets::Ticket) {
    let åsa = make::person(bed, Role::Counsellor, "Åsa").await;
    let bo = make::person(bed, Role::Counsellor, "Bo").await;
    let category = make::category(bed, "konto").await;
    let article = make::article(bed, category, "losenord", &[Lang::Sv]).await;
    let organisation = make::organisation(bed, "acme", Sharing::Chosen).await;
    make::join(bed, &åsa, &organisation, Role::Admin).await;
    make::relate(bed, &make::relation(&åsa, &bo)).await;
    make::relate(bed, &make::relation(&bo, &åsa)).await;
    let ticket = make::ticket(bed, Some(&åsa)).await;
    let filed = tickets::Ticket {
        filed_by_id: Some(åsa.id),
        filed_by_name: Some(åsa.name.clone()),
        assignee_id: Some(åsa.id),
        ..make::new_ticket(bed, Some(&bo))
    };
    make::put(bed, &filed).await;
    let before = tickets::Ticket {
        requester_name: åsa.name.clone(),
        requester_email: åsa.email.clone(),
        ..make::new_ticket(bed, None)
    };
    make::put(bed, &before).await;
    let then = entries::Entry {
        author_name: åsa.name.clone(),
        side: Side::Requester,
        ..make::new_entry(bed, before.id, EntryKind::Message)
    };
    make::entry(bed, ticket.id, EntryKind::Note).await;
    let said = entries::Entry {
        author_id: Some(åsa.id),
        author_name: åsa.name.clone(),
        side: Side::Requester,
        body: "Hjälp".into(),
        ..make::new_entry(bed, ticket.id, EntryKind::Message)
    };
    // by a link in a mail, without being signed in
    let by_link = entries::Entry { id: bed.id(), author_id: None, ..said.clone() };
    let file = make::new_file(bed, bed.id());
    let own = format!("user:{}", åsa.id);
    let pending = attachments::Attachment { owner: own.clone(), ..make::new_file(bed, bed.id()) };
    let mut tx = bed.begin().await;
    for entry in [&said, &by_link, &then] {
        entries::put(&mut tx, entry, None).await.unwrap();
    }
    for file in [&file, &pending] {
        attachments::put(&mut tx, file).await.unwrap();
    }
    attachments::attach(&mut tx, file.form_key, &file.owner, said.id).await.unwrap();
    surveys::put(&mut tx, ticket.id, 5, Some("Tack"), at(3)).await.unwrap();
    let rating = Rating { article, reader: &own, helpful: true, comment: Some("Bra"), lang: Lang::Sv };
    articles::rate(&mut tx, &rating, at(4)).await.unwrap();
    let draft = RawTicket { subject: "Påbörjat".into(), ..RawTicket::default() };
    drafts::put(&mut tx, bed.id(), &own, &draft, at(5)).await.unwrap();
    devices::put(&mut tx, åsa.id, "hash", "Firefox", at(6)).await.unwrap();
    sessions::create(&mut tx, &session(&åsa, 7)).await.unwrap();
    factors::begin_totp(&mut tx, åsa.id, "sealed").await.unwrap();
    factors::confirm_totp(&mut tx, åsa.id, 7, at(8)).await.unwrap();
    factors::put_codes(&mut tx, åsa.id, &["hash".into()]).await.unwrap();
    people::set_password_hash(&mut tx, åsa.id, "$argon2id$…").await.unwrap();
    people::opt_out(&mut tx, &åsa.email, at(9)).await.unwrap();
    let identity = identities::Identity {
        id: bed.id(),
        issuer: "https://login.example".into(),
        subject: "asa".into(),
        user_id: åsa.id,
        provider: "kommun".into(),
        email: Some(åsa.email.clone()),
        given: Vec::new(),
        created_at: at(10),
        last_used_at: at(10),
    };
    identities::put(&mut tx, &identity).await.unwrap();
    for (hash, user_id) in [("a", Some(åsa.id)), ("b", None)] {
        let token = tokens::Token {
            hash: hash.into(),
            purpose: "forgotten".into(),
            user_id,
            email: åsa.email.clone(),
            payload: Json(json!({})),
            created_at: at(11),
            expires_at: at(99),
        };
        tokens::put(&mut tx, &token).await.unwrap();
    }
    let change = email_changes::EmailChange {
        user_id: åsa.id,
        id: bed.id(),
        email: "ny.asa@exempel.se".into(),
        old_confirmed_at: None,
        new_confirmed_at: None,
        expires_at: at(99),
    };
    email_changes::put(&mut tx, &change).await.unwrap();
    let invitation = |email: &str, counsellor_id| invitations::Invitation {
        id: bed.id(),
        token_hash: format!("hash of {email}"),
        email: email.into(),
        lang: "sv".into(),
        role: Role::Participant,
        level: 1,
        organisation_id: None,
        team_id: None,
        counsellor_id,
        purpose: String::new(),
        scope: fyr_domain::permission::Scope::See,
        until: None,
        invited_by_id: Some(bo.id),
        created_at: at(12),
        expires_at: at(99),
    };
    for invitation in [invitation(&åsa.email, None), invitation("", Some(åsa.id))] {
        invitations::put(&mut tx, &invitation).await.unwrap();
    }
    removal::request(&mut tx, &wish(&åsa, "asked", 13, 14)).await.unwrap();
    tx.commit().await.unwrap();
    let sharing = format!(
        "INSERT INTO sharing_viewers (organisation_id, user_id) SELECT id, (SELECT id FROM users WHERE email = '{}') FROM organisations",
        åsa.email
    );
    bed.sql(&sharing).await;
    (åsa, ticket)
}

async fn everything_about_a_person_is_found(bed: &Bed) {
    let (åsa, ticket) = full(bed).await;
    let mut db = bed.read().await;
    let own = format!("user:{}", åsa.id);
    let profile = personal::profile(&mut db, åsa.id).await.unwrap().unwrap();
    assert_eq!((profile.name.as_str(), profile.email.as_str()), ("Åsa", "åsa@exempel.se"));
    assert!(profile.has_password && profile.second_factor_since == Some(at(8)));
    assert!(personal::profile(&mut db, bed.id()).await.unwrap().is_none());
    let belongs = personal::belongs(&mut db, åsa.id).await.unwrap();
    assert_eq!(belongs.iter().map(|m| m.role.as_str()).collect::<Vec<_>>(), ["admin"]);
    let related = personal::related(&mut db, åsa.id).await.unwrap();
    let pairs: BTreeSet<_> =
        related.iter().map(|r| (r.counsellor.as_str(), r.participant.as_str())).collect();
    assert_eq!(pairs, [("Bo", "Åsa"), ("Åsa", "Bo")].into());
    let own_tickets = personal::tickets(&mut db, åsa.id).await.unwrap();
    assert_eq!(
        own_tickets.iter().map(|t| t.id).collect::<Vec<_>>(),
        [ticket.id],
        "not what she filed for Bo"
    );
    let said = personal::said(&mut db, åsa.id).await.unwrap();
    assert_eq!(
        said.iter().map(|said| said.body.as_str()).collect::<Vec<_>>(),
        ["Hjälp", "Hjälp"],
        "no notes"
    );
    assert_eq!(personal::sent(&mut db, åsa.id).await.unwrap().len(), 1);
    assert_eq!(personal::surveys(&mut db, åsa.id).await.unwrap()[0].comment.as_deref(), Some("Tack"));
    assert_eq!(personal::ratings(&mut db, &own).await.unwrap()[0].article, "losenord");
    assert_eq!(personal::devices(&mut db, åsa.id).await.unwrap()[0].device, "Firefox");
    assert_eq!(personal::sessions(&mut db, åsa.id).await.unwrap()[0].seen_at, Some(at(7)));
    assert_eq!(personal::identities(&mut db, åsa.id).await.unwrap()[0].subject, "asa");
    assert_eq!(personal::drafts(&mut db, &own).await.unwrap()[0].fields.0.subject, "Påbörjat");
    assert_eq!(personal::filed_for_others(&mut db, åsa.id).await.unwrap()[0].requester_name, "Bo");
    let pending = attachments::all_pending(&mut db, &own).await.unwrap();
    assert_eq!(pending.iter().map(|file| file.owner.as_str()).collect::<Vec<_>>(), [own.as_str()]);
    let asked = personal::invitations(&mut db, åsa.id, at(20)).await.unwrap();
    assert_eq!((asked.len(), asked[0].invited_by.as_deref()), (1, Some("Bo")));
    assert!(personal::invitations(&mut db, åsa.id, at(99)).await.unwrap().is_empty(), "it has expired");
}

async fn an_emptied_account_holds_nothing_of_its_person(bed: &Bed) {
    let (åsa, ticket) = full(bed).await;
    let own = format!("user:{}", åsa.id);
    let mut tx = bed.begin().await;
    let emptied = Emptied {
        user: åsa.id,
        email: &åsa.email,
        name: "Borttagen person",
        address: "x@removed.invalid",
        reader: "removed:1",
    };
    removal::empty(&mut tx, emptied, at(20)).await.unwrap();
    let profile = personal::profile(&mut tx, åsa.id).await.unwrap().unwrap();
    assert_eq!((profile.name.as_str(), profile.email.as_str()), ("Borttagen person", "x@removed.invalid"));
    assert_eq!((profile.role.as_str(), profile.has_password), ("participant", false));
    assert_eq!(
        (profile.second_factor_since, profile.email_confirmed_at, profile.seen_at),
        (None, None, None)
    );
    assert!(personal::belongs(&mut tx, åsa.id).await.unwrap().is_empty());
    for related in personal::related(&mut tx, åsa.id).await.unwrap() {
        assert_eq!((related.ended_at, related.purpose.as_str()), (Some(at(20)), ""));
    }
    let theirs = personal::tickets(&mut tx, åsa.id).await.unwrap();
    assert_eq!(
        (theirs[0].requester_name.as_str(), theirs[0].requester_email.as_str()),
        ("Borttagen person", "x@removed.invalid")
    );
    assert_eq!(theirs[0].subject, ticket.subject);
    for said in personal::said(&mut tx, åsa.id).await.unwrap() {
        assert_eq!((said.author_name.as_str(), said.body.as_str()), ("Borttagen person", "Hjälp"));
    }
    assert!(personal::ratings(&mut tx, &own).await.unwrap().is_empty());
    let rating = &personal::ratings(&mut tx, "removed:1").await.unwrap()[0];
    assert_eq!((rating.helpful, rating.comment.as_deref()), (true, None));
    assert!(personal::devices(&mut tx, åsa.id).await.unwrap().is_empty());
    assert!(personal::sessions(&mut tx, åsa.id).await.unwrap().is_empty());
    assert!(personal::identities(&mut tx, åsa.id).await.unwrap().is_empty());
    assert!(personal::drafts(&mut tx, &own).await.unwrap().is_empty());
    assert_eq!(removal::of_user(&mut tx, åsa.id).await.unwrap(), None);
    assert_eq!(factors::codes_left(&mut tx, åsa.id).await.unwrap(), 0);
    assert!(!people::opted_out(&mut tx, &åsa.email).await.unwrap());
    assert!(people::find_by_email(&mut tx, &åsa.email).await.unwrap().is_none());
    assert!(invitations::of_counsellor(&mut tx, åsa.id, at(21)).await.unwrap().is_empty());
    assert_eq!(tokens::count_since(&mut tx, &åsa.email, "forgotten", at(0)).await.unwrap(), 0);
    let agent = make::agent();
    let open = tickets::queue(&mut tx, &agent, &tickets::QueueFilter::default(), 10, 0).await.unwrap().0;
    assert!(open.iter().all(|row| row.assignee_name.is_none()), "nobody has what she had");
    tx.commit().await.unwrap();
    // the name and the address are nowhere any more
    let mut left = Vec::new();
    for column in text_columns(bed).await {
        let (table, name) = column.split_once('.').unwrap();
        let sql = format!(
            "SELECT COUNT(*) FROM {table} WHERE CAST({name} AS TEXT) LIKE '%Åsa%' OR CAST({name} AS TEXT) LIKE '%åsa@%'"
        );
        if count(bed, &sql).await > 0 {
            left.push(column);
        }
    }
    assert_eq!(left, Vec::<String>::new());
}

async fn count(bed: &Bed, sql: &str) -> i64 {
    if bed.is_postgres() {
        sqlx::query_scalar(sql)
            .fetch_one(&mut sqlx::PgConnection::connect(&bed.url).await.unwrap())
            .await
            .unwrap()
    } else {
        sqlx::query_scalar(sql)
            .fetch_one(&mut SqliteConnection::connect(&bed.url).await.unwrap())
            .await
            .unwrap()
    }
}

/// Every column that may hold text.
async fn text_columns(bed: &Bed) -> Vec<String> {
    let sql = if bed.is_postgres() {
        "SELECT table_name::text || '.' || column_name::text FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb') AND table_name NOT LIKE '\\_sqlx%'"
    } else {
        "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND c.type = 'TEXT' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'"
    };
    if bed.is_postgres() {
        sqlx::query_scalar(sql)
            .fetch_all(&mut sqlx::PgConnection::connect(&bed.url).await.unwrap())
            .await
            .unwrap()
    } else {
        sqlx::query_scalar(sql)
            .fetch_all(&mut SqliteConnection::connect(&bed.url).await.unwrap())
            .await
            .unwrap()
    }
}

#[test]
fn every_column_that_names_a_person_is_thought_of() {
    bed::on_sqlite(async |bed: &Bed| {
        let sql = "SELECT t.name || '.' || k.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k
                   WHERE t.type = 'table' AND k.\"table\" = 'users'";
        let named: Vec<String> = sqlx::query_scalar(sql)
            .fetch_all(&mut SqliteConnection::connect(&bed.url).await.unwrap())
            .await
            .unwrap();
        assert!(named.len() > 10, "the schema was read");
        let known: BTreeSet<&str> = PEOPLE.iter().map(|(column, _)| *column).collect();
        let missing: Vec<_> = named.iter().filter(|column| !known.contains(column.as_str())).collect();
        assert!(missing.is_empty(), "what becomes of these when an account is emptied? {missing:?}");
        let all: Vec<String> = sqlx::query_scalar(
            "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'",
        )
        .fetch_all(&mut SqliteConnection::connect(&bed.url).await.unwrap())
        .await
        .unwrap();
        let gone: Vec<_> = known.iter().filter(|column| !all.iter().any(|name| name == *column)).collect();
        assert!(gone.is_empty(), "there are no such columns: {gone:?}");
    });
}

#[test]
fn nothing_of_a_ticket_is_forgotten_when_it_is_removed() {
    bed::on_sqlite(async |bed: &Bed| {
        let sql = "SELECT t.name || '.' || k.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k
                   WHERE t.type = 'table' AND k.\"table\" IN ('tickets', 'entries') ORDER BY 1";
        let named: Vec<String> = sqlx::query_scalar(sql)
            .fetch_all(&mut SqliteConnection::connect(&bed.url).await.unwrap())
            .await
            .unwrap();
        let known =
            ["attachments.entry_id", "entries.ticket_id", "guest_access.ticket_id", "surveys.ticket_id"];
        assert_eq!(named, known, "`retention::remove_ticket` removes these");
    });
}
