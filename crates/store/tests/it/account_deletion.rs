//! Deletion of accounts: what is deleted, what is anonymised, and that no column is forgotten.

use std::collections::BTreeSet;

use fyr_domain::{
    Lang, Role, User,
    permission::Sharing,
    tickets::{RawTicket, Side, Status, TicketEventKind},
};
use fyr_store::{
    account_deletion::{self, Anonymisation, DeletionRequest, PERSON_COLUMNS},
    article_ratings::{self, ArticleRating},
    attachments, devices, drafts, email_changes, identities, invitations, people, personal_data,
    retention::OldRows,
    second_factors, sessions, surveys, ticket_events, ticket_queue, ticket_reads, tickets, tokens,
};
use fyr_testing::{Harness, on_both_engines};
use serde_json::json;
use sqlx::types::Json;

use crate::fixtures::{self, at};

on_both_engines! {
    a_deletion_request_is_inserted_once_and_can_be_withdrawn,
    an_account_is_deleted_when_due_and_without_open_tickets,
    an_account_without_recent_visits_is_inactive,
    the_personal_data_export_is_complete,
    a_deleted_account_contains_no_personal_data,
}

fn request(user: &User, reason: &str, asked: i64, due: i64) -> DeletionRequest {
    DeletionRequest { user_id: user.id, reason: reason.into(), asked_at: at(asked), due_at: at(due) }
}

fn browser<'a>(hash: &'a str, device: &'a str) -> devices::DeviceUse<'a> {
    devices::DeviceUse { hash, device, network: None }
}

async fn a_deletion_request_is_inserted_once_and_can_be_withdrawn(harness: &Harness) {
    let åsa = fixtures::person(harness, Role::Participant, "Åsa").await;
    let mut tx = harness.begin().await;
    assert!(account_deletion::insert_request(&mut tx, &request(&åsa, "asked", 1, 10)).await.unwrap());
    assert!(!account_deletion::insert_request(&mut tx, &request(&åsa, "inactive", 2, 20)).await.unwrap());
    assert_eq!(
        account_deletion::find_request(&mut tx, åsa.id).await.unwrap(),
        Some(request(&åsa, "asked", 1, 10))
    );
    assert!(account_deletion::delete_request(&mut tx, åsa.id).await.unwrap());
    assert!(!account_deletion::delete_request(&mut tx, åsa.id).await.unwrap());
    assert_eq!(account_deletion::find_request(&mut tx, åsa.id).await.unwrap(), None);
}

async fn an_account_is_deleted_when_due_and_without_open_tickets(harness: &Harness) {
    let (åsa, adam) = (
        fixtures::person(harness, Role::Participant, "Åsa").await,
        fixtures::person(harness, Role::Admin, "Adam").await,
    );
    let ticket = fixtures::ticket(harness, Some(&åsa)).await;
    let mut tx = harness.begin().await;
    for user in [&åsa, &adam] {
        account_deletion::insert_request(&mut tx, &request(user, "asked", 1, 10)).await.unwrap();
    }
    assert_eq!(account_deletion::count_open_tickets(&mut tx, åsa.id).await.unwrap(), 1);
    assert_eq!(
        account_deletion::count_due(&mut tx, at(99)).await.unwrap(),
        OldRows { count: 0, oldest: None },
        "a ticket is open, and Adam runs the portal"
    );
    let closed = tickets::Ticket { status: Status::Closed, ..ticket };
    tickets::update(&mut tx, &closed).await.unwrap();
    assert_eq!(
        account_deletion::count_due(&mut tx, at(9)).await.unwrap(),
        OldRows { count: 0, oldest: None },
        "not due"
    );
    assert_eq!(
        account_deletion::count_due(&mut tx, at(10)).await.unwrap(),
        OldRows { count: 1, oldest: Some(at(1)) }
    );
    assert_eq!(account_deletion::list_due(&mut tx, at(10)).await.unwrap(), [åsa.id]);
    tx.commit().await.unwrap();
    let unclaimed =
        tickets::Ticket { requester_email: åsa.email.clone(), ..fixtures::new_ticket(harness, None) };
    fixtures::insert_ticket(harness, &unclaimed).await;
    let mut tx = harness.begin().await;
    assert_eq!(
        account_deletion::count_open_tickets(&mut tx, åsa.id).await.unwrap(),
        1,
        "filed without the account"
    );
    assert_eq!(
        account_deletion::count_due(&mut tx, at(99)).await.unwrap(),
        OldRows { count: 0, oldest: None }
    );
    tx.commit().await.unwrap();
    harness.sql("UPDATE users SET email_confirmed_at = NULL").await;
    let mut tx = harness.begin().await;
    assert_eq!(
        account_deletion::count_open_tickets(&mut tx, åsa.id).await.unwrap(),
        0,
        "who knows whose address it is"
    );
    assert_eq!(account_deletion::count_due(&mut tx, at(10)).await.unwrap().count, 1);
}

fn session(user: &User, seen: i64) -> sessions::Session {
    sessions::Session {
        id: format!("session-{seen}"),
        data: "{}".into(),
        user_id: Some(user.id),
        pending_user_id: None,
        created_at: at(0),
        seen_at: at(seen),
        device: "Firefox, Linux".into(),
        address: Some("192.0.2.1".into()),
        expires_at: at(10_000),
    }
}

async fn an_account_without_recent_visits_is_inactive(harness: &Harness) {
    let åsa = fixtures::person(harness, Role::Participant, "Åsa").await;
    let bo = fixtures::person(harness, Role::Agent, "Bo").await;
    fixtures::person(harness, Role::Admin, "Adam").await;
    let mut tx = harness.begin().await;
    assert_eq!(
        account_deletion::count_inactive(&mut tx, at(0)).await.unwrap(),
        OldRows { count: 0, oldest: None }
    );
    assert_eq!(
        account_deletion::count_inactive(&mut tx, at(1)).await.unwrap(),
        OldRows { count: 2, oldest: Some(at(0)) },
        "all but who runs the portal"
    );
    devices::upsert(&mut tx, åsa.id, browser("hash", "Firefox"), at(50)).await.unwrap();
    sessions::insert(&mut tx, &session(&bo, 60)).await.unwrap();
    account_deletion::update_last_seen(&mut tx).await.unwrap();
    assert_eq!(
        account_deletion::count_inactive(&mut tx, at(50)).await.unwrap(),
        OldRows { count: 0, oldest: None }
    );
    assert_eq!(account_deletion::list_inactive(&mut tx, at(51)).await.unwrap(), [åsa.id]);
    account_deletion::insert_request(&mut tx, &request(&åsa, "inactive", 70, 80)).await.unwrap();
    assert_eq!(account_deletion::list_inactive(&mut tx, at(99)).await.unwrap(), [bo.id], "Åsa has been told");
    assert_eq!(account_deletion::delete_requests_of_active_users(&mut tx).await.unwrap(), 0);
    assert_eq!(account_deletion::count_due(&mut tx, at(80)).await.unwrap().count, 1);
    devices::upsert(&mut tx, åsa.id, browser("hash", "Firefox"), at(75)).await.unwrap();
    account_deletion::update_last_seen(&mut tx).await.unwrap();
    assert_eq!(account_deletion::count_due(&mut tx, at(80)).await.unwrap().count, 0, "she came back");
    assert_eq!(account_deletion::delete_requests_of_active_users(&mut tx).await.unwrap(), 1);
    account_deletion::insert_request(&mut tx, &request(&åsa, "asked", 70, 80)).await.unwrap();
    assert_eq!(
        account_deletion::delete_requests_of_active_users(&mut tx).await.unwrap(),
        0,
        "her own request stays hers"
    );
}

/// Inserts a user with rows in every table that refers to users, and a ticket of theirs.
pub async fn full(harness: &Harness) -> (User, tickets::Ticket) {
    let åsa = fixtures::person(harness, Role::Counsellor, "Åsa").await;
    let bo = fixtures::person(harness, Role::Counsellor, "Bo").await;
    let category = fixtures::category(harness, "konto").await;
    let article = fixtures::article(harness, category, "losenord", &[Lang::Sv]).await;
    let organisation = fixtures::organisation(harness, "acme", Sharing::Chosen).await;
    fixtures::add_membership(harness, &åsa, &organisation, Role::Admin).await;
    fixtures::insert_relation(harness, &fixtures::relation(&åsa, &bo)).await;
    fixtures::insert_relation(harness, &fixtures::relation(&bo, &åsa)).await;
    let ticket = fixtures::ticket(harness, Some(&åsa)).await;
    let filed = tickets::Ticket {
        filed_by_id: Some(åsa.id),
        filed_by_name: Some(åsa.name.clone()),
        assignee_id: Some(åsa.id),
        ..fixtures::new_ticket(harness, Some(&bo))
    };
    fixtures::insert_ticket(harness, &filed).await;
    let before = tickets::Ticket {
        requester_name: åsa.name.clone(),
        requester_email: åsa.email.clone(),
        ..fixtures::new_ticket(harness, None)
    };
    fixtures::insert_ticket(harness, &before).await;
    let then = ticket_events::TicketEvent {
        author_name: åsa.name.clone(),
        side: Side::Requester,
        ..fixtures::new_event(harness, before.id, TicketEventKind::Message)
    };
    fixtures::insert_event(harness, ticket.id, TicketEventKind::Note).await;
    let said = ticket_events::TicketEvent {
        author_id: Some(åsa.id),
        author_name: åsa.name.clone(),
        side: Side::Requester,
        body: "Hjälp".into(),
        ..fixtures::new_event(harness, ticket.id, TicketEventKind::Message)
    };
    // filed through a link in a mail, without signing in
    let by_link = ticket_events::TicketEvent { id: harness.id(), author_id: None, ..said.clone() };
    let file = fixtures::new_attachment(harness, harness.id());
    let own = format!("user:{}", åsa.id);
    let pending =
        attachments::Attachment { owner: own.clone(), ..fixtures::new_attachment(harness, harness.id()) };
    let mut tx = harness.begin().await;
    for entry in [&said, &by_link, &then] {
        ticket_events::insert(&mut tx, entry, None).await.unwrap();
    }
    for file in [&file, &pending] {
        attachments::insert(&mut tx, file).await.unwrap();
    }
    attachments::attach(&mut tx, file.form_key, &file.owner, said.id).await.unwrap();
    ticket_reads::mark(&mut tx, åsa.id, ticket.id, said.id).await.unwrap();
    surveys::upsert(&mut tx, ticket.id, 5, Some("Tack"), at(3)).await.unwrap();
    let rating = ArticleRating { article, reader: &own, helpful: true, comment: Some("Bra"), lang: Lang::Sv };
    article_ratings::upsert_rating(&mut tx, &rating, at(4)).await.unwrap();
    let draft = RawTicket { subject: "Påbörjat".into(), ..RawTicket::default() };
    drafts::upsert(&mut tx, harness.id(), &own, &draft, at(5)).await.unwrap();
    devices::upsert(&mut tx, åsa.id, browser("hash", "Firefox"), at(6)).await.unwrap();
    sessions::insert(&mut tx, &session(&åsa, 7)).await.unwrap();
    let waiting = sessions::Session { user_id: None, pending_user_id: Some(åsa.id), ..session(&åsa, 8) };
    sessions::insert(&mut tx, &waiting).await.unwrap();
    second_factors::begin_totp_setup(&mut tx, åsa.id, "sealed").await.unwrap();
    second_factors::confirm_totp(&mut tx, åsa.id, 7, at(8)).await.unwrap();
    second_factors::replace_recovery_codes(&mut tx, åsa.id, &["hash".into()]).await.unwrap();
    people::set_password_hash(&mut tx, åsa.id, "$argon2id$…").await.unwrap();
    people::insert_mail_opt_out(&mut tx, &åsa.email, at(9)).await.unwrap();
    let identity = identities::Identity {
        id: harness.id(),
        issuer: "https://login.example".into(),
        subject: "asa".into(),
        user_id: åsa.id,
        provider: "kommun".into(),
        email: Some(åsa.email.clone()),
        given: Vec::new(),
        created_at: at(10),
        last_used_at: at(10),
    };
    identities::insert(&mut tx, &identity).await.unwrap();
    for (hash, user_id) in [("a", Some(åsa.id)), ("b", None)] {
        let token = tokens::Token {
            hash: hash.into(),
            purpose: "forgotten".into(),
            user_id,
            email: åsa.email.clone(),
            payload: Json(json!({})),
            network: None,
            created_at: at(11),
            expires_at: at(99),
        };
        tokens::insert(&mut tx, &token).await.unwrap();
    }
    let change = email_changes::EmailChange {
        user_id: åsa.id,
        id: harness.id(),
        email: "ny.asa@exempel.se".into(),
        old_confirmed_at: None,
        new_confirmed_at: None,
        expires_at: at(99),
    };
    email_changes::upsert(&mut tx, &change).await.unwrap();
    let invitation = |email: &str, counsellor_id| invitations::Invitation {
        id: harness.id(),
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
        invitations::insert(&mut tx, &invitation).await.unwrap();
    }
    account_deletion::insert_request(&mut tx, &request(&åsa, "asked", 13, 14)).await.unwrap();
    tx.commit().await.unwrap();
    let sharing = format!(
        "INSERT INTO sharing_viewers (organisation_id, user_id) SELECT id, (SELECT id FROM users WHERE email = '{}') FROM organisations",
        åsa.email
    );
    harness.sql(&sharing).await;
    (åsa, ticket)
}

async fn the_personal_data_export_is_complete(harness: &Harness) {
    let (åsa, ticket) = full(harness).await;
    let mut db = harness.read().await;
    let own = format!("user:{}", åsa.id);
    let profile = personal_data::find_profile(&mut db, åsa.id).await.unwrap().unwrap();
    assert_eq!((profile.name.as_str(), profile.email.as_str()), ("Åsa", "åsa@exempel.se"));
    assert!(profile.has_password && profile.second_factor_since == Some(at(8)));
    assert!(personal_data::find_profile(&mut db, harness.id()).await.unwrap().is_none());
    let belongs = personal_data::list_memberships(&mut db, åsa.id).await.unwrap();
    assert_eq!(belongs.iter().map(|m| m.role.as_str()).collect::<Vec<_>>(), ["admin"]);
    let related = personal_data::list_relations(&mut db, åsa.id).await.unwrap();
    let pairs: BTreeSet<_> =
        related.iter().map(|r| (r.counsellor.as_str(), r.participant.as_str())).collect();
    assert_eq!(pairs, [("Bo", "Åsa"), ("Åsa", "Bo")].into());
    let own_tickets = personal_data::list_tickets(&mut db, åsa.id).await.unwrap();
    assert_eq!(
        own_tickets.iter().map(|t| t.id).collect::<Vec<_>>(),
        [ticket.id],
        "not what she filed for Bo"
    );
    let said = personal_data::list_ticket_events(&mut db, åsa.id).await.unwrap();
    assert_eq!(
        said.iter().map(|said| said.body.as_str()).collect::<Vec<_>>(),
        ["Hjälp", "Hjälp"],
        "no notes"
    );
    assert_eq!(personal_data::list_attachments(&mut db, åsa.id).await.unwrap().len(), 1);
    assert_eq!(
        personal_data::list_surveys(&mut db, åsa.id).await.unwrap()[0].comment.as_deref(),
        Some("Tack")
    );
    assert_eq!(personal_data::list_ratings(&mut db, &own).await.unwrap()[0].article, "losenord");
    assert_eq!(personal_data::list_devices(&mut db, åsa.id).await.unwrap()[0].device, "Firefox");
    assert_eq!(personal_data::list_sessions(&mut db, åsa.id).await.unwrap()[0].seen_at, Some(at(7)));
    assert_eq!(personal_data::list_identities(&mut db, åsa.id).await.unwrap()[0].subject, "asa");
    assert_eq!(personal_data::list_drafts(&mut db, &own).await.unwrap()[0].fields.0.subject, "Påbörjat");
    assert_eq!(
        personal_data::list_tickets_filed_for_others(&mut db, åsa.id).await.unwrap()[0].requester_name,
        "Bo"
    );
    let pending = attachments::list_pending_for_owner(&mut db, &own).await.unwrap();
    assert_eq!(pending.iter().map(|file| file.owner.as_str()).collect::<Vec<_>>(), [own.as_str()]);
    let asked = personal_data::list_invitations(&mut db, åsa.id, at(20)).await.unwrap();
    assert_eq!((asked.len(), asked[0].invited_by.as_deref()), (1, Some("Bo")));
    assert!(
        personal_data::list_invitations(&mut db, åsa.id, at(99)).await.unwrap().is_empty(),
        "it has expired"
    );
}

async fn a_deleted_account_contains_no_personal_data(harness: &Harness) {
    let (åsa, ticket) = full(harness).await;
    let own = format!("user:{}", åsa.id);
    let mut tx = harness.begin().await;
    let emptied = Anonymisation {
        user: åsa.id,
        email: &åsa.email,
        name: "Borttagen person",
        address: "x@removed.invalid",
        reader: "removed:1",
    };
    account_deletion::anonymise(&mut tx, emptied, at(20)).await.unwrap();
    let profile = personal_data::find_profile(&mut tx, åsa.id).await.unwrap().unwrap();
    assert_eq!((profile.name.as_str(), profile.email.as_str()), ("Borttagen person", "x@removed.invalid"));
    assert_eq!((profile.role.as_str(), profile.has_password), ("participant", false));
    assert_eq!(
        (profile.second_factor_since, profile.email_confirmed_at, profile.seen_at),
        (None, None, None)
    );
    assert!(personal_data::list_memberships(&mut tx, åsa.id).await.unwrap().is_empty());
    let relations = personal_data::list_relations(&mut tx, åsa.id).await.unwrap();
    assert!(!relations.is_empty());
    for related in relations {
        assert_eq!((related.ended_at, related.purpose.as_str()), (Some(at(20)), ""));
    }
    let theirs = personal_data::list_tickets(&mut tx, åsa.id).await.unwrap();
    assert_eq!(
        (theirs[0].requester_name.as_str(), theirs[0].requester_email.as_str()),
        ("Borttagen person", "x@removed.invalid")
    );
    assert_eq!(theirs[0].subject, ticket.subject);
    let events = personal_data::list_ticket_events(&mut tx, åsa.id).await.unwrap();
    assert!(!events.is_empty());
    for said in events {
        assert_eq!((said.author_name.as_str(), said.body.as_str()), ("Borttagen person", "Hjälp"));
    }
    assert!(personal_data::list_ratings(&mut tx, &own).await.unwrap().is_empty());
    let rating = &personal_data::list_ratings(&mut tx, "removed:1").await.unwrap()[0];
    assert_eq!((rating.helpful, rating.comment.as_deref()), (true, None));
    assert!(personal_data::list_devices(&mut tx, åsa.id).await.unwrap().is_empty());
    assert!(personal_data::list_sessions(&mut tx, åsa.id).await.unwrap().is_empty());
    assert!(personal_data::list_identities(&mut tx, åsa.id).await.unwrap().is_empty());
    assert!(personal_data::list_drafts(&mut tx, &own).await.unwrap().is_empty());
    assert_eq!(account_deletion::find_request(&mut tx, åsa.id).await.unwrap(), None);
    assert_eq!(second_factors::count_unused_recovery_codes(&mut tx, åsa.id).await.unwrap(), 0);
    assert!(!people::has_mail_opt_out(&mut tx, &åsa.email).await.unwrap());
    assert!(people::find_by_email(&mut tx, &åsa.email).await.unwrap().is_none());
    assert!(invitations::list_for_counsellor(&mut tx, åsa.id, at(21)).await.unwrap().is_empty());
    assert_eq!(tokens::count_since(&mut tx, &åsa.email, "forgotten", at(0)).await.unwrap(), 0);
    let agent = fixtures::agent();
    let open = ticket_queue::list_queue(&mut tx, &agent, &ticket_queue::QueueFilter::default(), 10, 0)
        .await
        .unwrap()
        .0;
    assert!(!open.is_empty());
    assert!(open.iter().all(|row| row.summary.assignee_name.is_none()), "nobody has what she had");
    tx.commit().await.unwrap();
    // name and address occur in no text column any more
    let mut left = Vec::new();
    for column in text_columns(harness).await {
        let (table, name) = column.split_once('.').unwrap();
        let sql = format!(
            "SELECT COUNT(*) FROM {table} WHERE CAST({name} AS TEXT) LIKE '%Åsa%' OR CAST({name} AS TEXT) LIKE '%åsa@%'"
        );
        if harness.database.count(&sql).await > 0 {
            left.push(column);
        }
    }
    assert_eq!(left, Vec::<String>::new());
}

/// Every column that can hold text.
async fn text_columns(harness: &Harness) -> Vec<String> {
    let sql = if harness.is_postgres() {
        "SELECT table_name::text || '.' || column_name::text FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb') AND table_name NOT LIKE '\\_sqlx%'"
    } else {
        "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND c.type = 'TEXT' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'"
    };
    harness.database.column(sql).await
}

#[test]
fn every_column_that_refers_to_a_user_is_listed() {
    fyr_testing::on_sqlite(async |harness: &Harness| {
        let sql = "SELECT t.name || '.' || k.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k
                   WHERE t.type = 'table' AND k.\"table\" = 'users'";
        let named: Vec<String> = harness.database.column(sql).await;
        assert!(named.len() > 10, "the schema was read");
        let known: BTreeSet<&str> = PERSON_COLUMNS.iter().map(|(column, _)| *column).collect();
        let missing: Vec<_> = named.iter().filter(|column| !known.contains(column.as_str())).collect();
        assert!(missing.is_empty(), "what becomes of these when an account is emptied? {missing:?}");
        let all: Vec<String> = harness.database.column(
            "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'"
).await;
        let gone: Vec<_> = known.iter().filter(|column| !all.iter().any(|name| name == *column)).collect();
        assert!(gone.is_empty(), "there are no such columns: {gone:?}");
    });
}

#[test]
fn deleting_a_ticket_deletes_every_row_that_refers_to_it() {
    fyr_testing::on_sqlite(async |harness: &Harness| {
        let sql = "SELECT t.name || '.' || k.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) k
                   WHERE t.type = 'table' AND k.\"table\" IN ('tickets', 'entries') ORDER BY 1";
        let named: Vec<String> = harness.database.column(sql).await;
        let known = [
            "article_tickets.ticket_id",
            "attachments.entry_id",
            "digest_entries.ticket_id",
            "entries.ticket_id",
            "guest_access.ticket_id",
            "surveys.ticket_id",
            "ticket_reads.ticket_id",
        ];
        assert_eq!(named, known, "`retention::remove_ticket` removes these");
    });
}
