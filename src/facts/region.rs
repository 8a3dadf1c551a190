//! Parts of the spine, alone and in sets.

use std::fmt;

/// A part of the spine as the protocol speaks of it; lumbar includes lumbosacral and sacral pain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Region {
    /// Neck.
    Cervical,
    /// Middle back.
    Thoracic,
    /// Low back.
    Lumbar,
    /// A back problem whose part nobody named.
    Unspecified,
}

impl Region {
    /// All regions, in the order in which cards are shown.
    pub const ALL: [Self; 4] = [
        Self::Cervical,
        Self::Thoracic,
        Self::Lumbar,
        Self::Unspecified,
    ];

    /// The word used in `hooks/`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cervical => "cervical",
            Self::Thoracic => "thoracic",
            Self::Lumbar => "lumbar",
            Self::Unspecified => "unspecified",
        }
    }

    /// The region of a word, if it is one.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.word() == word)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A set of regions; the empty set means that none was named.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Regions(u8);

impl Regions {
    /// No region named.
    pub const NONE: Self = Self(0);

    /// Adds a region.
    pub fn insert(&mut self, region: Region) {
        self.0 |= 1 << region as u8;
    }

    /// Removes a region.
    pub fn remove(&mut self, region: Region) {
        self.0 &= !(1 << region as u8);
    }

    /// Whether a region is in the set.
    pub fn contains(self, region: Region) -> bool {
        self.0 & (1 << region as u8) != 0
    }

    /// Whether none was named.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The regions of both sets.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The regions that both sets name.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The members, in card order.
    pub fn iter(self) -> impl Iterator<Item = Region> {
        Region::ALL
            .into_iter()
            .filter(move |region| self.contains(*region))
    }

    /// The first member in card order.
    pub fn first(self) -> Option<Region> {
        self.iter().next()
    }
}

impl FromIterator<Region> for Regions {
    fn from_iter<I: IntoIterator<Item = Region>>(regions: I) -> Self {
        let mut set = Self::NONE;
        regions.into_iter().for_each(|region| set.insert(region));
        set
    }
}

impl From<Region> for Regions {
    fn from(region: Region) -> Self {
        Self(1 << region as u8)
    }
}

impl fmt::Debug for Regions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl fmt::Display for Regions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.iter().map(Region::word).collect();
        f.write_str(&words.join(", "))
    }
}
