//! The suppression matrix (protocol section 4): what happens when two results meet in one region. Fixed here, never by file order.

use crate::format::Class;

/// What happens to a result that meets one that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It is suppressed and kept in the trace.
    Suppress,
    /// It is merged into the standing card.
    Merge,
    /// Its text becomes one line there, without action.
    Line,
    /// It keeps a card of its own.
    Own,
    /// Both cannot hold, or the other's row decides.
    Other,
    /// Merged if the judged order is the study that the standing rule proposes, else suppressed.
    MergeIfSame,
    /// Suppressed if the judged order is the study that the standing rule proposes, else a line.
    SuppressIfSame,
}

/// Columns of the matrix, in the order of its page; stages 1-2 are one column.
const COLUMNS: [&[Class]; 17] = [
    &[
        Class::Emergent,
        Class::Aortic,
        Class::Deficit,
        Class::Serious,
        Class::Check,
        Class::CheckAsk,
        Class::Disabling,
    ],
    &[Class::Act],
    &[Class::Treat],
    &[Class::Mild],
    &[Class::Image, Class::ImageReferral],
    &[Class::HoldCandidate, Class::Hold],
    &[Class::Ask],
    &[Class::Defer],
    &[Class::Amend],
    &[Class::Procedure],
    &[Class::Drug],
    &[Class::Conserve],
    &[Class::Follow, Class::FollowTeam],
    &[Class::Mind],
    &[Class::Walking],
    &[Class::Refer],
    &[Class::Line],
];

/// Rows: what stands. `S` suppressed, `M` merged, `T` its text as one line, `C` a card of its own, `.` the other's row decides, `m` merged if
/// the same study, else suppressed, `s` suppressed if the same study, else a line.
const ROWS: [(&[Class], &str); 11] = [
    // stages 1-2, P1-P3 P11, P4 P5 P7-P10, P6, M1 M1b M3, M2 M4, M5, O1 O7, O2-O6, O8 O9, O14-O16, C1, C3 C5 C6, C2, C7, T1, C4 D1
    (&[Class::Aortic], "M S S S S S S S S S S S S S S S S"),
    (&[Class::Emergent], "M M S S S S S S m C C S S S S S S"),
    (&[Class::Deficit], "M M T S S S S S m C C S S C T S M"),
    (&[Class::Serious], "M M C S S S M S m C C S C C T C M"),
    (
        &[Class::Check, Class::CheckAsk],
        "M M C C C C M s M C C T C C C C M",
    ),
    (&[Class::Disabling], "M M M S M M M C C C C T C C T M M"),
    (&[Class::Act], ". . S S S S S C C C C S C C C M M"),
    (
        &[Class::Treat, Class::Mild],
        ". . C C C T M C C C C T C C M C M",
    ),
    (
        &[Class::Image, Class::ImageReferral],
        ". . . . . S M S M C C . C C M M M",
    ),
    (
        &[Class::HoldCandidate, Class::Hold, Class::Ask],
        ". . . . . . M C M C C S C C M C M",
    ),
    (&[Class::Defer], ". . . . . T M M T C C M S C C T S"),
];

/// Cells that differ for one class of their column: the bracketed ones of the page, and what C7's own row says of C1, which has none.
const EXCEPTIONS: [(Class, Class, Effect); 8] = [
    (Class::Serious, Class::ImageReferral, Effect::Own),
    (Class::Serious, Class::HoldCandidate, Effect::Own),
    (Class::CheckAsk, Class::Defer, Effect::Own),
    (Class::Image, Class::FollowTeam, Effect::Suppress),
    (Class::ImageReferral, Class::FollowTeam, Effect::Suppress),
    (Class::ImageReferral, Class::HoldCandidate, Effect::Merge),
    (Class::Defer, Class::FollowTeam, Effect::Line),
    (Class::Conserve, Class::Walking, Effect::Line),
];

/// What happens to `meets` where `stands` stands in the same region.
pub fn effect(stands: Class, meets: Class) -> Effect {
    if let Some((.., effect)) = EXCEPTIONS
        .iter()
        .find(|(row, column, _)| *row == stands && *column == meets)
    {
        return *effect;
    }
    let column = COLUMNS.iter().position(|classes| classes.contains(&meets));
    let row = ROWS
        .iter()
        .find(|(classes, _)| classes.contains(&stands))
        .map(|(_, cells)| *cells);
    let cell = row
        .zip(column)
        .and_then(|(cells, column)| cells.split(' ').nth(column));
    match cell {
        Some("S") => Effect::Suppress,
        Some("M") => Effect::Merge,
        Some("T") => Effect::Line,
        Some("m") => Effect::MergeIfSame,
        Some("s") => Effect::SuppressIfSame,
        Some(".") => Effect::Other,
        // A pair without a row keeps two cards.
        _ => Effect::Own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The matrix as hooks/README.md shows it.
    fn page() -> String {
        let names = |classes: &[Class]| {
            let words: Vec<_> = classes
                .iter()
                .map(|class| format!("`{}`", class.word()))
                .collect();
            words.join(" ")
        };
        let mut page = String::from("| stands ↓ meets → |");
        for classes in COLUMNS {
            page += &format!(" {} |", names(classes));
        }
        page += &format!("\n|---|{}\n", "---|".repeat(COLUMNS.len()));
        for (classes, cells) in ROWS {
            page += &format!("| {} | {} |\n", names(classes), cells.replace(' ', " | "));
        }
        for (row, column, effect) in EXCEPTIONS {
            let effect = match effect {
                Effect::Own => "`C`",
                Effect::Suppress => "`S`",
                Effect::Merge => "`M`",
                Effect::Line => "`T`",
                Effect::MergeIfSame => "`m`",
                Effect::SuppressIfSame => "`s`",
                Effect::Other => "`.`",
            };
            page += &format!(
                "\n- where `{}` stands and `{}` meets it: {effect}",
                row.word(),
                column.word()
            );
        }
        page + "\n"
    }

    #[test]
    fn the_documentation_shows_this_matrix() {
        let readme = include_str!("../../../hooks/README.md");
        let page = page();
        assert!(
            readme.contains(&page),
            "put this into hooks/README.md:\n{page}"
        );
    }

    #[test]
    fn every_row_has_a_cell_for_every_column() {
        for (classes, cells) in ROWS {
            assert_eq!(cells.split(' ').count(), COLUMNS.len(), "{classes:?}");
        }
    }

    #[test]
    fn stage_one_is_never_suppressed_by_anything() {
        for (stands, ..) in Class::ALL {
            for meets in [Class::Emergent, Class::Aortic] {
                assert!(
                    matches!(
                        effect(*stands, meets),
                        Effect::Merge | Effect::Own | Effect::Other
                    ),
                    "{stands:?} would hide {meets:?}"
                );
            }
        }
    }

    #[test]
    fn an_early_order_stays_silent_beside_an_emergency() {
        assert_eq!(effect(Class::Emergent, Class::Defer), Effect::Suppress);
        assert_eq!(effect(Class::Check, Class::Defer), Effect::SuppressIfSame);
        assert_eq!(effect(Class::CheckAsk, Class::Defer), Effect::Own);
    }
}
