//! Rows and columns of the suppression matrix.

/// Rows and columns of the suppression matrix (protocol section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// G1-G5: end or limit what is shown.
    Scope,
    /// E7.
    Aortic,
    /// E1-E6, E4b.
    Emergent,
    /// U1, U2, U7, U7b(a).
    Deficit,
    /// U3a, U3b, U3c, U4, U5, U6.
    Serious,
    /// U3d, U4b, U6b.
    Check,
    /// U9, U10, U7b(b).
    CheckAsk,
    /// U8.
    Disabling,
    /// P1-P3, P11.
    Act,
    /// P4, P5, P7-P10.
    Treat,
    /// P6.
    Mild,
    /// M1, M3.
    Image,
    /// M1b.
    ImageReferral,
    /// M2.
    HoldCandidate,
    /// M4.
    Hold,
    /// M5.
    Ask,
    /// O1, O7.
    Defer,
    /// O2-O6.
    Amend,
    /// O8, O9.
    Procedure,
    /// O14-O16.
    Drug,
    /// O10-O13: lines, always added, last.
    Safety,
    /// C1.
    Conserve,
    /// C3, C6.
    Follow,
    /// C5.
    FollowTeam,
    /// C2.
    Mind,
    /// C7.
    Walking,
    /// T1.
    Refer,
    /// C4, D1, and what O15 says of simple analgesics: a line on a card that stands, never a card.
    Line,
}

impl Class {
    /// All classes with the word used in `hooks/` and the stages that they belong to.
    pub const ALL: &'static [(Self, &'static str, &'static [u8])] = &[
        (Self::Scope, "scope", &[0]),
        (Self::Aortic, "aortic", &[1]),
        (Self::Emergent, "emergent", &[1]),
        (Self::Deficit, "deficit", &[2]),
        (Self::Serious, "serious", &[2]),
        (Self::Check, "check", &[2]),
        (Self::CheckAsk, "check-ask", &[2]),
        (Self::Disabling, "disabling", &[2]),
        (Self::Act, "act", &[3]),
        (Self::Treat, "treat", &[3]),
        (Self::Mild, "mild", &[3]),
        (Self::Image, "image", &[4]),
        (Self::ImageReferral, "image-referral", &[4]),
        (Self::HoldCandidate, "hold-candidate", &[4]),
        (Self::Hold, "hold", &[4]),
        (Self::Ask, "ask", &[4]),
        (Self::Defer, "defer", &[5]),
        (Self::Amend, "amend", &[5]),
        (Self::Procedure, "procedure", &[5]),
        (Self::Drug, "drug", &[5]),
        (Self::Safety, "safety", &[5]),
        (Self::Conserve, "conserve", &[6]),
        (Self::Follow, "follow", &[6]),
        (Self::FollowTeam, "follow-team", &[6]),
        (Self::Mind, "mind", &[6]),
        (Self::Walking, "walking", &[6]),
        (Self::Refer, "refer", &[6]),
        (Self::Line, "line", &[5, 6]),
    ];

    /// The word used in `hooks/`.
    pub fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(class, ..)| *class == self)
            .map_or("", |(_, word, _)| word)
    }

    /// The class of a word, if it is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, name, _)| *name == word)
            .map(|(class, ..)| *class)
    }
}
