//! Presets, applied on a portal without topics and settings of its own.

use fyr_domain::{sla::ServiceLevel, tickets::Triage};
use fyr_usecases::{
    classification,
    presets::{self, Preset},
    settings,
};

use crate::support::Fixture;

#[tokio::test]
async fn a_preset_gives_a_portal_its_topics_and_settings_at_once() {
    let fixture = Fixture::new().await;
    let backend = &fixture.backend;
    for name in presets::built_in_names() {
        let preset = Preset::built_in(name).expect("is valid");
        let before = presets::diff_as_operator(backend, &preset).await.expect("compared");
        assert!(!before.is_empty(), "{name}");
        let changed = presets::apply_as_operator(backend, &preset, "preset", false).await.expect("applied");
        assert!(changed.contains(&"topics") && changed.contains(&"service_level"), "{name}: {changed:?}");
        fixture.clock.advance(chrono::TimeDelta::seconds(1));
        assert_eq!(presets::diff_as_operator(backend, &preset).await.expect("compared"), [] as [String; 0]);
        // again is the same
        let again = presets::apply_as_operator(backend, &preset, "preset", false).await.expect("applied");
        assert!(again.is_empty(), "{name}: {again:?}");
    }
    let topics = classification::get(backend).await.expect("read");
    let first: Vec<_> = topics.topics.iter().map(|topic| topic.slug.as_str()).take(2).collect();
    assert_eq!((topics.topics.len(), first.as_slice()), (5, &["my-site", "domain-and-email"][..]));
    let triage = settings::current::<Triage>(backend).await;
    assert_eq!(triage.default_kind(), fyr_domain::tickets::TicketKind::Question);
    let level = settings::current::<ServiceLevel>(backend).await;
    assert_eq!(level.p1.first_response, chrono::TimeDelta::hours(24));
}
