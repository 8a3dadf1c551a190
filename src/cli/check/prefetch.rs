//! Prefetch queries that clients could not fill: the one part of `hooks/` that only the wire can judge.

use super::at;
use foramen_cds::Template;
use foramen_protocol::{Catalog, Mistake};

/// What is wrong with the queries of all services.
pub(super) fn mistakes(catalog: &Catalog) -> Vec<Mistake> {
    let content = catalog.content();
    let queries = content
        .services
        .iter()
        .flat_map(|service| &service.prefetch);
    queries
        .flat_map(|wanted| {
            faults(&wanted.query)
                .into_iter()
                .map(|fault| at(&content.files, &wanted.place, fault))
        })
        .collect()
}

fn faults(query: &str) -> Vec<String> {
    match Template::parse(query) {
        Err(error) => vec![error.to_string()],
        Ok(template) => {
            let restricted = template
                .check_restricted()
                .into_iter()
                .map(|fault| fault.to_string());
            restricted
                .chain(
                    template
                        .check_sandbox()
                        .into_iter()
                        .map(|fault| fault.to_string()),
                )
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Condition?patient={{context.patientId}}&_count=200", 0)]
    #[case("Condition?patient={{patientId}}", 1)]
    #[case("Condition?patient.name=x", 1)]
    #[case("Condition?encounter={{context.encounterId}}&_include=*", 2)]
    fn what_clients_cannot_fill_is_found(#[case] query: &str, #[case] count: usize) {
        assert_eq!(faults(query).len(), count, "{:?}", faults(query));
    }
}
