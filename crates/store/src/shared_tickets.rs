//! Tickets of other people: of a counsellor's participants, and of colleagues. Private ones are never among them.

use fyr_domain::Actor;
use uuid::Uuid;

use crate::{
    Db, Result,
    letters::folded,
    run::{all, value},
    tickets::{Listed, Show, acting, like_pattern, listed, ticket_shared},
    viewer::Viewer,
};

/// Which tickets are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// In which state.
    pub show: Show,
    /// Of this participant.
    pub participant: Option<Uuid>,
    /// Part of the subject or of the requester's name.
    pub text: Option<String>,
}

/// `$6` one of the words of [`Show`].
macro_rules! shown {
    () => {
        "($6 = 'all' OR ($6 = 'waiting' AND t.status = 'waiting_for_requester')
          OR ($6 = 'open' AND t.status NOT IN ('solved', 'closed')) OR ($6 = 'done' AND t.status IN ('solved', 'closed')))"
    };
}

/// Of the actor's participants; `$7` one of them, `$8` a pattern.
macro_rules! of_people {
    () => {
        concat!(
            "NOT t.private AND EXISTS (SELECT 1 FROM counselling c WHERE c.participant_id = t.requester_id AND ",
            acting!(),
            ") AND ",
            shown!(),
            " AND ($7 IS NULL OR t.requester_id = $7) AND ($8 = '' OR ",
            folded!("t.subject"),
            " LIKE $8 ESCAPE '\\' OR ",
            folded!("t.requester_name"),
            " LIKE $8 ESCAPE '\\')"
        )
    };
}

/// Tickets of a counsellor's participants, and how many there are: what waits for them first, then the latest.
pub async fn of_people(
    db: &mut Db,
    actor: &Actor,
    wanted: &Wanted,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64)> {
    let sql = concat!(
        listed!(),
        "WHERE ",
        of_people!(),
        " ORDER BY CASE WHEN t.status = 'waiting_for_requester' THEN 0 ELSE 1 END, t.updated_at DESC, t.id DESC
          LIMIT $9 OFFSET $10"
    );
    let v = Viewer::of(actor);
    let (word, who) = (wanted.show.word(), wanted.participant);
    let text = wanted.text.as_deref().map(like_pattern).unwrap_or_default();
    let rows = all!(
        db,
        Listed,
        sql,
        v.user,
        v.works_all,
        v.guest,
        v.counsels,
        v.at,
        word,
        who,
        &text,
        limit,
        offset
    )?;
    let sql = concat!("SELECT COUNT(*) FROM tickets t WHERE ", of_people!());
    let total = value!(db, i64, sql, v.user, v.works_all, v.guest, v.counsels, v.at, word, who, &text)?;
    Ok((rows, total))
}

macro_rules! of_colleagues {
    () => {
        concat!(
            "NOT t.private AND (t.requester_id IS NULL OR t.requester_id <> $1) AND ",
            ticket_shared!(),
            " AND ",
            shown!()
        )
    };
}

/// Tickets that the rule of an actor's organisation lets them see, and how many there are; the latest first.
pub async fn of_colleagues(
    db: &mut Db,
    actor: &Actor,
    show: Show,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Listed>, i64)> {
    let sql = concat!(
        listed!(),
        "WHERE ",
        of_colleagues!(),
        " ORDER BY t.updated_at DESC, t.id DESC LIMIT $7 OFFSET $8"
    );
    let v = Viewer::of(actor);
    let rows =
        all!(db, Listed, sql, v.user, v.works_all, v.guest, v.counsels, v.at, show.word(), limit, offset)?;
    let sql = concat!("SELECT COUNT(*) FROM tickets t WHERE ", of_colleagues!());
    let total = value!(db, i64, sql, v.user, v.works_all, v.guest, v.counsels, v.at, show.word())?;
    Ok((rows, total))
}
