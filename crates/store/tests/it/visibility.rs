//! The visibility conditions of the store agree with [`fyr_domain::permission`], for every combination of relations between
//! an actor and a ticket.

use fyr_domain::{
    Actor, Level, Membership, Role, User,
    permission::{Permission, Scope, Sharing, TicketAction, may},
    tickets::TicketEventKind,
};
use fyr_store::{
    attachments,
    organisations::{self, Organisation},
    people::{self, NewRelation},
    shared_tickets, ticket_access, ticket_events,
    ticket_queue::{self, QueueFilter, QueueState},
    tickets::{self, Ticket, TicketStatusFilter},
};
use fyr_testing::{Harness, on_both_engines};
use uuid::Uuid;

use crate::fixtures::{self, at};

on_both_engines! {
    whoever_may_see_a_ticket_finds_it_and_nobody_else_does,
    a_relation_is_valid_from_its_start_to_its_end,
    a_relation_is_valid_while_the_counsellor_has_the_role_there,
    a_relation_made_in_an_organisation_covers_its_tickets_alone,
    nothing_counts_until_the_address_is_confirmed,
    the_queue_contains_the_tickets_the_actor_works,
    colleagues_see_what_their_organisation_shares,
}

async fn organisation(harness: &Harness, slug: &str, sharing: Sharing) -> Organisation {
    let organisation = Organisation {
        id: harness.id(),
        slug: slug.into(),
        name: slug.into(),
        sharing,
        participants_end: true,
        created_at: at(0),
    };
    let mut tx = harness.begin().await;
    organisations::upsert(&mut tx, &organisation).await.unwrap();
    tx.commit().await.unwrap();
    organisation
}

async fn join(harness: &Harness, user: &User, organisation: Uuid, role: Role, team: Option<Uuid>) {
    let membership = Membership { organisation, team, role, level: Level::default() };
    let mut tx = harness.begin().await;
    organisations::upsert_membership(&mut tx, user.id, &membership, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn relate(harness: &Harness, relation: NewRelation) {
    let mut tx = harness.begin().await;
    people::upsert_relation(&mut tx, &relation, at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

/// The user with their memberships, as a request loads them.
async fn actor(harness: &Harness, user: &User) -> Actor {
    let memberships = organisations::list_memberships(&mut harness.read().await, user.id).await.unwrap();
    Actor::signed_in(User { memberships, ..user.clone() }).at_time(at(10))
}

/// Whether the actor sees the ticket in every query and by the pure rule; all must agree.
async fn sees(harness: &Harness, actor: &Actor, ticket: &Ticket, note: Uuid, file: Uuid) -> bool {
    let mut db = harness.read().await;
    let access = ticket_access::find(&mut db, actor, ticket.id).await.unwrap();
    let sees = may(actor, Permission::Ticket(TicketAction::See, &access));
    let works = may(actor, Permission::Ticket(TicketAction::Work, &access));
    let found = tickets::find_visible(&mut db, actor, &ticket.reference).await.unwrap();
    assert_eq!(found.is_some(), sees, "{access:?}");
    let notes = ticket_events::list_for_ticket(&mut db, actor, ticket.id, Uuid::nil()).await.unwrap();
    assert_eq!(notes.iter().any(|entry| entry.id == note), works, "notes: {access:?}");
    let internal = notes.iter().filter(|event| event.author_name == INTERNAL).count();
    let expected = if works { fixtures::internal_changes().len() } else { 0 };
    assert_eq!(internal, expected, "internal events: {access:?}");
    let files = attachments::list_for_ticket(&mut db, actor, ticket.id).await.unwrap();
    assert_eq!(!files.is_empty(), works, "files of notes: {access:?}");
    let file = attachments::find_visible(&mut db, actor, &ticket.reference, file).await.unwrap();
    assert_eq!(file.is_some(), works, "a file of a note: {access:?}");
    sees
}

/// The author of the internal events that [`note`] inserts.
const INTERNAL: &str = "Bara för support";

/// Inserts an internal note with a file, and one internal event of every kind.
async fn note(harness: &Harness, ticket: &Ticket) -> (Uuid, Uuid) {
    let note = fixtures::insert_event(harness, ticket.id, TicketEventKind::Note).await;
    let file = fixtures::new_attachment(harness, harness.id());
    let mut tx = harness.begin().await;
    for change in fixtures::internal_changes() {
        let event = ticket_events::TicketEvent {
            author_name: INTERNAL.into(),
            ..fixtures::new_event(harness, ticket.id, TicketEventKind::Message).with_change(&change)
        };
        ticket_events::insert(&mut tx, &event, None).await.unwrap();
    }
    attachments::insert(&mut tx, &file).await.unwrap();
    attachments::attach(&mut tx, file.form_key, &file.owner, note.id).await.unwrap();
    tx.commit().await.unwrap();
    (note.id, file.id)
}

async fn whoever_may_see_a_ticket_finds_it_and_nobody_else_does(harness: &Harness) {
    let acme = organisation(harness, "acme", Sharing::Organisation).await;
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    join(harness, &requester, acme.id, Role::Participant, None).await;
    let mut seen = 0;
    for (private, owner) in [(false, Some(&requester)), (true, Some(&requester)), (false, None)] {
        let ticket =
            Ticket { private, organisation_id: Some(acme.id), ..fixtures::new_ticket(harness, owner) };
        fixtures::insert_ticket(harness, &ticket).await;
        let (note, file) = note(harness, &ticket).await;
        let guest = fixtures::guest(harness, &ticket).await.guest;
        for bits in 0..64_u32 {
            let has = |bit: u32| bits & (1 << bit) != 0;
            let role = if has(0) {
                Role::Agent
            } else if has(1) {
                Role::Counsellor
            } else {
                Role::Participant
            };
            let user =
                fixtures::person(harness, role, &format!("{private} {} {bits}", owner.is_some())).await;
            if has(2) {
                join(harness, &user, acme.id, Role::Participant, None).await;
            }
            if has(3) {
                join(harness, &user, acme.id, Role::Agent, None).await;
            }
            if has(4) {
                let scope = if has(5) { Scope::Act } else { Scope::See };
                relate(harness, NewRelation { scope, ..fixtures::relation(&user, &requester) }).await;
            }
            let mut actor = actor(harness, &user).await;
            if has(5) {
                actor.guest = guest;
            }
            seen += u32::from(sees(harness, &actor, &ticket, note, file).await);
        }
        let mut own = actor(harness, &requester).await;
        assert_eq!(sees(harness, &own, &ticket, note, file).await, owner.is_some());
        own.user = None;
        assert!(!sees(harness, &own, &ticket, note, file).await);
        own.guest = guest;
        assert_eq!(sees(harness, &own, &ticket, note, file).await, owner.is_none());
    }
    assert!(seen > 90 && seen < 192, "{seen} of 192 see it");
}

async fn a_relation_is_valid_from_its_start_to_its_end(harness: &Harness) {
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let cia = fixtures::person(harness, Role::Counsellor, "Cia").await;
    let ticket = fixtures::ticket(harness, Some(&requester)).await;
    let (note, file) = note(harness, &ticket).await;
    relate(harness, NewRelation { since: at(5), until: Some(at(8)), ..fixtures::relation(&cia, &requester) })
        .await;
    for (minute, expected) in [(4, false), (5, true), (7, true), (8, false), (9, false)] {
        let actor = Actor::signed_in(cia.clone()).at_time(at(minute));
        assert_eq!(sees(harness, &actor, &ticket, note, file).await, expected, "minute {minute}");
        let mut db = harness.read().await;
        let own = people::find_participant(&mut db, &actor, requester.id).await.unwrap();
        assert_eq!(own.is_some(), expected, "minute {minute}");
        assert_eq!(!people::list_participants(&mut db, &actor).await.unwrap().is_empty(), expected);
    }
    let timeless = Actor::signed_in(cia.clone());
    assert!(
        !sees(harness, &timeless, &ticket, note, file).await,
        "what ends has ended where no time is known"
    );
}

async fn a_relation_is_valid_while_the_counsellor_has_the_role_there(harness: &Harness) {
    let (acme, other) = (
        organisation(harness, "acme", Sharing::Own).await,
        organisation(harness, "annan", Sharing::Own).await,
    );
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let ticket = fixtures::ticket(harness, Some(&requester)).await;
    let (note, file) = note(harness, &ticket).await;
    let cia = fixtures::person(harness, Role::Participant, "Cia").await;
    let within = NewRelation { organisation_id: Some(acme.id), ..fixtures::relation(&cia, &requester) };
    relate(harness, within.clone()).await;
    assert!(!sees(harness, &actor(harness, &cia).await, &ticket, note, file).await, "no counsellor at all");
    join(harness, &cia, other.id, Role::Counsellor, None).await;
    assert!(!sees(harness, &actor(harness, &cia).await, &ticket, note, file).await, "a counsellor elsewhere");
    join(harness, &cia, acme.id, Role::Counsellor, None).await;
    assert!(sees(harness, &actor(harness, &cia).await, &ticket, note, file).await);
    relate(harness, NewRelation { organisation_id: None, ..within }).await;
    assert!(
        !sees(harness, &actor(harness, &cia).await, &ticket, note, file).await,
        "not one in the whole portal"
    );
}

async fn a_relation_made_in_an_organisation_covers_its_tickets_alone(harness: &Harness) {
    let (acme, other) = (
        organisation(harness, "acme", Sharing::Own).await,
        organisation(harness, "annan", Sharing::Own).await,
    );
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let cia = fixtures::person(harness, Role::Participant, "Cia").await;
    for place in [acme.id, other.id] {
        join(harness, &cia, place, Role::Counsellor, None).await;
        join(harness, &requester, place, Role::Participant, None).await;
    }
    let within = NewRelation { organisation_id: Some(acme.id), ..fixtures::relation(&cia, &requester) };
    relate(harness, within.clone()).await;
    let mut tickets = Vec::new();
    for organisation_id in [Some(acme.id), Some(other.id), None] {
        let new = Ticket { organisation_id, ..fixtures::new_ticket(harness, Some(&requester)) };
        let ticket = fixtures::insert_ticket(harness, &new).await;
        let (note, file) = note(harness, &ticket).await;
        tickets.push((ticket, note, file));
    }
    let seen = async || {
        let actor = actor(harness, &cia).await;
        let mut seen = Vec::new();
        for (ticket, note, file) in &tickets {
            seen.push(sees(harness, &actor, ticket, *note, *file).await);
        }
        let mut db = harness.read().await;
        let filter = shared_tickets::ParticipantTicketFilter::default();
        let listed = shared_tickets::list_for_participants(&mut db, &actor, &filter, 10, 0).await.unwrap();
        let count = i64::try_from(seen.iter().filter(|seen| **seen).count()).unwrap();
        assert_eq!(listed.1, count, "the list has what is seen");
        let counted = people::list_participants(&mut db, &actor).await.unwrap()[0].open_tickets;
        assert_eq!(counted, count, "and so has the number");
        seen
    };
    assert_eq!(seen().await, [true, false, true], "the other organisation's is not covered");
    let set = async |widened, now| {
        let mut tx = harness.begin().await;
        let set =
            people::set_relation_widened(&mut tx, cia.id, requester.id, widened, at(now)).await.unwrap();
        tx.commit().await.unwrap();
        set
    };
    assert!(set(true, 1).await);
    assert_eq!(seen().await, [true, true, true], "the participant widened it");
    relate(harness, NewRelation { purpose: "Nytt".into(), ..within.clone() }).await;
    assert_eq!(seen().await, [true, true, true], "new terms in the same organisation leave the choice");
    assert!(set(false, 1).await);
    assert_eq!(seen().await, [true, false, true]);
    assert!(set(true, 1).await);
    relate(harness, NewRelation { organisation_id: Some(other.id), ..within.clone() }).await;
    assert_eq!(seen().await, [false, true, true], "made anew elsewhere, it is not widened");
    relate(harness, NewRelation { until: Some(at(20)), ..within }).await;
    assert!(!set(true, 20).await, "it has ended");
}

async fn nothing_counts_until_the_address_is_confirmed(harness: &Harness) {
    let acme = organisation(harness, "acme", Sharing::Organisation).await;
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    join(harness, &requester, acme.id, Role::Participant, None).await;
    let new = Ticket { organisation_id: Some(acme.id), ..fixtures::new_ticket(harness, Some(&requester)) };
    let ticket = fixtures::insert_ticket(harness, &new).await;
    let (note, file) = note(harness, &ticket).await;
    for (name, portal, within) in [
        ("agent", Role::Agent, None),
        ("admin", Role::Admin, None),
        ("counsellor", Role::Counsellor, None),
        ("agent there", Role::Participant, Some(Role::Agent)),
        ("counsellor there", Role::Participant, Some(Role::Counsellor)),
        ("colleague", Role::Participant, Some(Role::Participant)),
        ("admin there", Role::Participant, Some(Role::Admin)),
    ] {
        let mut user = fixtures::person(harness, portal, name).await;
        if let Some(role) = within {
            join(harness, &user, acme.id, role, None).await;
        }
        let organisation_id = within.map(|_| acme.id);
        relate(harness, NewRelation { organisation_id, ..fixtures::relation(&user, &requester) }).await;
        let confirmed = actor(harness, &user).await;
        assert!(sees(harness, &confirmed, &ticket, note, file).await, "{name}");
        harness
            .sql(&format!("UPDATE users SET email_confirmed_at = NULL WHERE email = '{}'", user.email))
            .await;
        user.email_confirmed = false;
        let unconfirmed = actor(harness, &user).await;
        assert!(!sees(harness, &unconfirmed, &ticket, note, file).await, "{name}");
        let mut db = harness.read().await;
        assert!(people::list_participants(&mut db, &unconfirmed).await.unwrap().is_empty(), "{name}");
        assert!(organisations::list_administered(&mut db, &unconfirmed).await.unwrap().is_empty(), "{name}");
        let all = QueueFilter { state: QueueState::All, ..QueueFilter::default() };
        assert_eq!(
            ticket_queue::list_queue(&mut db, &unconfirmed, &all, 10, 0).await.unwrap().1,
            0,
            "{name}"
        );
        for found in [
            organisations::list_members_with_role(&mut db, acme.id, Role::Counsellor).await.unwrap(),
            organisations::list_members_with_role(&mut db, acme.id, Role::Admin).await.unwrap(),
        ] {
            assert!(found.is_empty(), "{name}");
        }
        assert!(people::list_by_role(&mut db, portal).await.unwrap().iter().all(|other| other.id != user.id));
        let agents = people::list_agents(&mut db, Some(acme.id)).await.unwrap();
        assert!(agents.iter().all(|agent| agent.id != user.id), "{name}");
    }
}

async fn the_queue_contains_the_tickets_the_actor_works(harness: &Harness) {
    let acme = organisation(harness, "acme", Sharing::Own).await;
    let requester = fixtures::person(harness, Role::Participant, "Åsa").await;
    let theirs = Ticket { organisation_id: Some(acme.id), ..fixtures::new_ticket(harness, Some(&requester)) };
    fixtures::insert_ticket(harness, &theirs).await;
    fixtures::ticket(harness, None).await;
    let portal = fixtures::person(harness, Role::Agent, "Per").await;
    let local = fixtures::person(harness, Role::Participant, "Lo").await;
    join(harness, &local, acme.id, Role::Agent, None).await;
    let manager = fixtures::person(harness, Role::Participant, "Mia").await;
    join(harness, &manager, acme.id, Role::Manager, None).await;
    for (user, expected) in [(&portal, 2), (&local, 1), (&manager, 0)] {
        for state in [QueueState::Waiting, QueueState::All] {
            let filter = QueueFilter { state, ..QueueFilter::default() };
            let actor = actor(harness, user).await;
            let (rows, total) =
                ticket_queue::list_queue(&mut harness.read().await, &actor, &filter, 10, 0).await.unwrap();
            assert_eq!((rows.len(), total), (expected, i64::try_from(expected).unwrap()), "{}", user.name);
        }
    }
}

async fn colleagues_see_what_their_organisation_shares(harness: &Harness) {
    for sharing in Sharing::ALL {
        let acme = organisation(harness, sharing.as_str(), *sharing).await;
        let person = async |name: &str| {
            fixtures::person(harness, Role::Participant, &format!("{name} {sharing}")).await
        };
        let (requester, teammate, colleague, chosen, former) = (
            person("Åsa").await,
            person("Tor").await,
            person("Kim").await,
            person("Vera").await,
            person("Före detta").await,
        );
        let mut tx = harness.begin().await;
        let team = organisations::ensure_team(&mut tx, harness.id(), acme.id, "Norr").await.unwrap();
        organisations::insert_sharing_viewer(&mut tx, acme.id, chosen.id).await.unwrap();
        organisations::insert_sharing_viewer(&mut tx, acme.id, former.id).await.unwrap();
        tx.commit().await.unwrap();
        join(harness, &requester, acme.id, Role::Participant, Some(team)).await;
        join(harness, &teammate, acme.id, Role::Participant, Some(team)).await;
        join(harness, &colleague, acme.id, Role::Participant, None).await;
        join(harness, &chosen, acme.id, Role::Participant, None).await;
        let expected = match sharing {
            Sharing::Own => [false, false, false, false],
            Sharing::Team => [true, false, false, false],
            Sharing::Organisation => [true, true, true, false],
            Sharing::Chosen => [false, false, true, false],
        };
        for private in [false, true] {
            let ticket = Ticket {
                private,
                organisation_id: Some(acme.id),
                ..fixtures::new_ticket(harness, Some(&requester))
            };
            fixtures::insert_ticket(harness, &ticket).await;
            let (note, file) = note(harness, &ticket).await;
            for (user, shared) in [&teammate, &colleague, &chosen, &former].into_iter().zip(expected) {
                let seen = sees(harness, &actor(harness, user).await, &ticket, note, file).await;
                assert_eq!(seen, shared && !private, "{} with {sharing}, private: {private}", user.name);
            }
            let mut tx = harness.begin().await;
            tickets::set_private(&mut tx, ticket.id, !private).await.unwrap();
            organisations::delete_sharing_viewer(&mut tx, acme.id, former.id).await.unwrap();
            tx.commit().await.unwrap();
            let now = tickets::find_by_id(&mut harness.read().await, ticket.id).await.unwrap().unwrap();
            assert_eq!(now.private, !private);
        }
        let left =
            Ticket { organisation_id: Some(acme.id), ..fixtures::new_ticket(harness, Some(&requester)) };
        fixtures::insert_ticket(harness, &left).await;
        let (note, file) = note(harness, &left).await;
        let listed = async |user: &User| {
            let actor = actor(harness, user).await;
            shared_tickets::list_for_colleagues(
                &mut harness.read().await,
                &actor,
                TicketStatusFilter::All,
                10,
                0,
            )
            .await
            .unwrap()
            .1
        };
        for (user, shared) in [&teammate, &colleague, &chosen].into_iter().zip(expected) {
            assert_eq!(listed(user).await > 0, shared, "{} with {sharing}", user.name);
        }
        let mut tx = harness.begin().await;
        organisations::delete_membership(&mut tx, requester.id, acme.id, Role::Participant).await.unwrap();
        tx.commit().await.unwrap();
        for user in [&teammate, &colleague, &chosen] {
            let seen = sees(harness, &actor(harness, user).await, &left, note, file).await;
            assert!(!seen && listed(user).await == 0, "{} with {sharing}: the requester has left", user.name);
        }
    }
}
