//! What changes on the status page after posting: the components of an incident, the times of a maintenance, and corrected texts.

use chrono::{DateTime, TimeDelta, Utc};
use fyr_domain::{
    Actor, Lang, Role,
    fields::Problem,
    status::{ComponentChange, ComponentState, Impact, MaintenancePhase, RawIncident, RawTexts, RawUpdate},
};
use fyr_testing::see_other_processes;
use fyr_usecases::{
    Error,
    status::{self, StatusSubject},
};
use uuid::Uuid;

use crate::status::{Portal, actor, moved_on, outage, portal};

/// An update of an incident that names its components; `sign_in` is the impact on that one where it differs.
fn affecting(components: &[&str], impact: &str, sign_in: &str) -> RawUpdate {
    RawUpdate {
        components: components.iter().map(|slug| (*slug).to_owned()).collect(),
        component_impacts: vec![("sign-in".into(), sign_in.into())],
        ..moved_on("identified", impact)
    }
}

async fn update(portal: &Portal, id: Uuid, raw: &RawUpdate) {
    status::update_incident(&portal.backend, &actor(Role::Staff), id, portal.key(), raw)
        .await
        .expect("updated");
}

#[tokio::test]
async fn components_come_and_go_and_each_counts_for_the_time_it_was_affected() {
    let portal = portal().await;
    let id = portal.outage().await;
    let other = portal.another();
    let ids: Vec<Uuid> =
        status::overview(&other).await.unwrap().components().iter().map(|component| component.id).collect();
    let [sign_in, files] = ids[..] else { panic!("two components") };
    let states = async || {
        see_other_processes(&other.store).await;
        let overview = status::overview(&other).await.unwrap();
        [sign_in, files].map(|component| overview.component_state(component))
    };
    let minutes = async || {
        see_other_processes(&other.store).await;
        let overview = status::overview(&other).await.unwrap();
        [sign_in, files].map(|component| {
            let history = overview.uptime_history(component);
            let today = *history.days.last().unwrap();
            (today.minutes, today.worst, overview.incidents_on(component, today.date).count())
        })
    };
    assert_eq!(states().await, [ComponentState::Operational, ComponentState::PartialOutage]);

    portal.clock.advance(TimeDelta::minutes(10));
    update(&portal, id, &affecting(&["sign-in", "files"], "major", "critical")).await;
    assert_eq!(states().await, [ComponentState::MajorOutage, ComponentState::PartialOutage], "one more");
    let (incident, _) = status::find_incident(&other, id).await.unwrap();
    assert_eq!(incident.impact, Impact::Critical, "that of the worst component");
    let added = [(sign_in, ComponentChange::Added(Impact::Critical))];
    assert_eq!(incident.changes_of(&incident.updates[0]), added);
    assert_eq!(incident.changes_of(&incident.updates[1]), [], "the first has nothing to change");

    portal.clock.advance(TimeDelta::minutes(20));
    update(&portal, id, &affecting(&["sign-in"], "minor", "")).await;
    assert_eq!(
        states().await,
        [ComponentState::Degraded, ComponentState::Operational],
        "one better, one gone"
    );
    let (incident, _) = status::find_incident(&other, id).await.unwrap();
    assert_eq!((incident.impact, &incident.components), (Impact::Minor, &vec![sign_in]));
    let changes = [(sign_in, ComponentChange::Better(Impact::Minor)), (files, ComponentChange::Removed)];
    assert_eq!(incident.changes_of(&incident.updates[0]), changes);

    portal.clock.advance(TimeDelta::minutes(40));
    let expected = [(60, Impact::Critical, 1), (30, Impact::Major, 1)];
    assert_eq!(minutes().await, expected, "10 to 70, and 0 to 30");
    update(&portal, id, &moved_on("resolved", "minor")).await;
    portal.clock.advance(TimeDelta::minutes(5));
    assert_eq!(minutes().await, expected);
    assert_eq!(states().await, [ComponentState::Operational; 2]);
}

#[tokio::test]
async fn an_update_of_the_former_release_keeps_the_components() {
    let portal = portal().await;
    let id = portal.outage().await;
    update(&portal, id, &affecting(&["sign-in", "files"], "minor", "critical")).await;
    let rows = fyr_usecases::store::status::StatusUpdateRow {
        id: portal.key(),
        subject_id: id,
        form_key: portal.key(),
        status: Some("monitoring".into()),
        impact: Some("major".into()),
        starts_at: None,
        ends_at: None,
        texts: fyr_domain::Localised::single(Lang::Sv, "Nu").into(),
        at: portal.backend.clock.now(),
    };
    let mut tx = portal.backend.store.begin().await.unwrap();
    fyr_usecases::store::status::insert_update(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
    let (incident, overview) = status::find_incident(&portal.another(), id).await.unwrap();
    for component in overview.components() {
        assert_eq!(
            overview.component_state(component.id),
            ComponentState::PartialOutage,
            "{}",
            component.slug
        );
    }
    assert_eq!(incident.updates[0].affected.len(), 2);
}

#[tokio::test]
async fn an_outage_counts_from_when_it_began_not_from_when_it_was_posted() {
    let portal = portal().await;
    let (backend, staff) = (&portal.backend, actor(Role::Staff));
    let now = backend.clock.now();
    let began = now - TimeDelta::minutes(45);
    let typed = began.with_timezone(&chrono_tz::Europe::Stockholm).format("%Y-%m-%dT%H:%M").to_string();
    let raw = RawIncident { started_at: typed.clone(), ..outage() };
    let id = status::post_incident(backend, &staff, portal.key(), &raw).await.expect("posted");
    let (incident, overview) = status::find_incident(backend, id).await.expect("found");
    assert_eq!((incident.started_at, incident.posted_at()), (began, now));
    let minutes = |overview: &status::StatusOverview| {
        let files = overview.components()[1].id;
        overview.uptime_history(files).days.last().map(|today| today.minutes)
    };
    assert_eq!(minutes(&overview), Some(45));

    let over = RawIncident { status: "resolved".into(), ..raw };
    status::post_incident(backend, &staff, portal.key(), &over).await.expect("posted");
    update(&portal, id, &moved_on("resolved", "none")).await;
    portal.clock.advance(TimeDelta::minutes(30));
    let overview = status::overview(backend).await.expect("an overview");
    assert_eq!(minutes(&overview), Some(45), "also where it was over when it was posted");

    let tomorrow = now + TimeDelta::days(1);
    let raw = RawIncident { started_at: tomorrow.format("%Y-%m-%dT%H:%M").to_string(), ..outage() };
    let Err(Error::Invalid(errors)) = status::post_incident(backend, &staff, portal.key(), &raw).await else {
        panic!("it has not begun")
    };
    assert_eq!(errors.get("started_at"), Some(&Problem::InFuture));
}

#[tokio::test]
async fn work_is_moved_with_its_start_and_what_was_moved_is_kept() {
    let portal = portal().await;
    let id = portal.maintenance().await;
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let move_to = async |starts_at: &str, ends_at: &str| {
        let raw = RawUpdate {
            action: "note".into(),
            starts_at: starts_at.into(),
            ends_at: ends_at.into(),
            text: RawTexts::single(Lang::Sv, "Vi flyttar arbetet."),
            ..RawUpdate::default()
        };
        status::update_maintenance(&portal.backend, &actor(Role::Staff), id, portal.key(), &raw).await
    };
    let find = async || status::find_maintenance(&portal.another(), id).await.unwrap().0;
    assert_eq!(find().await.revision(), 0);
    move_to("2026-11-26T22:00", "2026-11-27T00:00").await.expect("two days later");
    let moved = find().await;
    let window = (at("2026-11-26T21:00:00Z"), at("2026-11-26T23:00:00Z"));
    assert_eq!((moved.starts_at, moved.ends_at, moved.revision()), (window.0, window.1, 1));
    assert_eq!((moved.updates[0].moved_to, moved.updates[1].moved_to), (Some(window), None));
    move_to("", "").await.expect("a note");
    assert_eq!(find().await.updates[0].moved_to, None, "a note alone moves nothing");

    portal.clock.advance(TimeDelta::days(5) + TimeDelta::hours(10));
    let now = portal.backend.clock.now();
    assert_eq!(find().await.phase(now), MaintenancePhase::InProgress);
    let Err(Error::Invalid(errors)) = move_to("2026-11-26T21:30", "").await else { panic!("it has begun") };
    assert_eq!(errors.get("starts_at"), Some(&Problem::NotInFuture));
    move_to("2026-11-29T22:00", "2026-11-30T00:00").await.expect("put off");
    assert_eq!(find().await.phase(now), MaintenancePhase::Scheduled);
}

#[tokio::test]
async fn a_corrected_text_replaces_the_published_one_and_the_earlier_wording_stays() {
    let portal = portal().await;
    let (backend, staff) = (&portal.backend, actor(Role::Staff));
    let id = portal.outage().await;
    let update = status::find_incident(backend, id).await.unwrap().0.updates[0].id;
    let texts = |text: &str| RawTexts::single(Lang::Sv, text);
    let correct =
        async |id, key, text: &str| status::correct_text(backend, &staff, id, key, None, &texts(text)).await;

    portal.clock.advance(TimeDelta::minutes(5));
    let (first, second) = (portal.backend.clock.now(), portal.backend.clock.now() + TimeDelta::minutes(5));
    let key = portal.key();
    for _ in 0..2 {
        assert_eq!(
            correct(update, key, "Vi letar efter ett fel.").await.unwrap(),
            StatusSubject::Incident(id)
        );
    }
    portal.clock.advance(TimeDelta::minutes(5));
    correct(id, portal.key(), "Det går inte att öppna filer").await.expect("the title");
    let (incident, overview) = status::find_incident(&portal.another(), id).await.unwrap();
    assert_eq!(incident.title.text(Lang::Sv), "Det går inte att öppna filer");
    assert_eq!(incident.updates[0].text.text(Lang::Sv), "Vi letar efter ett fel.");
    assert_eq!(incident.updates[0].corrected_at, Some(first));
    assert_eq!((incident.title_corrected_at, incident.updated_at()), (Some(second), second));
    assert_eq!(overview.updated_at(), Some(second), "feeds are told");
    let earlier: Vec<_> =
        incident.corrections.iter().map(|c| (c.update, c.earlier.text(Lang::Sv), c.at)).collect();
    let expected =
        [(None, "Filer går inte att öppna", second), (Some(update), "Vi letar efter felet.", first)];
    assert_eq!(earlier, expected, "and the form sent twice corrected once");

    let Err(Error::Invalid(errors)) = correct(update, portal.key(), "Vi letar efter ett fel.").await else {
        panic!("nothing was changed")
    };
    assert_eq!(errors.get("text_sv"), Some(&Problem::Unchanged));
    let work = portal.maintenance().await;
    correct(work, portal.key(), "Vi byter server").await.expect("the title of a plan");
    let plan = status::find_maintenance(backend, work).await.unwrap().0;
    assert_eq!((plan.title.text(Lang::Sv), plan.revision()), ("Vi byter server", 1), "calendars are told");
    assert!(matches!(correct(portal.key(), portal.key(), "X").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn only_those_who_post_correct() {
    let portal = portal().await;
    let id = portal.outage().await;
    for role in Role::ALL {
        let actor = actor(*role);
        let found = status::find_published_text(&portal.backend, &actor, id).await;
        let raw = RawTexts::single(Lang::Sv, &format!("{role} skriver något annat"));
        let corrected = status::correct_text(&portal.backend, &actor, id, portal.key(), None, &raw).await;
        match role {
            Role::Staff | Role::Admin => assert!(found.is_ok() && corrected.is_ok()),
            Role::Participant | Role::Counsellor | Role::Approver | Role::Agent | Role::Manager => {
                assert!(matches!((found, corrected), (Err(Error::NotFound), Err(Error::NotFound))));
            }
        }
    }
    let found = status::find_published_text(&portal.backend, &Actor::ANONYMOUS, id).await;
    assert!(matches!(found, Err(Error::SignInFirst)));
}

/// The problem of a field of a form that was refused.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>, field: &str) -> Option<Problem> {
    match result {
        Err(Error::Invalid(errors)) => errors.get(field).cloned(),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn an_update_is_not_posted_over_one_that_its_author_has_not_read() {
    let portal = portal().await;
    let (backend, staff) = (&portal.backend, actor(Role::Staff));
    let id = portal.outage().await;
    let latest =
        async || status::find_incident(&portal.another(), id).await.unwrap().0.updates[0].id.to_string();
    let post = async |key, raw: &RawUpdate| status::update_incident(backend, &staff, id, key, raw).await;
    let both_saw = latest().await;
    let resolved = RawUpdate { seen: both_saw.clone(), ..moved_on("resolved", "major") };
    let key = portal.key();
    post(key, &resolved).await.expect("the first");
    post(key, &resolved).await.expect("and again by a double click");
    let stale = RawUpdate { seen: both_saw, ..moved_on("investigating", "major") };
    assert_eq!(refused(post(portal.key(), &stale).await, "status"), Some(Problem::PublishedMeanwhile));
    let incident = status::find_incident(&portal.another(), id).await.unwrap().0;
    assert_eq!((incident.updates.len(), incident.resolved_at.is_some()), (2, true), "it stays resolved");
    let read = RawUpdate { seen: latest().await, ..stale };
    post(portal.key(), &read).await.expect("having read it");

    let id = portal.maintenance().await;
    let seen = status::find_maintenance(&portal.another(), id).await.unwrap().0.updates[0].id.to_string();
    let note = |text: &str| RawUpdate {
        action: "note".into(),
        seen: seen.clone(),
        text: RawTexts::single(Lang::Sv, text),
        ..RawUpdate::default()
    };
    let post =
        async |raw: RawUpdate| status::update_maintenance(backend, &staff, id, portal.key(), &raw).await;
    post(note("Vi börjar som planerat.")).await.expect("the first");
    assert_eq!(refused(post(note("Vi väntar.")).await, "action"), Some(Problem::PublishedMeanwhile));
}

#[tokio::test]
async fn of_two_simultaneous_updates_one_is_told_of_the_other() {
    let portal = portal().await;
    let staff = actor(Role::Staff);
    let id = portal.outage().await;
    let seen = status::find_incident(&portal.backend, id).await.unwrap().0.updates[0].id.to_string();
    let post = async |word: &str| {
        let raw = RawUpdate { seen: seen.clone(), ..moved_on(word, "minor") };
        status::update_incident(&portal.another(), &staff, id, portal.key(), &raw).await.is_ok()
    };
    let (one, two, three) = tokio::join!(post("identified"), post("monitoring"), post("resolved"));
    assert_eq!([one, two, three].into_iter().filter(|posted| *posted).count(), 1);
}

#[tokio::test]
async fn a_correction_is_not_made_over_another_one() {
    let portal = portal().await;
    let (backend, staff) = (&portal.backend, actor(Role::Staff));
    let id = portal.outage().await;
    let correct = async |key, seen, text: &str| {
        let raw = RawTexts::single(Lang::Sv, text);
        status::correct_text(backend, &staff, id, key, Some(seen), &raw).await
    };
    let (first, second) = (portal.key(), portal.key());
    correct(first, 0, "Filer öppnas inte").await.expect("the first");
    correct(first, 0, "Filer öppnas inte").await.expect("again by a double click");
    let stale = correct(second, 0, "Filer öppnas långsamt").await;
    assert_eq!(refused(stale, "title_sv"), Some(Problem::PublishedMeanwhile));
    correct(second, 1, "Filer öppnas långsamt").await.expect("having read it");
    // the first form again, by the button to go back: it is not said to be published
    let again = correct(first, 0, "Filer öppnas inte").await;
    assert_eq!(refused(again, "title_sv"), Some(Problem::PublishedMeanwhile));
    let published = status::find_published_text(backend, &staff, id).await.unwrap();
    assert_eq!((published.text.text(Lang::Sv), published.corrections), ("Filer öppnas långsamt", 2));
}

#[tokio::test]
async fn a_mistyped_beginning_is_corrected_in_the_open() {
    let portal = portal().await;
    let id = portal.outage().await;
    let now = portal.backend.clock.now();
    let began = now - TimeDelta::minutes(30);
    let typed = began.with_timezone(&chrono_tz::Europe::Stockholm).format("%Y-%m-%dT%H:%M").to_string();
    update(&portal, id, &RawUpdate { started_at: typed, ..moved_on("identified", "major") }).await;
    let (incident, overview) = status::find_incident(&portal.another(), id).await.unwrap();
    assert_eq!(incident.started_at, began);
    assert_eq!(incident.updates[0].began_at, Some(began), "the page says so");
    assert_eq!((incident.updates[0].moved_to, incident.updates[1].began_at), (None, None));
    let files = overview.components()[1].id;
    assert_eq!(overview.uptime_history(files).days.last().map(|today| today.minutes), Some(30));
}
