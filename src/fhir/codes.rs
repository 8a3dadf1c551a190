//! Value-set membership: which rows of a code table a code falls under.

use std::collections::HashMap;

use crate::system::{System, normalise_code};

/// What a row of a code table covers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Match {
    /// This code alone.
    Exact(String),
    /// Every code that begins so: `M54.5` for `M54.5*`. ICD-10 only, since its hierarchy is in its codes.
    Prefix(String),
    /// Every code that begins so and has this seventh character, dot not counted: `V05* 7=A`, an initial encounter.
    PrefixSeventh(String, char),
}

/// How closely a row fits a code; the greater, the closer. Within one concept the closest row speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchLength {
    /// The code begins with the row's prefix.
    Prefix {
        /// Length of the prefix.
        length: usize,
        /// Whether the row also asked for the seventh character.
        seventh: bool,
    },
    /// The code itself is listed.
    Exact,
}

/// Why a code table cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeIndexError {
    /// A prefix row in a system whose codes carry no hierarchy.
    #[error(
        "code row {row}: a prefix is only possible in icd-10-cm and icd-10, not in {system}; list the codes instead"
    )]
    PrefixOutsideIcd10 {
        /// Position of the row, counted from 0.
        row: usize,
        /// The row's system.
        system: System,
    },
    /// A row with an empty code or prefix, which would match everything or nothing.
    #[error("code row {row}: the code is empty; write a code or a prefix")]
    EmptyCode {
        /// Position of the row, counted from 0.
        row: usize,
    },
}

/// A code table, ready for looking up.
#[derive(Debug, Clone)]
pub struct CodeIndex<T> {
    rows: Vec<T>,
    tables: HashMap<System, Table>,
}

/// The rows of one system, as positions in [`CodeIndex::rows`].
#[derive(Debug, Clone, Default)]
struct Table {
    exact: HashMap<String, Vec<usize>>,
    prefix: HashMap<String, Vec<(usize, Option<char>)>>,
}

impl<T> Default for CodeIndex<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            tables: HashMap::new(),
        }
    }
}

impl<T> CodeIndex<T> {
    /// Builds the index; `T` is whatever a row says about its codes.
    pub fn build(
        rows: impl IntoIterator<Item = (System, Match, T)>,
    ) -> Result<Self, CodeIndexError> {
        let mut index = Self {
            rows: Vec::new(),
            tables: HashMap::new(),
        };
        for (row, (system, rule, value)) in rows.into_iter().enumerate() {
            let (code, seventh) = match rule {
                Match::Exact(code) => (code, None),
                Match::Prefix(prefix) => (prefix, Some(None)),
                Match::PrefixSeventh(prefix, seventh) => {
                    (prefix, Some(Some(seventh.to_ascii_uppercase())))
                }
            };
            let code = normalise_code(system, &code).into_owned();
            if code.is_empty() {
                return Err(CodeIndexError::EmptyCode { row });
            }
            let table = index.tables.entry(system).or_default();
            match seventh {
                None => table.exact.entry(code).or_default().push(row),
                Some(_) if !matches!(system, System::Icd10Cm | System::Icd10) => {
                    return Err(CodeIndexError::PrefixOutsideIcd10 { row, system });
                }
                Some(seventh) => table.prefix.entry(code).or_default().push((row, seventh)),
            }
            index.rows.push(value);
        }
        Ok(index)
    }

    /// Every row that covers the code, closest first, rows of the same closeness in table order.
    ///
    /// The code may be written as the sender did; a code under ICD-10 also meets the rows of ICD-10-CM, and CPT those
    /// of HCPCS (see [`System::same_family`]).
    pub fn lookup(&self, system: System, code: &str) -> impl Iterator<Item = (&T, MatchLength)> {
        let code = normalise_code(system, code);
        let mut hits = Vec::new();
        for system in [Some(system), system.sibling()].into_iter().flatten() {
            if let Some(table) = self.tables.get(&system) {
                table.collect(&code, &mut hits);
            }
        }
        hits.sort_by_key(|&(row, length)| (std::cmp::Reverse(length), row));
        hits.into_iter()
            .filter_map(|(row, length)| Some((self.rows.get(row)?, length)))
    }

    /// Whether any row covers the code.
    pub fn contains(&self, system: System, code: &str) -> bool {
        self.lookup(system, code).next().is_some()
    }

    /// The rows' values in table order.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.iter()
    }
}

impl Table {
    fn collect(&self, code: &str, hits: &mut Vec<(usize, MatchLength)>) {
        if let Some(rows) = self.exact.get(code) {
            hits.extend(rows.iter().map(|&row| (row, MatchLength::Exact)));
        }
        if self.prefix.is_empty() || !has_icd_form(code) {
            return;
        }
        let seventh = code.chars().filter(|&c| c != '.').nth(6);
        for (at, sign) in code.char_indices() {
            let Some(prefix) = code.get(..at + sign.len_utf8()) else {
                continue;
            };
            for &(row, wanted) in self
                .prefix
                .get(prefix)
                .map(Vec::as_slice)
                .unwrap_or_default()
            {
                if wanted.is_none() || wanted == seventh {
                    hits.push((
                        row,
                        MatchLength::Prefix {
                            length: prefix.len(),
                            seventh: wanted.is_some(),
                        },
                    ));
                }
            }
        }
    }
}

/// Seven characters and the dot.
const MAX_ICD: usize = 8;

/// Whether a normalised code can be one of ICD-10, so that what follows a prefix is never prose. A hyphen stands for characters left open.
fn has_icd_form(code: &str) -> bool {
    let fits = |sign: u8| sign.is_ascii_alphanumeric() || sign == b'.' || sign == b'-';
    code.len() <= MAX_ICD && code.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn index() -> CodeIndex<&'static str> {
        use Match::{Exact, Prefix, PrefixSeventh};
        let rows = [
            (System::Icd10Cm, Prefix("M54".into()), "spine pain"),
            (System::Icd10Cm, Prefix("M54.5".into()), "low back pain"),
            (System::Icd10Cm, Exact("M54.51".into()), "vertebrogenic"),
            (System::Icd10Cm, Prefix("S12".into()), "neck injury"),
            (
                System::Icd10Cm,
                PrefixSeventh("S12".into(), 'A'),
                "fresh fracture",
            ),
            (
                System::Snomed,
                Exact("279039007".into()),
                "low back pain, snomed",
            ),
            (System::Hcpcs, Exact("G0151".into()), "home therapy"),
            (System::Cpt, Exact("72148".into()), "lumbar mri"),
        ];
        CodeIndex::build(rows).unwrap()
    }

    #[rstest]
    #[case(System::Icd10Cm, "M54.51", &["vertebrogenic", "low back pain", "spine pain"])]
    #[case(System::Icd10Cm, "m5459", &["low back pain", "spine pain"])]
    #[case(System::Icd10Cm, "M54", &["spine pain"])]
    #[case(System::Icd10, "M54.2", &["spine pain"])]
    #[case(System::Icd9Cm, "M54.2", &[])]
    #[case(System::Icd10Cm, "S12.000A", &["fresh fracture", "neck injury"])]
    #[case(System::Icd10Cm, "S12000a", &["fresh fracture", "neck injury"])]
    #[case(System::Icd10Cm, "S12.000D", &["neck injury"])]
    #[case(System::Icd10Cm, "S12.00A", &["neck injury"])]
    #[case(System::Icd10Cm, "IMO0002", &[])]
    #[case(System::Icd10Cm, "M54.5-", &["low back pain", "spine pain"])]
    #[case(System::Icd10Cm, "M54.50 Ruth Arden", &[])]
    #[case(System::Icd10Cm, "M54.5<im", &[])]
    #[case(System::Icd10Cm, "M54.5123456", &[])]
    #[case(System::Snomed, "279039007", &["low back pain, snomed"])]
    #[case(System::Snomed, "2790390071", &[])]
    #[case(System::Hcpcs, "72148", &["lumbar mri"])]
    #[case(System::Other, "M54.51", &[])]
    #[case(System::Icd10Cm, "", &[])]
    fn a_code_meets_its_rows_closest_first(
        #[case] system: System,
        #[case] code: &str,
        #[case] expected: &[&str],
    ) {
        let index = index();
        let found: Vec<_> = index
            .lookup(system, code)
            .map(|(value, _)| *value)
            .collect();
        assert_eq!(found, expected);
        assert_eq!(index.contains(system, code), !expected.is_empty());
    }

    #[test]
    fn exact_is_closer_than_any_prefix_and_a_seventh_character_than_none() {
        let prefix = |length, seventh| MatchLength::Prefix { length, seventh };
        assert!(MatchLength::Exact > prefix(8, true));
        assert!(prefix(5, false) > prefix(3, true));
        assert!(prefix(3, true) > prefix(3, false));
    }

    #[test]
    fn a_prefix_outside_icd_10_and_an_empty_code_are_refused_with_their_row() {
        let rows = [
            (System::Loinc, Match::Exact("1".into()), ()),
            (System::Snomed, Match::Prefix("27".into()), ()),
        ];
        insta::assert_snapshot!(
            CodeIndex::build(rows).unwrap_err(),
            @"code row 1: a prefix is only possible in icd-10-cm and icd-10, not in snomed; list the codes instead"
        );
        let empty = CodeIndex::build([(System::Cpt, Match::Exact(" ".into()), ())]);
        assert_eq!(empty.unwrap_err(), CodeIndexError::EmptyCode { row: 0 });
    }

    proptest! {
        #[test]
        fn any_code_is_looked_up_without_panic(code in "\\PC*") {
            let index = index();
            for system in [System::Icd10Cm, System::Icd10, System::Snomed, System::Hcpcs] {
                let lengths: Vec<_> = index.lookup(system, &code).map(|(_, length)| length).collect();
                prop_assert!(lengths.is_sorted_by(|a, b| a >= b));
            }
        }
    }
}
