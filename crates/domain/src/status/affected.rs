//! How severely an incident affects each of its components, and what an update changes about that.

use uuid::Uuid;

use super::Impact;

/// A component and how severely an incident affects it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentImpact {
    /// The affected component of the status page.
    pub component: Uuid,
    /// How severely it is affected.
    pub impact: Impact,
}

/// The impact of an incident: the worst on any of its components; [`Impact::None`] without components.
pub fn worst_impact(components: &[ComponentImpact]) -> Impact {
    components.iter().map(|affected| affected.impact).max().unwrap_or(Impact::None)
}

/// What an update changes about a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComponentChange {
    /// It is affected from now on.
    Added(Impact),
    /// It is not affected any more.
    Removed,
    /// It is affected more severely than before.
    Worse(Impact),
    /// It is affected less severely than before.
    Better(Impact),
}

/// The components whose impact differs, each with its change: those that stay or are new in their order, then those that are gone.
pub fn component_changes(
    before: &[ComponentImpact],
    after: &[ComponentImpact],
) -> Vec<(Uuid, ComponentChange)> {
    let find = |list: &[ComponentImpact], component: Uuid| {
        list.iter().find(|affected| affected.component == component).map(|affected| affected.impact)
    };
    let now = after.iter().filter_map(|affected| {
        let change = match find(before, affected.component) {
            None => ComponentChange::Added(affected.impact),
            Some(earlier) if earlier < affected.impact => ComponentChange::Worse(affected.impact),
            Some(earlier) if earlier > affected.impact => ComponentChange::Better(affected.impact),
            Some(_) => return None,
        };
        Some((affected.component, change))
    });
    let gone = before.iter().filter(|affected| find(after, affected.component).is_none());
    now.chain(gone.map(|affected| (affected.component, ComponentChange::Removed))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_adds_and_removes_components_and_changes_how_much_they_are_affected() {
        let on = |component, impact| ComponentImpact { component: Uuid::from_u128(component), impact };
        let before = [on(1, Impact::Major), on(2, Impact::Minor), on(3, Impact::Major), on(4, Impact::Minor)];
        let after =
            [on(1, Impact::Minor), on(2, Impact::Critical), on(3, Impact::Major), on(5, Impact::None)];
        let expected = [
            (1, ComponentChange::Better(Impact::Minor)),
            (2, ComponentChange::Worse(Impact::Critical)),
            (5, ComponentChange::Added(Impact::None)),
            (4, ComponentChange::Removed),
        ];
        assert_eq!(
            component_changes(&before, &after),
            expected.map(|(id, change)| (Uuid::from_u128(id), change))
        );
        assert_eq!(component_changes(&after, &after), []);
        assert_eq!(worst_impact(&after), Impact::Critical);
        assert_eq!(worst_impact(&[]), Impact::None);
    }
}
