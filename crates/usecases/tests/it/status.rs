//! The status page: posting is visible at once in every process, idempotent, and readable while the database is unavailable.

use chrono::TimeDelta;
use fyr_domain::{
    Actor, Lang, Level, Localised, Role, User,
    clock::Clock,
    fields::Problem,
    status::{
        ComponentState, Impact, IncidentStatus, MaintenancePhase, RawIncident, RawMaintenance, RawTexts,
        RawUpdate,
    },
};
use fyr_testing::see_other_processes;
use fyr_usecases::{
    Error, status,
    store::{TitledItem, components},
};
use uuid::Uuid;

use crate::support::Fixture;

/// A portal with two components.
pub struct Portal(Fixture);

impl std::ops::Deref for Portal {
    type Target = Fixture;
    fn deref(&self) -> &Fixture {
        &self.0
    }
}

pub async fn portal() -> Portal {
    let fixture = Fixture::new().await;
    let mut tx = fixture.backend.store.begin().await.expect("a transaction");
    for (position, slug) in [(1, "sign-in"), (2, "files")] {
        let entry = TitledItem {
            id: fixture.clock.id(),
            slug: slug.into(),
            position,
            titles: Localised::single(Lang::Sv, slug).into(),
            descriptions: Localised::default().into(),
        };
        components::upsert(&mut tx, &entry).await.expect("a component");
    }
    tx.commit().await.expect("committed");
    Portal(fixture)
}

impl Portal {
    pub fn key(&self) -> Uuid {
        self.clock.id()
    }

    pub async fn outage(&self) -> Uuid {
        status::post_incident(&self.backend, &actor(Role::Staff), self.key(), &outage())
            .await
            .expect("posted")
    }

    /// A maintenance from three days from now, for two hours.
    pub async fn maintenance(&self) -> Uuid {
        let plan = plan("2026-11-24T22:00", "2026-11-25T00:00");
        status::post_maintenance(&self.backend, &actor(Role::Admin), self.key(), &plan).await.expect("posted")
    }

    async fn move_maintenance(&self, id: Uuid, action: &str) -> Result<(), Error> {
        let raw = RawUpdate { action: action.into(), ..RawUpdate::default() };
        status::update_maintenance(&self.backend, &actor(Role::Staff), id, self.key(), &raw).await
    }
}

pub fn actor(role: Role) -> Actor {
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

pub fn outage() -> RawIncident {
    RawIncident {
        components: vec!["files".into()],
        impact: "major".into(),
        status: "investigating".into(),
        title: RawTexts::single(Lang::Sv, "Filer går inte att öppna"),
        text: RawTexts::single(Lang::Sv, "Vi letar efter felet."),
        ..RawIncident::default()
    }
}

fn plan(starts_at: &str, ends_at: &str) -> RawMaintenance {
    RawMaintenance {
        components: vec!["sign-in".into()],
        title: RawTexts::single(Lang::Sv, "Vi byter databas"),
        text: RawTexts::single(Lang::Sv, "Det går inte att logga in under tiden."),
        starts_at: starts_at.into(),
        ends_at: ends_at.into(),
        confirm: String::new(),
    }
}

pub fn moved_on(status: &str, impact: &str) -> RawUpdate {
    let text = RawTexts::single(Lang::Sv, "Nu vet vi mer.");
    RawUpdate { status: status.into(), impact: impact.into(), text, ..RawUpdate::default() }
}

#[tokio::test]
async fn an_outage_shows_in_every_process() {
    let fixture = portal().await;
    let other = fixture.another();
    let before = status::overview(&other).await.expect("an overview");
    assert_eq!(before.overall_state().state, ComponentState::Operational);

    let id = fixture.outage().await;
    see_other_processes(&other.store).await;
    let after = status::overview(&other).await.expect("an overview");
    let incident = after.open_incidents().next().expect("one outage");
    assert_eq!((incident.id, incident.impact), (id, Impact::Major));
    assert_eq!(incident.updates[0].text.text(Lang::Sv), "Vi letar efter felet.");
    let states: Vec<_> =
        after.components().iter().map(|component| after.component_state(component.id)).collect();
    assert_eq!(states, [ComponentState::Operational, ComponentState::PartialOutage]);
    assert!(after.stale_since.is_none());
}

#[tokio::test]
async fn cached_status_is_shown_while_the_database_is_unavailable_with_its_age() {
    let fixture = portal().await;
    let id = fixture.outage().await;
    let known = status::overview(&fixture.backend).await.expect("an overview").now;
    fixture.backend.store.close().await;
    fixture.clock.advance(TimeDelta::minutes(5));

    let overview = status::overview(&fixture.backend).await.expect("from memory");
    assert_eq!(overview.stale_since, Some(known));
    assert_eq!(overview.open_incidents().count(), 1);
    assert!(status::find_incident(&fixture.backend, id).await.is_ok());
    assert_eq!(status::list_past_incidents(&fixture.backend, 1).await.expect("from memory").total, 0);
    let posted = status::post_incident(&fixture.backend, &actor(Role::Staff), fixture.key(), &outage()).await;
    assert!(matches!(posted, Err(Error::Unavailable(_))));
}

#[tokio::test]
async fn a_form_sent_twice_does_its_work_once() {
    let fixture = portal().await;
    let (backend, staff) = (&fixture.backend, actor(Role::Staff));
    let key = fixture.key();
    let first = status::post_incident(backend, &staff, key, &outage()).await.expect("posted");
    let again = status::post_incident(backend, &staff, key, &outage()).await.expect("the same again");
    assert_eq!(first, again);
    let (key, plan) = (fixture.key(), plan("2026-11-24T22:00", "2026-11-25T00:00"));
    let planned = status::post_maintenance(backend, &staff, key, &plan).await.expect("posted");
    assert_eq!(status::post_maintenance(backend, &staff, key, &plan).await.expect("the same again"), planned);
    let key = fixture.key();
    for _ in 0..2 {
        status::update_incident(backend, &staff, first, key, &moved_on("identified", "minor"))
            .await
            .expect("updated");
    }

    let overview = status::overview(backend).await.expect("an overview");
    assert_eq!((overview.incidents().len(), overview.maintenances().len()), (1, 1));
    assert_eq!(overview.incidents()[0].updates.len(), 2);
}

#[tokio::test]
async fn a_resolved_outage_becomes_history_and_can_be_opened_again() {
    let fixture = portal().await;
    let (backend, staff) = (&fixture.backend, actor(Role::Staff));
    let id = fixture.outage().await;
    fixture.clock.advance(TimeDelta::minutes(90));
    status::update_incident(backend, &staff, id, fixture.key(), &moved_on("resolved", "major"))
        .await
        .expect("over");

    let overview = status::overview(backend).await.expect("an overview");
    assert_eq!((overview.open_incidents().count(), overview.resolved_incidents().count()), (0, 1));
    let files = overview.components()[1].id;
    assert_eq!(overview.component_state(files), ComponentState::Operational);
    let history = overview.uptime_history(files);
    let today = history.days.last().expect("ninety days");
    assert_eq!((history.days.len(), today.worst, today.minutes), (90, Impact::Major, 90));
    assert!(history.uptime < 10_000);
    assert_eq!(overview.incidents_on(files, today.date).count(), 1);
    assert_eq!(overview.incidents_on(overview.components()[0].id, today.date).count(), 0);
    assert_eq!(status::list_past_incidents(backend, 1).await.expect("history").incidents[0].id, id);

    status::update_incident(backend, &staff, id, fixture.key(), &moved_on("monitoring", "minor"))
        .await
        .expect("again");
    let (incident, _) = status::find_incident(backend, id).await.expect("found");
    assert_eq!((incident.status, incident.resolved_at), (IncidentStatus::Monitoring, None));
    assert_eq!(status::list_past_incidents(backend, 1).await.expect("history").total, 0);
}

#[tokio::test]
async fn each_interval_of_an_incident_counts_with_its_impact_and_resolved_time_does_not_count() {
    let fixture = portal().await;
    let (backend, staff) = (&fixture.backend, actor(Role::Staff));
    let critical = RawIncident { impact: "critical".into(), ..outage() };
    let id = status::post_incident(backend, &staff, fixture.key(), &critical).await.expect("posted");
    let passes = async |minutes, phase, impact| {
        fixture.clock.advance(TimeDelta::minutes(minutes));
        let said = moved_on(phase, impact);
        status::update_incident(backend, &staff, id, fixture.key(), &said).await.expect("updated");
        let overview = status::overview(backend).await.expect("an overview");
        let history = overview.uptime_history(overview.components()[1].id);
        let today = *history.days.last().expect("ninety days");
        let incidents = overview.incidents_on(overview.components()[1].id, today.date).count();
        (today.worst, today.minutes, incidents, 10_000 - history.uptime)
    };
    // 20 minutes of 89 and a half days are two hundredths of a per cent
    assert_eq!(passes(20, "resolved", "none").await, (Impact::Critical, 20, 1, 2), "resolved without impact");
    assert_eq!(
        passes(300, "monitoring", "minor").await,
        (Impact::Critical, 20, 1, 2),
        "not while it was resolved"
    );
    assert_eq!(
        passes(30, "identified", "none").await,
        (Impact::Critical, 50, 1, 2),
        "a slow component is up"
    );
    assert_eq!(passes(40, "identified", "none").await, (Impact::Critical, 50, 1, 2), "no impact");
    assert_eq!(passes(50, "monitoring", "major").await, (Impact::Critical, 50, 1, 2), "major from now on");
    assert_eq!(passes(10, "resolved", "major").await, (Impact::Critical, 60, 1, 3));
    fixture.clock.advance(TimeDelta::minutes(60));
    let resolved = status::find_incident(backend, id).await.expect("found").0;
    let intervals: Vec<_> =
        resolved.outages().iter().map(|outage| (outage.impact, outage.until.is_some())).collect();
    let bad = [Impact::Critical, Impact::Minor, Impact::None, Impact::None, Impact::Major];
    assert_eq!(intervals, bad.map(|impact| (impact, true)));
}

#[tokio::test]
async fn an_outage_older_than_the_history_is_still_found() {
    let fixture = portal().await;
    let (backend, staff) = (&fixture.backend, actor(Role::Staff));
    let id = fixture.outage().await;
    status::update_incident(backend, &staff, id, fixture.key(), &moved_on("resolved", "major"))
        .await
        .expect("over");
    fixture.clock.advance(TimeDelta::days(200));

    let other = fixture.another();
    assert!(status::overview(&other).await.expect("an overview").incidents().is_empty());
    let (incident, overview) = status::find_incident(&other, id).await.expect("found");
    assert_eq!((incident.updates.len(), incident.components), (2, vec![overview.components()[1].id]));
    assert_eq!(status::list_past_incidents(&other, 1).await.expect("history").incidents.len(), 1);
    let unknown = status::find_incident(&other, Uuid::from_u128(99)).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test]
async fn maintenance_at_short_notice_must_be_confirmed() {
    let fixture = portal().await;
    let (backend, staff) = (&fixture.backend, actor(Role::Staff));
    let soon = plan("2026-11-22T11:59", "2026-11-22T13:00");
    let Err(Error::Invalid(errors)) = status::post_maintenance(backend, &staff, fixture.key(), &soon).await
    else {
        panic!("it should have been asked for");
    };
    assert_eq!(errors.get("confirm"), Some(&Problem::ShortNotice));
    assert!(status::overview(backend).await.expect("an overview").maintenances().is_empty());

    let confirmed = RawMaintenance { confirm: "yes".into(), ..soon };
    status::post_maintenance(backend, &staff, fixture.key(), &confirmed).await.expect("posted");
    let overview = status::overview(backend).await.expect("an overview");
    assert_eq!(overview.upcoming_maintenances_within(TimeDelta::days(1)).count(), 1);
}

#[tokio::test]
async fn maintenance_called_off_is_no_longer_coming_and_cannot_be_ended() {
    let fixture = portal().await;
    let id = fixture.maintenance().await;
    assert!(
        matches!(fixture.move_maintenance(id, "finish").await, Err(Error::Invalid(_))),
        "it has not begun"
    );
    fixture.move_maintenance(id, "cancel").await.expect("called off");

    let overview = status::overview(&fixture.backend).await.expect("an overview");
    assert_eq!((overview.upcoming_maintenances().count(), overview.past_maintenances().count()), (0, 1));
    assert_eq!(overview.maintenances()[0].updates[0].status.as_deref(), Some("cancelled"));
    fixture.clock.advance(TimeDelta::days(3) + TimeDelta::hours(11));
    assert_eq!(
        status::overview(&fixture.backend).await.expect("an overview").active_maintenances().count(),
        0
    );
    for action in ["finish", "cancel"] {
        let Err(Error::Invalid(errors)) = fixture.move_maintenance(id, action).await else {
            panic!("{action}")
        };
        assert_eq!(errors.get("action"), Some(&Problem::UnknownChoice));
    }
}

#[tokio::test]
async fn maintenance_begins_and_ends_by_the_clock_or_by_hand() {
    let fixture = portal().await;
    let id = fixture.maintenance().await;
    fixture.clock.advance(TimeDelta::days(3) + TimeDelta::hours(10));
    let overview = status::overview(&fixture.backend).await.expect("an overview");
    assert_eq!(overview.maintenances()[0].phase(overview.now), MaintenancePhase::InProgress);
    assert_eq!(overview.overall_state().state, ComponentState::UnderMaintenance);

    let later = RawUpdate {
        action: "note".into(),
        ends_at: "2026-11-25T01:00".into(),
        text: RawTexts::single(Lang::Sv, "Det tar en timme till."),
        ..RawUpdate::default()
    };
    status::update_maintenance(&fixture.backend, &actor(Role::Staff), id, fixture.key(), &later)
        .await
        .expect("later");
    fixture.clock.advance(TimeDelta::minutes(150));
    assert_eq!(
        status::overview(&fixture.backend).await.expect("an overview").active_maintenances().count(),
        1
    );
    fixture.move_maintenance(id, "finish").await.expect("over");
    let overview = status::overview(&fixture.backend).await.expect("an overview");
    assert_eq!(overview.maintenances()[0].phase(overview.now), MaintenancePhase::Completed);
    assert_eq!(overview.overall_state().state, ComponentState::Operational);
}

#[tokio::test]
async fn only_staff_and_admins_post_and_others_are_told_nothing() {
    let fixture = portal().await;
    let backend = &fixture.backend;
    for role in Role::ALL {
        let actor = actor(*role);
        let posted = status::post_incident(backend, &actor, fixture.key(), &RawIncident::default()).await;
        let shown = status::overview_for_posting(backend, &actor).await;
        match role {
            Role::Staff | Role::Admin => assert!(matches!(posted, Err(Error::Invalid(_))) && shown.is_ok()),
            Role::Participant | Role::Counsellor | Role::Approver | Role::Agent | Role::Manager => {
                assert!(matches!(posted, Err(Error::NotFound)) && matches!(shown, Err(Error::NotFound)));
            }
        }
    }
    let (nobody, id) = (Actor::ANONYMOUS, fixture.outage().await);
    let raw = RawUpdate::default();
    assert!(matches!(status::overview_for_posting(backend, &nobody).await, Err(Error::SignInFirst)));
    let updated = status::update_incident(backend, &nobody, id, fixture.key(), &raw).await;
    assert!(matches!(updated, Err(Error::SignInFirst)));
    let planned = status::post_maintenance(backend, &nobody, fixture.key(), &plan("", "")).await;
    assert!(matches!(planned, Err(Error::SignInFirst)));
}
