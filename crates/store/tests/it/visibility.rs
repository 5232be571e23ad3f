//! The store's conditions and [`fyr_domain::permission`] say the same, for every combination of what someone can be to a
//! ticket.

use fyr_domain::{
    Actor, Level, Membership, Role, User,
    permission::{Question, Scope, Sharing, TicketAction, may},
    tickets::EntryKind,
};
use fyr_store::{
    attachments, cases, entries,
    organisations::{self, Organisation},
    people::{self, Relation},
    tickets::{self, QueueFilter, QueueState, Show, Ticket},
};
use uuid::Uuid;

use crate::{
    bed::{Bed, on_both_engines},
    make::{self, at},
};

on_both_engines! {
    whoever_may_see_a_ticket_finds_it_and_nobody_else_does,
    a_relation_counts_from_its_beginning_to_its_end,
    a_relation_counts_while_they_are_a_counsellor_where_it_was_made,
    a_queue_holds_what_one_works,
    colleagues_see_what_their_organisation_shares,
}

async fn organisation(bed: &Bed, slug: &str, sharing: Sharing) -> Organisation {
    let organisation = Organisation {
        id: bed.id(),
        slug: slug.into(),
        name: slug.into(),
        sharing,
        participants_end: true,
        created_at: at(0),
    };
    let mut tx = bed.begin().await;
    organisations::put(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    organisation
}

async fn join(bed: &Bed, user: &User, organisation: Uuid, role: Role, team: Option<Uuid>) {
    let membership = Membership { organisation, team, role, level: Level::default() };
    let mut tx = bed.begin().await;
    organisations::put_member(&mut tx, user.id, &membership, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn relate(bed: &Bed, relation: Relation) {
    let mut tx = bed.begin().await;
    people::relate(&mut tx, &relation, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

/// The person as a request finds them, with what they are to organisations.
async fn actor(bed: &Bed, user: &User) -> Actor {
    let memberships = organisations::memberships(&mut bed.read().await, user.id).await.unwrap();
    Actor::signed_in(User { memberships, ..user.clone() }).asking_at(at(10))
}

/// Looks in every way there is, and holds the answers to the pure rule.
async fn sees(bed: &Bed, actor: &Actor, ticket: &Ticket, note: Uuid, file: Uuid) -> bool {
    let mut db = bed.read().await;
    let standing = tickets::standing(&mut db, actor, ticket.id).await.unwrap();
    let sees = may(actor, Question::Ticket(TicketAction::See, &standing));
    let works = may(actor, Question::Ticket(TicketAction::Work, &standing));
    let found = tickets::find_visible(&mut db, actor, &ticket.reference).await.unwrap();
    assert_eq!(found.is_some(), sees, "{standing:?}");
    let notes = entries::of_ticket(&mut db, actor, ticket.id, Uuid::nil()).await.unwrap();
    assert_eq!(notes.iter().any(|entry| entry.id == note), works, "notes: {standing:?}");
    let files = attachments::of_ticket(&mut db, actor, ticket.id).await.unwrap();
    assert_eq!(!files.is_empty(), works, "files of notes: {standing:?}");
    let file = attachments::find_visible(&mut db, actor, &ticket.reference, file).await.unwrap();
    assert_eq!(file.is_some(), works, "a file of a note: {standing:?}");
    sees
}

/// A note with a file, both support's alone.
async fn note(bed: &Bed, ticket: &Ticket) -> (Uuid, Uuid) {
    let note = make::entry(bed, ticket.id, EntryKind::Note).await;
    let file = make::new_file(bed, bed.id());
    let mut tx = bed.begin().await;
    attachments::put(&mut tx, &file).await.unwrap();
    attachments::attach(&mut tx, file.form_key, &file.owner, note.id).await.unwrap();
    tx.commit().await.unwrap();
    (note.id, file.id)
}

async fn whoever_may_see_a_ticket_finds_it_and_nobody_else_does(bed: &Bed) {
    let acme = organisation(bed, "acme", Sharing::Organisation).await;
    let requester = make::person(bed, Role::Participant, "Åsa").await;
    join(bed, &requester, acme.id, Role::Participant, None).await;
    let mut seen = 0;
    for (private, owner) in [(false, Some(&requester)), (true, Some(&requester)), (false, None)] {
        let ticket = Ticket { private, organisation_id: Some(acme.id), ..make::new_ticket(bed, owner) };
        make::put(bed, &ticket).await;
        let (note, file) = note(bed, &ticket).await;
        let guest = make::guest(bed, &ticket).await.guest;
        for bits in 0..64_u32 {
            let has = |bit: u32| bits & (1 << bit) != 0;
            let role = if has(0) {
                Role::Agent
            } else if has(1) {
                Role::Counsellor
            } else {
                Role::Participant
            };
            let user = make::person(bed, role, &format!("{private} {} {bits}", owner.is_some())).await;
            if has(2) {
                join(bed, &user, acme.id, Role::Participant, None).await;
            }
            if has(3) {
                join(bed, &user, acme.id, Role::Agent, None).await;
            }
            if has(4) {
                let scope = if has(5) { Scope::Act } else { Scope::See };
                relate(bed, Relation { scope, ..make::relation(&user, &requester) }).await;
            }
            let mut actor = actor(bed, &user).await;
            if has(5) {
                actor.guest = guest;
            }
            seen += u32::from(sees(bed, &actor, &ticket, note, file).await);
        }
        let mut own = actor(bed, &requester).await;
        assert_eq!(sees(bed, &own, &ticket, note, file).await, owner.is_some());
        own.user = None;
        assert!(!sees(bed, &own, &ticket, note, file).await);
        own.guest = guest;
        assert_eq!(sees(bed, &own, &ticket, note, file).await, owner.is_none());
    }
    assert!(seen > 90 && seen < 192, "{seen} of 192 see it");
}

async fn a_relation_counts_from_its_beginning_to_its_end(bed: &Bed) {
    let requester = make::person(bed, Role::Participant, "Åsa").await;
    let cia = make::person(bed, Role::Counsellor, "Cia").await;
    let ticket = make::ticket(bed, Some(&requester)).await;
    let (note, file) = note(bed, &ticket).await;
    relate(bed, Relation { since: at(5), until: Some(at(8)), ..make::relation(&cia, &requester) }).await;
    for (minute, expected) in [(4, false), (5, true), (7, true), (8, false), (9, false)] {
        let actor = Actor::signed_in(cia.clone()).asking_at(at(minute));
        assert_eq!(sees(bed, &actor, &ticket, note, file).await, expected, "minute {minute}");
        let mut db = bed.read().await;
        let own = people::participant(&mut db, &actor, requester.id).await.unwrap();
        assert_eq!(own.is_some(), expected, "minute {minute}");
        assert_eq!(!people::participants(&mut db, &actor).await.unwrap().is_empty(), expected);
    }
    let timeless = Actor::signed_in(cia.clone());
    assert!(!sees(bed, &timeless, &ticket, note, file).await, "what ends has ended where no time is known");
}

async fn a_relation_counts_while_they_are_a_counsellor_where_it_was_made(bed: &Bed) {
    let (acme, other) =
        (organisation(bed, "acme", Sharing::Own).await, organisation(bed, "annan", Sharing::Own).await);
    let requester = make::person(bed, Role::Participant, "Åsa").await;
    let ticket = make::ticket(bed, Some(&requester)).await;
    let (note, file) = note(bed, &ticket).await;
    let cia = make::person(bed, Role::Participant, "Cia").await;
    let within = Relation { organisation_id: Some(acme.id), ..make::relation(&cia, &requester) };
    relate(bed, within.clone()).await;
    assert!(!sees(bed, &actor(bed, &cia).await, &ticket, note, file).await, "no counsellor at all");
    join(bed, &cia, other.id, Role::Counsellor, None).await;
    assert!(!sees(bed, &actor(bed, &cia).await, &ticket, note, file).await, "a counsellor elsewhere");
    join(bed, &cia, acme.id, Role::Counsellor, None).await;
    assert!(sees(bed, &actor(bed, &cia).await, &ticket, note, file).await);
    relate(bed, Relation { organisation_id: None, ..within }).await;
    assert!(!sees(bed, &actor(bed, &cia).await, &ticket, note, file).await, "not one in the whole portal");
}

async fn a_queue_holds_what_one_works(bed: &Bed) {
    let acme = organisation(bed, "acme", Sharing::Own).await;
    let requester = make::person(bed, Role::Participant, "Åsa").await;
    let theirs = Ticket { organisation_id: Some(acme.id), ..make::new_ticket(bed, Some(&requester)) };
    make::put(bed, &theirs).await;
    make::ticket(bed, None).await;
    let portal = make::person(bed, Role::Agent, "Per").await;
    let local = make::person(bed, Role::Participant, "Lo").await;
    join(bed, &local, acme.id, Role::Agent, None).await;
    let manager = make::person(bed, Role::Participant, "Mia").await;
    join(bed, &manager, acme.id, Role::Manager, None).await;
    for (user, expected) in [(&portal, 2), (&local, 1), (&manager, 0)] {
        for state in [QueueState::Waiting, QueueState::All] {
            let filter = QueueFilter { state, ..QueueFilter::default() };
            let actor = actor(bed, user).await;
            let (rows, total) = tickets::queue(&mut bed.read().await, &actor, &filter, 10, 0).await.unwrap();
            assert_eq!((rows.len(), total), (expected, i64::try_from(expected).unwrap()), "{}", user.name);
        }
    }
}

async fn colleagues_see_what_their_organisation_shares(bed: &Bed) {
    for sharing in Sharing::ALL {
        let acme = organisation(bed, sharing.as_str(), *sharing).await;
        let person =
            async |name: &str| make::person(bed, Role::Participant, &format!("{name} {sharing}")).await;
        let (requester, teammate, colleague, chosen, former) = (
            person("Åsa").await,
            person("Tor").await,
            person("Kim").await,
            person("Vera").await,
            person("Före detta").await,
        );
        let mut tx = bed.begin().await;
        let team = organisations::put_team(&mut tx, bed.id(), acme.id, "Norr").await.unwrap();
        organisations::choose_viewer(&mut tx, acme.id, chosen.id).await.unwrap();
        organisations::choose_viewer(&mut tx, acme.id, former.id).await.unwrap();
        tx.commit().await.unwrap();
        join(bed, &requester, acme.id, Role::Participant, Some(team)).await;
        join(bed, &teammate, acme.id, Role::Participant, Some(team)).await;
        join(bed, &colleague, acme.id, Role::Participant, None).await;
        join(bed, &chosen, acme.id, Role::Participant, None).await;
        let expected = match sharing {
            Sharing::Own => [false, false, false, false],
            Sharing::Team => [true, false, false, false],
            Sharing::Organisation => [true, true, true, false],
            Sharing::Chosen => [false, false, true, false],
        };
        for private in [false, true] {
            let ticket =
                Ticket { private, organisation_id: Some(acme.id), ..make::new_ticket(bed, Some(&requester)) };
            make::put(bed, &ticket).await;
            let (note, file) = note(bed, &ticket).await;
            for (user, shared) in [&teammate, &colleague, &chosen, &former].into_iter().zip(expected) {
                let seen = sees(bed, &actor(bed, user).await, &ticket, note, file).await;
                assert_eq!(seen, shared && !private, "{} with {sharing}, private: {private}", user.name);
            }
            let mut tx = bed.begin().await;
            tickets::set_private(&mut tx, ticket.id, !private).await.unwrap();
            organisations::unchoose_viewer(&mut tx, acme.id, former.id).await.unwrap();
            tx.commit().await.unwrap();
            let now = tickets::find(&mut bed.read().await, ticket.id).await.unwrap().unwrap();
            assert_eq!(now.private, !private);
        }
        let left = Ticket { organisation_id: Some(acme.id), ..make::new_ticket(bed, Some(&requester)) };
        make::put(bed, &left).await;
        let (note, file) = note(bed, &left).await;
        let listed = async |user: &User| {
            let actor = actor(bed, user).await;
            cases::of_colleagues(&mut bed.read().await, &actor, Show::All, 10, 0).await.unwrap().1
        };
        for (user, shared) in [&teammate, &colleague, &chosen].into_iter().zip(expected) {
            assert_eq!(listed(user).await > 0, shared, "{} with {sharing}", user.name);
        }
        let mut tx = bed.begin().await;
        organisations::remove_member(&mut tx, requester.id, acme.id, Role::Participant).await.unwrap();
        tx.commit().await.unwrap();
        for user in [&teammate, &colleague, &chosen] {
            let seen = sees(bed, &actor(bed, user).await, &left, note, file).await;
            assert!(!seen && listed(user).await == 0, "{} with {sharing}: the requester has left", user.name);
        }
    }
}
